# What a user downloads: read by ../liviano when its first word is dist.
# shellcheck shell=sh disable=SC2154

# Parts that are looked up by name while the command runs, so that jdeps does not see them: the
# Vector API, flight recordings, and the program that starts one.
BY_NAME=jdk.incubator.vector,jdk.jfr,jdk.jcmd,java.management

# What debuggers read, and no Java: some JDKs keep hundreds of MB of it in their modules.
SYMBOLS='**.debuginfo,**.diz,**.map,**.pdb,**.dSYM/**'

help_of_dist() {
  cat <<EOF
usage: ./liviano dist [--out FOLDER] [--jdk FOLDER] [--classes]
       ./liviano dist --folder FOLDER

Makes what a user downloads, who needs no JDK, no Maven and no sources:

  liviano-VERSION-PLATFORM.zip   the command with a Java of its own
  liviano-VERSION.zip            the command alone, for a Java 25 that is there
  *.sha256                       their checksums

  --out FOLDER     where to; target/dist if not given
  --jdk FOLDER     take the Java of this JDK, of whatever platform, which needs a folder jmods
                   then; of the JDK that builds if not given
  --classes        put the class cache of a first start into the first zip, some 11 MB: the first
                   start is as fast as later ones then, but the zip is not the same bytes each time
  --folder FOLDER  only make the folder that the first zip holds, with the class cache of its
                   first start; FOLDER must not be there yet
EOF
}

# The words of the user: sets out, from, only and classes.
read_dist_options() {
  out=$root/target/dist
  classes=
  from=$jdk
  only=
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        help_of_dist
        exit 0
        ;;
      --classes)
        classes=yes
        shift
        continue
        ;;
      --out=* | --jdk=* | --folder=*)
        option=${1%%=*}
        value=${1#*=}
        shift
        ;;
      --out | --jdk | --folder)
        [ $# -gt 1 ] || fail "$1 needs a folder (see './liviano dist --help')"
        option=$1
        value=$2
        shift 2
        ;;
      *) fail "unknown: '$1' (see './liviano dist --help')" ;;
    esac
    [ -n "$value" ] || fail "$option needs a folder (see './liviano dist --help')"
    case $value in
      /*) ;;
      *) value=$PWD/$value ;;
    esac
    case $option in
      --out) out=$value ;;
      --jdk) from=${value%/} ;;
      --folder) only=$value ;;
    esac
  done
}

# What the release file of the JDK $1 says of $2.
release_says() {
  sed -n "s/^$2=\"\{0,1\}\([^\"]*\).*/\1/p" "$1/release"
}

# The platform of the JDK $1 in the names of zips.
platform_of() {
  system=$(release_says "$1" OS_NAME)
  case $system in
    Darwin | 'Mac OS X') system=macos ;;
    *) system=$(printf %s "$system" | tr '[:upper:] ' '[:lower:]-') ;;
  esac
  case $(release_says "$1" LIBC) in
    musl) system=$system-musl ;;
  esac
  printf '%s-%s' "$system" "$(release_says "$1" OS_ARCH)"
}

# Checks the JDK that the Java is taken from: sets linker to the jlink to call, and its modules to
# where they lie if that must be told.
choose_linker() {
  [ -r "$from/release" ] || fail "--jdk $from: there is no JDK there: it has no file 'release'"
  is_new_enough "$(release_says "$from" JAVA_VERSION)" ||
    fail "--jdk $from is Java $(release_says "$from" JAVA_VERSION); Liviano needs $NEEDED"
  linker=$jdk/bin/jlink
  modules_at=
  if [ "$(platform_of "$from")" = "$(platform_of "$jdk")" ]; then
    linker=$from/bin/jlink
    [ -x "$linker" ] || fail "$from has no bin/jlink: give a whole JDK by --jdk"
  elif [ -n "$classes$only" ]; then
    option=--folder
    [ -n "$only" ] || option=--classes
    fail "$option starts the command, which cannot be done here for $(platform_of "$from")"
  elif [ -d "$from/jmods" ]; then
    modules_at=$from/jmods
  else
    fail "--jdk $from has no folder jmods, so its Java can only be linked on $(platform_of "$from") itself: take a JDK that has one"
  fi
}

# Says what is being done, runs it with its output in the log, and how long that took.
step() {
  printf '%s… ' "$1" >&2
  shift
  began=$(date +%s)
  if ! "$@" >"$log" 2>&1 </dev/null; then
    printf 'failed\n' >&2
    fail "$(grep -v '^[[:space:]]*$' "$log" | head -n 1) (all of it is in $log)"
  fi
  printf 'done in %d s\n' $(($(date +%s) - began)) >&2
}

pack() {
  "$jdk/bin/java" -Duser.timezone=UTC -cp "$cli/lib/*" "$root/launcher/Pack.java" "$@"
}

