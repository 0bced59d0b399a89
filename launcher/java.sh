# Finds a JDK, or a Java that only runs: read by ../liviano and by the command of a distribution. Each
# is known by its release file, so that no JVM is started to ask. They say what they want by kind and
# NEEDED, and name their folder, root.
# shellcheck shell=sh disable=SC2154

is_number() {
  case $1 in
    '' | *[!0-9]*) return 1 ;;
  esac
}

# Whether the folder $1 holds a JDK of 25.0.3 or later.
is_jdk() {
  [ -x "$1/bin/javac" ] && is_java "$1"
}

# Whether the folder $1 holds a Java of 25.0.3 or later, with a compiler or without; sets version,
# processor to the kind that it is for, and runtime to what it says of its build, if it does.
is_java() {
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
  version=
  processor=
  runtime=
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;;
      OS_ARCH=*) processor=${line#OS_ARCH=} ;;
      JAVA_RUNTIME_VERSION=*) runtime=${line#JAVA_RUNTIME_VERSION=} ;;
    esac
  done <"$1/release"
  is_new_enough "${version#\"}"
}

# Whether $1 is 25.0.3 or later; sets feature to its first number.
is_new_enough() {
  version=${1%%[!0-9.]*}
  feature=${version%%.*}
  rest=${version#"$feature"}
  rest=${rest#.}
  interim=${rest%%.*}
  rest=${rest#"$interim"}
  rest=${rest#.}
  update=${rest%%.*}
  is_number "$feature" || return 1
  is_number "$interim" || interim=0
  is_number "$update" || update=0
  [ "$feature" -gt 25 ] && return 0
  [ "$feature" -eq 25 ] || return 1
  [ "$interim" -gt 0 ] || [ "$update" -ge 3 ]
}

# The folder that the java on PATH belongs to.
java_on_path() {
  found=$(command -v java) || return 1
  while [ -L "$found" ]; do
    target=$(readlink "$found")
    case $target in
      /*) found=$target ;;
      *) found=${found%/*}/$target ;;
    esac
  done
  case $found in
    */*) (cd -P -- "${found%/*}/.." 2>/dev/null && pwd) ;;
    *) return 1 ;;
  esac
}

# Sets jdk to a folder of the kind that is wanted, jdk or java, or ends with one line that says what to
# install.
find_jdk() {
  if [ -n "${LIVIANO_JAVA_HOME:-}" ]; then
    jdk=$LIVIANO_JAVA_HOME
    "is_$kind" "$jdk" || fail "LIVIANO_JAVA_HOME=$jdk is not a $NEEDED; point it at one or unset it"
    return
  fi
  jdk=${JAVA_HOME:-}
  [ -n "$jdk" ] && "is_$kind" "$jdk" && return
  jdk=$(java_on_path) && "is_$kind" "$jdk" && return
  for jdk in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /opt/java* /opt/java/* /opt/*jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    "is_$kind" "$jdk" && return
  done
  # shellcheck source=launcher/install.sh
  . "$root/launcher/install.sh"
  fail "no $NEEDED found; install one, or set JAVA_HOME to it: $(how_to_install "$kind")"
}

# Whether the user gave the JVM a flag like one of the patterns, in any of the ways there are, or a
# file that may hold one.
is_given() {
  given=" ${LIVIANO_JAVA_OPTS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-} ${_JAVA_OPTIONS:-}"
  for pattern in '*[[:space:]]@*' '*-XX:Flags=*' '*-XX:VMOptionsFile=*' "$@"; do
    # shellcheck disable=SC2254
    case $given in
      $pattern) return 0 ;;
    esac
  done
  return 1
}

# Whether the engine has machine code of its own here: without it, its loops need the second compiler.
has_kernels() {
  case $processor in
    *x86_64* | *amd64*) ;;
    *) return 1 ;;
  esac
  [ -r /proc/cpuinfo ] || return 1
  while IFS= read -r line; do
    case $line in
      flags*' avx2 '*) return 0 ;;
      flags*) return 1 ;;
    esac
  done </proc/cpuinfo
  return 1
}

# Whether these words ask for what is soon done: the version, the help, a few pictures.
is_short() {
  case $verb in
    --version | --help | -V | -h) return ;;
    classify | detect | segment | embed | explain) has_kernels || return 1 ;;
    *) return 1 ;;
  esac
  files=0
  previous=
  for word in "$@"; do
    case $word in
      - | *[*?[]*) return 1 ;;
    esac
    if [ -f "$word" ]; then
      files=$((files + 1))
    elif [ -d "$word" ] && [ "$previous" != --out ]; then
      return 1
    fi
    previous=$word
  done
  [ "$files" -le 4 ] # the model may be one
}
