#!/bin/sh
# Builds a folder that holds the command with a Java of its own: what a container image is made of.
#
#   deploy/image.sh FOLDER     make FOLDER, which must not be there yet
#
# The folder needs nothing but a Linux with glibc. FOLDER/liviano starts the command, from wherever
# the folder is.

set -eu
unset CDPATH

fail() {
  printf 'image.sh: %s\n' "$1" >&2
  exit 2
}

[ $# -eq 1 ] || fail 'usage: deploy/image.sh FOLDER'
case $1 in
  /*) folder=$1 ;;
  *) folder=$PWD/$1 ;;
esac
[ ! -e "$folder" ] || fail "$folder is there already: name another one, or remove it"
root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
jdk=$("$root/liviano" --java-home)

# Parts that are looked up by name while the command runs, so that jdeps does not see them: the
# Vector API, flight recordings, and the program that starts one.
BY_NAME=jdk.incubator.vector,jdk.jfr,jdk.jcmd,java.management

# ---- the command's own jars ----

"$root/liviano" --version >/dev/null
mkdir -p "$folder/lib"
cp -p "$root/liviano-cli/target/liviano-cli.jar" "$folder/"
cp -p "$root"/liviano-cli/target/lib/*.jar "$folder/lib/"
cp -p "$root/LICENSE" "$root/NOTICE" "$root/deploy/liviano" "$folder/"

# ---- a Java with the modules that they use ----

modules=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps \
  --class-path "$folder/lib/*" "$folder/liviano-cli.jar" "$folder"/lib/*.jar 2>/dev/null | tail -n 1)
case $modules in
  java.base,*) ;;
  *) fail "jdeps does not say which modules the command uses: $modules" ;;
esac
"$jdk/bin/jlink" --add-modules "$modules,$BY_NAME" --strip-debug --no-man-pages --no-header-files \
  --output "$folder/java"

# ---- the classes of a start, ready-made ----

# The flags of this user would make the cache useless to all other starts.
unset LIVIANO_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
LIVIANO_RECORD=$folder/liviano.aot.new "$folder/liviano" </dev/null >/dev/null
mv "$folder/liviano.aot.new" "$folder/liviano.aot"

# Read by everybody, written by nobody.
chmod -R a+rX,a-w "$folder"
chmod u+w "$folder"
printf '%s: %s\n' "$folder" "$(du -sh "$folder" | cut -f 1)"
