# The side-by-side bench, whose engines are fetched when they are first asked for: read by ../liviano,
# whose variables it uses.
# shellcheck shell=sh disable=SC2034,SC2154

# Sets beside where these words ask bench for other engines or for ceilings, and asked to the
# engines' names.
find_peers() {
  beside=
  asked=
  verb=
  previous=
  for word in "$@"; do
    [ "$previous" != --vs ] || asked="$asked,$word"
    case $word in
      bench) verb=bench ;;
      --vs=*) asked="$asked,${word#--vs=}" ;;
    esac
    case $word in
      --vs | --vs=* | --ceilings) beside=yes ;;
    esac
    previous=$word
  done
  [ "$verb" = bench ] || beside=
}

# This platform as the native libraries' jars call it.
platform() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
    Darwin) system=macosx ;;
    *) system=$(printf %s "$system" | tr '[:upper:]' '[:lower:]') ;;
  esac
  case $machine in
    amd64) machine=x86_64 ;;
    aarch64) machine=arm64 ;;
  esac
  printf '%s-%s' "$system" "$machine"
}

# Whether every jar of the peer $1 is there, as peers/$1.xml and the root pom ask for it now.
is_fetched() {
  list=$peers/$1.classpath
  [ -f "$list" ] || return 1
  [ -z "$(find "$root/pom.xml" "$root/liviano-bench/peers/$1.xml" -newer "$list")" ] || return 1
  tr ':' '\n' <"$list" | {
    while IFS= read -r archive || [ -n "$archive" ]; do
      [ -z "$archive" ] || [ -f "$archive" ] || exit 1
    done
  }
}

# Fetches the engines that were asked for; of unknown ones the command speaks.
fetch_peers() {
  for peer in $(printf %s "$asked" | tr ',' ' '); do
    case $peer in
      *[!a-z0-9]*) continue ;;
    esac
    [ -f "$root/liviano-bench/peers/$peer.xml" ] || continue
    ! is_fetched "$peer" || continue
    mkdir -p "$peers" 2>/dev/null
    [ -w "$peers" ] || fail "$peer was not fetched yet, and you may not write to $peers"
    lock
    need_maven
    log=$state/fetch.log
    printf 'Fetching %s for the side-by-side bench… ' "$peer" >&2
    started=$(date +%s)
    : >"$peers/$peer.stamp"
    if ! maven -B -q -ntp -f "liviano-bench/peers/$peer.xml" dependency:build-classpath \
      -DincludeScope=runtime "-Djavacpp.platform=$(platform)" \
      "-Dmdep.outputFile=$peers/$peer.classpath.new" >"$log" 2>&1 </dev/null; then
      printf 'failed\n' >&2
      fail "no $peer for $(platform) could be fetched; Maven's whole log is $log"
    fi
    touch -r "$peers/$peer.stamp" "$peers/$peer.classpath.new"
    mv "$peers/$peer.classpath.new" "$peers/$peer.classpath"
    printf 'done in %d s\n' $(($(date +%s) - started)) >&2
    unlock
  done
}
