# Builds, and whether one is needed: read by ../liviano, whose variables it uses.
# shellcheck shell=sh disable=SC2154

# ---- Maven, on that JDK ----

# Whether Maven may keep what it downloads in the user's home folder: the account's, as every JVM
# takes it, and $HOME only for users without an account.
has_home() {
  home=$(getent passwd "$(id -u)" 2>/dev/null | cut -d : -f 6)
  case $home in
    '' | ?) home=${HOME:-} ;;
  esac
  for folder in "$home/.m2/repository" "$home/.m2" "$home"; do
    if [ -e "$folder" ]; then
      [ -d "$folder" ] && [ -w "$folder" ]
      return
    fi
  done
  return 1
}

maven() {
  case "${MAVEN_OPTS:-} ${MAVEN_ARGS:-} $*" in
    *-Dmaven.repo.local=*) ;;
    *) has_home || set -- "-Dmaven.repo.local=$state/repository" "$@" ;;
  esac
  JAVA_HOME=$jdk
  # Maven's own libraries reach for native code and Unsafe; the newcomer need not read about it.
  MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  export JAVA_HOME MAVEN_OPTS
  (cd -- "$root" && exec mvn "$@")
}

need_maven() {
  command -v mvn >/dev/null 2>&1 && return
  # shellcheck source=launcher/install.sh
  . "$root/launcher/install.sh"
  fail "Maven is needed to build, and no mvn is on PATH; install it: $(how_to_install maven)"
}

# Whether a build of the command was made to its end, however old.
has_build() {
  [ -f "$jar" ] && [ -d "$cli/lib" ] && [ -f "$paper_jar" ] && [ -f "$stamp" ] && [ -f "$finished" ]
}

# The same of the extra modules.
has_extra() {
  for module in $extra $beside; do
    [ -f "$(extra_jar "$module")" ] && [ -f "$(extra_stamp "$module")" ] || return 1
  done
}

# Whether nothing below the checkout's $2 ... is newer than the file $1. A folder is as new as what
# came into it or was taken away last; what is not there counts as changed.
is_unchanged() {
  since=$1
  shift
  changed=$(cd -- "$root" && { find "$@" -newer "$since" 2>/dev/null || echo missing; })
  [ -z "$changed" ]
}

# What all builds are made of, and this script, since the class cache holds for its flags alone.
sources='liviano launcher pom.xml .mvn
  liviano-core/pom.xml liviano-vision/pom.xml liviano-formats/pom.xml liviano-server/pom.xml
  liviano-cli/pom.xml liviano-paper/pom.xml
  liviano-core/src/main liviano-vision/src/main liviano-formats/src/main liviano-server/src/main
  liviano-cli/src/main liviano-paper/src/main'

