# The letters and the width of the terminal, as the JVM is to know them: read by ../liviano and by the
# command of a distribution. They name their folder, root, and what it is, place.
# shellcheck shell=sh disable=SC2154

# ---- letters: the JVM reads paths, words and file names by the locale ----

# The encoding of the locale $1, or of the one in force; empty where the system cannot tell.
encoding() {
  if [ $# -eq 0 ]; then
    locale charmap 2>/dev/null
  else
    LC_ALL=$1 locale charmap 2>/dev/null
  fi
}

# The first locale of UTF-8 that is installed.
utf8_locale() {
  for name in C.UTF-8 en_US.UTF-8 $(locale -a 2>/dev/null | grep -i 'utf-\{0,1\}8$' | head -n 1); do
    if [ "$(encoding "$name")" = UTF-8 ]; then
      echo "$name"
      return
    fi
  done
}

# A locale that knows ASCII alone is replaced by one of UTF-8: names of files with other letters
# would be lost. One that the user chose with letters of its own stays, and so does the language.
choose_letters() {
  broken=
  if command -v locale >/dev/null 2>&1; then
    # One name that is not installed, whatever it is for, and programs run in the locale C; that is
    # told in words, and an encoding is one word.
    known=$(locale charmap 2>&1)
    case $known in
      *[[:space:]]*)
        broken=$known
        known=ASCII
        ;;
    esac
    case $known in
      ASCII | ANSI_X3.4-1968 | US-ASCII | 646) letters=$(utf8_locale) ;;
      *) return ;;
    esac
  else
    # musl brings no such program, and writes UTF-8 unless it is told C.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
      C | POSIX) letters=C.UTF-8 ;;
      *) return ;;
    esac
  fi
  if [ -z "$letters" ]; then
    # macOS's names are UTF-8 whatever the locale.
    [ "$(uname -s)" = Darwin ] || missing_letters
  elif [ -n "${LC_ALL:-}$broken" ]; then
    LC_ALL=$letters
    export LC_ALL
  else
    LC_CTYPE=$letters
    export LC_CTYPE
  fi
}

missing_letters() {
  advice='install a UTF-8 locale, such as C.UTF-8 (locale -a lists what there is)'
  case $root in
    *[!\ -~]*) fail "the path of this $place has letters that the locale lacks; $advice, or move it" ;;
  esac
  warn "file names with letters beyond ASCII cannot be read here; $advice"
}

# ---- width ----

# Shells know how wide the window is, but do not hand it on, and the JVM has no way to ask. Some have
# set COLUMNS by now, for themselves.
tell_width() {
  [ -t 1 ] || return 0
  if [ -z "${COLUMNS:-}" ] && command -v stty >/dev/null 2>&1; then
    # Within $( ) the output is a pipe.
    { size=$(stty size <&3 2>/dev/null); } 3<&1 || return 0
    COLUMNS=${size#* }
  fi
  export COLUMNS
}
