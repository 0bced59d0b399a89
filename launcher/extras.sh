# What few starts need: the side-by-side bench, training and Spark, built and fetched when they are
# first asked for. Read by ../liviano, whose variables it uses.
# shellcheck shell=sh disable=SC2034,SC2154

# Sets extra to the module that these words need beside the command's, if any, beside to one more, and
# asked to what they need besides: the names of other engines, libtorch, or Spark.
find_extra() {
  extra=
  beside=
  asked=
  device=
  cluster=
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
      --on:spark | *:--on=spark) cluster=spark ;;
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
      if [ "$verb" = train ] && [ -n "$asked" ] && [ -n "$cluster" ]; then
        beside=$cluster
        asked=$asked,spark
      fi
      ;;
    spark) asked=spark ;; # its verbs are made of Spark's classes, even to be described
    '') asked= ;;
  esac
  extra_jars=
  for module in $extra $beside; do
    extra_jars=$extra_jars:$(extra_jar "$module")
  done
}

# What the module $1 is built into.
extra_jar() {
  printf %s "$root/liviano-$1/target/liviano-$1.jar"
}

# When the build of the module $1 was started.
extra_stamp() {
  printf %s "$root/liviano-$1/target/launcher.stamp"
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
  case $1 in
    libtorch*) from=train ;;
    spark) from=spark ;;
    *)
      pom=liviano-bench/peers/$1.xml
      list=$peers/$1.classpath
      return
      ;;
  esac
  pom=liviano-$from/$1.xml
  list=$root/liviano-$from/target/$1.classpath
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
# bench starts; libtorch and Spark are this one's. Workers of a training, which Spark starts, have
# libtorch without Spark.
start_extra() {
  libraries=
  flags=
  case $extra in
    bench) set -- "-Dliviano.bench.peers=$peers" -- "$@" ;;
    train)
      locate "libtorch$device"
      [ -z "$asked" ] || libraries=:$(cat "$list")
      set -- "-Dliviano.worker.path=$class_path:$(extra_jar train)$libraries" -- "$@"
      ;;
    spark) set -- --sun-misc-unsafe-memory-access=allow -- "$@" ;;
  esac
  case $extra$beside in
    *spark)
      locate spark
      libraries=$libraries:$(cat "$list")
      ;;
  esac
  [ -z "$beside" ] || flags=--sun-misc-unsafe-memory-access=allow
  setting=$1
  shift 2
  # shellcheck disable=SC2086
  jvm $flags "$setting" "-Dliviano.launcher=$self" ${LIVIANO_JAVA_OPTS:-} -cp "$class_path$extra_jars$libraries" liviano.cli.Main "$@"
}
