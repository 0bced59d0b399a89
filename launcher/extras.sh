# What few starts need: the side-by-side bench, training and Spark, built and fetched when they are
# first asked for. Read by ../liviano, whose variables it uses.
# shellcheck shell=sh disable=SC2034,SC2154

# Sets extra to the module that these words need beside the command's, if any, and asked to what it
# needs besides: the names of other engines, libtorch, or Spark.
find_extra() {
  extra=
  asked=
  device=
  verb=
  previous=
  after=
  plain=
  for word in "$@"; do
    case $word in
      -h | --help) plain=yes ;;
    esac
    case ${verb:-none}:$word in
      none:--debug | none:--offline) continue ;;
      none:*) verb=$word ;;
      *) : "${after:=$word}" ;;
    esac
    case $previous:$word in
      --vs:*) asked="$asked,$word" ;;
      *:--vs=*) asked="$asked,${word#--vs=}" ;;
      --device:cuda | *:--device=cuda) device=cuda ;;
    esac
    case $verb:$word in
      bench:--vs | bench:--vs=* | bench:--ceilings) extra=bench ;;
      lab:ablation | train:*) extra=train ;;
      spark:*) extra=spark ;;
    esac
    previous=$word
  done
  case $extra in
    train)
      asked=libtorch$device
      case $after in
        '' | list | show) asked= ;;
      esac
      [ -z "$plain" ] || asked=
      ;;
    spark) asked=spark ;; # its verbs are made of Spark's classes, even to be described
    '') asked= ;;
  esac
  extra_jar=${extra:+$root/liviano-$extra/target/liviano-$extra.jar}
  extra_stamp=${extra:+$root/liviano-$extra/target/launcher.stamp}
}

# The module in words.
extra_name() {
  case $extra in
    bench) echo 'the side-by-side bench' ;;
    train) echo training ;;
    spark) echo 'pictures on Spark' ;;
  esac
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

# Sets pom to what says what $1 is made of, and list to the file with the paths of its jars.
locate() {
  case $extra in
    bench)
      pom=liviano-bench/peers/$1.xml
      list=$peers/$1.classpath
      ;;
    *)
      pom=liviano-$extra/$1.xml
      list=$root/liviano-$extra/target/$1.classpath
      ;;
  esac
}

# Whether every jar of $1 is there, as its pom and the root pom ask for it now.
is_fetched() {
  [ -f "$list" ] || return 1
  [ -z "$(find "$root/pom.xml" "$root/$pom" -newer "$list")" ] || return 1
  tr ':' '\n' <"$list" | {
    while IFS= read -r archive || [ -n "$archive" ]; do
      [ -z "$archive" ] || [ -f "$archive" ] || exit 1
    done
  }
}

# Fetches what was asked for; of unknown engines the command speaks.
fetch_extras() {
  for name in $(printf %s "$asked" | tr ',' ' '); do
    case $name in
      *[!a-z0-9]*) continue ;;
    esac
    locate "$name"
    [ -f "$root/$pom" ] || continue
    ! is_fetched || continue
    folder=$(dirname -- "$list")
    mkdir -p "$folder" 2>/dev/null
    [ -w "$folder" ] || fail "$name was not fetched yet, and you may not write to $folder"
    lock
    need_maven
    log=$state/fetch.log
    printf 'Fetching %s for %s… ' "$name" "$(extra_name)" >&2
    started=$(date +%s)
    : >"$list.stamp"
    if ! maven -B -q -ntp -f "$pom" dependency:build-classpath \
      -DincludeScope=runtime "-Djavacpp.platform=$(platform)" \
      "-Dmdep.outputFile=$list.new" >"$log" 2>&1 </dev/null; then
      printf 'failed\n' >&2
      fail "no $name for $(platform) could be fetched; Maven's whole log is $log"
    fi
    touch -r "$list.stamp" "$list.new"
    mv "$list.new" "$list"
    rm -f "$list.stamp"
    printf 'done in %d s\n' $(($(date +%s) - started)) >&2
    unlock
  done
}

# Becomes the JVM that has the extra module. Other engines run in processes of their own, which the
# bench starts; libtorch and Spark are this one's.
start_extra() {
  libraries=
  case $extra in
    bench) set -- "-Dliviano.bench.peers=$peers" -- "$@" ;;
    train)
      locate "libtorch$device"
      [ -z "$asked" ] || libraries=:$(cat "$list")
      set -- "-Dliviano.libtorch=${asked:+$list}" -- "$@"
      ;;
    spark)
      locate spark
      libraries=:$(cat "$list")
      set -- --sun-misc-unsafe-memory-access=allow -- "$@"
      ;;
  esac
  setting=$1
  shift 2
  # shellcheck disable=SC2086
  jvm "$setting" ${LIVIANO_JAVA_OPTS:-} -cp "$class_path:$extra_jar$libraries" liviano.cli.Main "$@"
}