# Makes the folder $1 of the command without a Java.
gather() {
  mkdir -p "$1/app/launcher" &&
    cp "$root/LICENSE" "$root/NOTICE" "$root/deploy/dist/liviano" "$root/deploy/dist/liviano.cmd" "$1/" &&
    sed "s/@VERSION@/$version_of_dist/g" "$root/deploy/dist/README.md" >"$1/README.md" &&
    cp "$root/launcher/terminal.sh" "$root/launcher/java.sh" "$root/launcher/classes.sh" "$root/launcher/texts.sh" "$root/launcher/install.sh" "$1/app/launcher/" &&
    cp "$jar" "$paper_jar" "$1/app/" &&
    pack gather "$jar" "$root/deploy/dist/legal" "$1" &&
    chmod 755 "$1/liviano"
}

# Links the Java of the folder $1: the modules that jdeps sees, and those it cannot see.
link_java() {
  seen=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps \
    --class-path "$1/app/lib/*" "$1/app/liviano-cli.jar" "$1/app/liviano-paper.jar" "$1"/app/lib/*.jar 2>/dev/null | sed -n '$p')
  case $seen in
    java.base,*) ;;
    *) echo "jdeps does not say which modules the command uses: $seen" && return 1 ;;
  esac
  "$linker" ${modules_at:+--module-path "$modules_at"} --add-modules "$seen,$BY_NAME" \
    --strip-java-debug-attributes --no-man-pages --no-header-files --exclude-files "$SYMBOLS" \
    --output "$1/java" || return 1
  # jlink leaves out what processor it is for, by which the command chooses flags.
  grep -q '^OS_ARCH=' "$1/java/release" ||
    printf 'OS_ARCH="%s"\n' "$(release_says "$from" OS_ARCH)" >>"$1/java/release"
}

# Says which libraries the Java of the folder $1 leaves to the system where it runs, as the JDKs of
# Linux distributions do: without them it reads no JPEG, or does not start.
tell_libraries() {
  needed=$(
    for part in server/libjvm libjli libzip libjavajpeg liblcms libfontmanager; do
      [ ! -r "$1/java/lib/$part.so" ] || cat "$1/java/lib/$part.so"
    done | LC_ALL=C tr -c '[:alnum:]._+-' '\n' |
      grep -E '^lib(gcc_s|harfbuzz|jpeg|lcms2|stdc\+\+|z)\.so\.[0-9]+$' | sort -u
  )
  [ -z "$needed" ] ||
    warn "this JDK leaves libraries to the system; what is made of it needs $(printf '%s' "$needed" | tr '\n' ' ')"
}

# Starts the command of the folder $1 once, which keeps its classes. The cache holds for jars of the
# time that they have, so they are given the one that they are unpacked with.
start_once() {
  at=$(time_of_dist | sed 's/T/-/; s/Z$//; s/:\([0-9]*\)$/.\1/; s/[-:]//g')
  find "$1/app" -type f -exec env TZ=UTC0 touch -t "$at" {} + && "$1/liviano" --version
}

# The time of all that is packed: the one in every jar.
time_of_dist() {
  sed -n 's,.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*,\1,p' "$root/pom.xml"
}

# Zips the folder $1 in $out.
zip_folder() {
  pack zip "$1" "$out/${1##*/}.zip" "$(time_of_dist)"
}

make_distribution() {
  read_dist_options "$@"
  choose_linker
  [ -z "$only" ] || [ ! -e "$only" ] || fail "$only is there already: name another folder, or remove it"
  extra=
  beside=
  ensure_built
  # shellcheck source=launcher/library.sh
  . "$root/launcher/library.sh"
  version_of_dist=$(library_version)
  make_state
  log=$state/dist.log
  if [ -n "$only" ]; then
    mkdir -p "$only" 2>/dev/null || fail "cannot make the folder $only"
    step 'Gathering jars and licences' gather "$only"
    step 'Linking a Java' link_java "$only"
    tell_libraries "$only"
    step 'Starting it once' start_once "$only"
    printf '%s\n' "$only"
    exit 0
  fi
  mkdir -p "$out" 2>/dev/null && [ -w "$out" ] || fail "cannot write to $out"
  work=$(mktemp -d "$out/.work.XXXXXX") || fail "cannot write to $out"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  plain=$work/liviano-$version_of_dist
  whole=$plain-$(platform_of "$from")
  step 'Gathering jars and licences' gather "$plain"
  mkdir "$whole" && cp -R "$plain/." "$whole" || fail "cannot write to $out"
  step 'Linking a Java' link_java "$whole"
  tell_libraries "$whole"
  if [ -n "$classes" ]; then
    step 'Starting it once' start_once "$whole"
    # What it has beside the cache of all verbs is not worth 8 MB of a download.
    rm -f "$whole/app/liviano.classify.aot"
  fi
  for folder in "$whole" "$plain"; do
    step "Packing ${folder##*/}.zip" zip_folder "$folder"
    printf '%s, %s MB\n' "$out/${folder##*/}.zip" "$(cat "$log")"
  done
  exit 0
}
