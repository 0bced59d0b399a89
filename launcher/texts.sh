# The version and the list of verbs, printed without a JVM: read by ../liviano and by the command of a
# distribution. The texts were kept when the class caches were recorded, and are printed only where a JVM
# would print just the same; else nothing is done here, and the JVM is started.
#
# A text begins with a line of its own: its length in characters, a blank, and the identity of the build
# and the Java that it was kept from. What is cut short, or of another build, does not fit that line.
# shellcheck shell=sh disable=SC2154

columns_are_given=${COLUMNS+yes} # a shell may set them later on, for itself alone

# Answers the words that follow $1, and ends, if they ask for no more than a text that was kept in the
# folder $1 for the identity $2 and for such a terminal.
answer_from_texts() {
  texts=$1
  identity_of_texts=$2
  shift 2
  [ $# -le 1 ] && [ -n "$identity_of_texts" ] && ! has_flags || return 0
  case $#:${1:-} in
    1:--version | 1:-V) text=version ;;
    1:--help | 1:-h) name_help 1 || return 0 ;;
    0:) name_help 2 || return 0 ;;
    *) return 0 ;;
  esac
  read_text "$texts/$text.txt" || return 0
  # Who stops reading is no failure, and about a full disk the JVM has something to say.
  trap '' PIPE
  if [ $# -eq 0 ]; then
    printf %s "$text" >&2
    exit 2 # a line without a verb is a mistake
  fi
  ! printf %s "$text" 2>/dev/null || exit 0
  trap - PIPE
}

# Whether flags are set for the JVM: they may change whatever it prints, and of some it tells, even if
# they are empty.
has_flags() {
  [ -n "${LIVIANO_JAVA_OPTS:-}${JDK_JAVA_OPTIONS+x}${JAVA_TOOL_OPTIONS+x}${_JAVA_OPTIONS+x}${_JAVA_LAUNCHER_DEBUG+x}" ]
}

# Sets text to the name of the list of verbs as it is printed to the descriptor $1, or fails where only
# the JVM can tell. The rules are those of Terminal and of PreparedHelp.
name_help() {
  columns=${COLUMNS:-}
  [ -t 1 ] || [ -n "$columns_are_given" ] || columns=
  case $columns in
    '') columns=80 ;;
    0* | *[!0123456789]* | ?????*) return 1 ;;
  esac
  [ "$columns" -ge 20 ] && [ "$columns" -le 1000 ] || columns=80
  [ "$columns" -ge 55 ] || columns=55
  [ "$columns" -le 100 ] || columns=100
  text=$columns.plain
  # Without /proc the JVM asks in another way.
  [ -t "$1" ] || [ "$1" -eq 2 ] || return 0
  [ -e "/proc/$$/fd" ] || return 1
  [ -t "$1" ] && [ -z "${NO_COLOR:-}" ] || return 0
  # A shell may have set that for itself too.
  [ "${TERM:-}" != dumb ] || return 1
  stream=$(readlink "/proc/$$/fd/$1" 2>/dev/null) || return 1
  case $stream in
    /dev/pts/* | /dev/tty*) text=$columns.colour ;;
  esac
}

# Sets text to what was kept in the file $1, if that is whole. Line by line, within the shell: that takes
# less time than to start another program.
read_text() {
  [ -f "$1" ] && [ -r "$1" ] || return 1
  # A jar that was put there later is another build's, whatever that is called; class_path has two.
  # shellcheck disable=SC3013
  [ ! "${class_path%%:*}" -nt "$1" ] && [ ! "${class_path##*:}" -nt "$1" ] || return 1
  end_of_line='
'
  text=
  first=
  {
    IFS= read -r first
    [ "${first#* }" = "$identity_of_texts" ] || return 1
    while IFS= read -r line; do
      text=$text$line$end_of_line
    done
  } <"$1"
  text=$text$line # what has no end
  [ "${#text}" = "${first%% *}" ]
}