# Whether the command is built: no source is newer than the build's start, and no archive newer than
# its end (Maven run by hand makes the class cache stale).
is_built() {
  has_build || return 1
  for archive in "$jar" "$paper_jar" "$cli/lib" "$cli"/lib/*; do
    # Within the shell: a program more to start is felt at each start.
    # shellcheck disable=SC3013
    [ ! "$archive" -nt "$finished" ] || return 1
  done
  # shellcheck disable=SC2086
  is_unchanged "$stamp" $sources
}

# The same for the extra modules.
is_extra_built() {
  has_extra || return 1
  for module in $extra $beside; do
    # shellcheck disable=SC2086
    is_unchanged "$(extra_stamp "$module")" $sources "liviano-$module/pom.xml" "liviano-$module/src/main" ||
      return 1
  done
}

# Whether all that this start needs is built.
is_ready() {
  is_built && { [ -z "$extra" ] || is_extra_built; }
}

# Whether the file or folder $1 can be written, or made.
is_writable() {
  [ -w "$1" ] || { [ ! -e "$1" ] && [ -w "$(dirname -- "$1")" ]; }
}

# Whether this user may write where builds are written.
can_build() {
  is_writable "$state" || return 1
  for file in build.lock build.log; do
    [ ! -e "$state/$file" ] || [ -w "$state/$file" ] || return 1
  done
  # The module for Spark is compiled against the one that trains.
  also=
  [ "$extra" != spark ] || also=train
  for module in core vision formats server cli paper $extra $beside $also; do
    is_writable "$root/liviano-$module/target" || return 1
  done
}

# Makes the folder of locks and logs, or ends.
make_state() {
  mkdir -p "$state" 2>/dev/null
  [ -w "$state" ] || fail "cannot write to $state"
}

# Holds the build lock until this process ends or unlock is called: by flock where there is one, else
# by a symbolic link that names its owner, which is removed when its owner is gone.
lock() {
  make_state
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$state/build.lock"
    flock -n 9 && return
    echo 'Waiting for another build of Liviano…' >&2
    flock 9
    return
  fi
  trap unlock EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  waited=
  until ln -s $$ "$state/build.owner" 2>/dev/null; do
    owner=$(readlink "$state/build.owner") || continue
    if ! is_running "$owner"; then
      inherit "$owner"
      continue
    fi
    [ -n "$waited" ] || echo 'Waiting for another build of Liviano…' >&2
    waited=yes
    sleep 1
  done
}

# Removes the lock of $1, who is gone. Of all who see that, one at a time may look again and do it:
# otherwise the second would remove the lock that the first has taken by now.
inherit() {
  heir=$state/build.heir.$1
  if ln -s $$ "$heir" 2>/dev/null; then
    [ "$(readlink "$state/build.owner")" != "$1" ] || rm -f "$state/build.owner"
    rm -f "$heir"
  elif other=$(readlink "$heir") && ! is_running "$other"; then
    rm -f "$heir"
  fi
}

# Whether there is a process $1; a signal may be sent to one's own alone.
is_running() {
  kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ] || ps -p "$1" >/dev/null 2>&1
}

unlock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>&-
    return
  fi
  [ "$(readlink "$state/build.owner")" = $$ ] && rm -f "$state/build.owner"
  trap - EXIT INT TERM HUP
}

build() {
  lock
  if is_ready; then
    unlock
    return
  fi
  need_maven
  log=$state/build.log
  modules=liviano-paper
  for module in $extra $beside; do
    modules=$modules,liviano-$module
  done
  if [ -n "$extra" ] && is_built; then
    printf 'Building %s… ' "$(extra_name)" >&2
  elif [ -f "$jar" ]; then
    printf 'Building Liviano again, it has changed… ' >&2
  else
    printf 'Building Liviano for the first time… ' >&2
  fi
  started=$(date +%s)
  mkdir -p "$cli"
  for module in $extra $beside; do
    mkdir -p "$root/liviano-$module/target"
  done
  rm -f "$stamp"
  forget_classes "$caches"
  # The stamp bears the time of the start: what is edited while Maven runs is built next time.
  : >"$stamp.new"
  if ! maven -B -q -ntp package -pl "$modules" -am -DskipTests >"$log" 2>&1 </dev/null; then
    printf 'failed\n' >&2
    first_errors "$log" >&2
    fail "the build failed; Maven's whole log is $log"
  fi
  name_build "$started.$$"
  cache_classes >>"$log" 2>&1
  for module in $extra $beside; do
    cp -p "$stamp.new" "$(extra_stamp "$module")"
  done
  mv "$stamp.new" "$stamp"
  printf '%s\n' "$built" >"$finished"
  printf 'done in %d s\n' $(($(date +%s) - started)) >&2
  unlock
}

# Builds what this start needs, unless it is built; a build that cannot be renewed still runs.
ensure_built() {
  is_ready && return
  if can_build; then
    build
    # What was edited meanwhile is in the next build.
    is_ready || build
  elif has_build && { [ -z "$extra" ] || has_extra; }; then
    warn "running a build that is older than its sources, since you may not write to $root"
  elif has_build; then
    fail "$extra is not built yet, and you may not write to $root: let somebody who may run the same line there once, or copy it to a folder of yours"
  else
    fail "not built yet, and you may not write to $root: run ./liviano doctor there as somebody who may, or copy it to a folder of yours"
  fi
}

# The first lines of the Maven log $1 that say what is wrong.
first_errors() {
  awk '
    /\[ERROR\] ./ && !/Help 1\] http|COMPILATION ERROR :|\] -> \[Help|e-run Maven|the following articles|resume the build|mvn <args>/ {
      sub(/^.*\[ERROR\] /, "")
      sub(/ -> \[Help 1\]$/, "")
      if ($0 != "" && !seen[$0]++ && ++lines <= 8) print
    }
  ' "$1"
}

# Sets identity to the build that is there, or is being made under the name $1, and the Java.
name_build() {
  built=${1:-}
  [ -n "$built" ] || [ ! -r "$finished" ] || read -r built <"$finished"
  identity=
  [ -z "$built" ] || identity="$built $version $runtime $processor $jdk"
}

# Makes what shortens later starts.
cache_classes() {
  echo 'Recording the class caches'
  (
    unset LIVIANO_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
    jvm -cp "$class_path" liviano.cli.CacheableClasses "$cli"/lib/picocli-*.jar </dev/null
  )
  record_classes "$caches"
}
