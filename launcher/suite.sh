# The whole test suite, and after it the examples of other builds and the image: read by ../liviano when its first word is test.
# shellcheck shell=sh disable=SC2154

# Sums Surefire's totals (one line a module, without a time) of the Maven log on standard input.
totals() {
  awk '
    /Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+[ \r]*$/ {
      line = $0
      sub(/.*Tests run: /, "", line)
      split(line, count, /[^0-9]+/)
      run += count[1]; failed += count[2] + count[3]; skipped += count[4]
    }
    END { printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped }
  '
}

# Why tests of this run were skipped, each reason once with the number of tests.
skip_reasons() {
  find "$root"/liviano-*/target/surefire-reports -name 'TEST-*.xml' -newer "$log.start" \
    -exec sed -n -e 's/.*<skipped message="\([^"]*\)".*/\1/p' -e 's/.*<skipped [^>]*><!\[CDATA\[//p' {} + 2>/dev/null |
    sed -e 's/^[A-Za-z0-9_]*\.[A-Za-z0-9_.$]*: //; s/^Assumption failed: //; s/^skipped: //' -e 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&#10;/ /g; s/&amp;/\&/g' |
    sort | uniq -c |
    sed 's/^ *\([0-9]*\) /liviano: skipped \1: /'
}

# Reports of JVMs that crashed since the run began, wherever in the checkout they were left: a test
# that provokes a crash keeps its report, and none else may happen.
crash_reports() {
  find "$root" \( -name 'hs_err_pid*' -o -name 'replay_pid*' -o -name 'core.[0-9]*' \) \
    -newer "$log.start" 2>/dev/null
}

# Whether these arguments of Maven leave the suite whole: no modules and no tests are chosen.
is_whole() {
  for word in "$@"; do
    case $word in
      -pl | -pl=* | --projects* | -rf | -rf=* | --resume-from* | -N | --non-recursive | -f | --file*) return 1 ;;
      -Dtest=* | -Dgroups=* | -DexcludedGroups=* | -DskipTests* | -Dmaven.test.skip*) return 1 ;;
    esac
  done
}

run_tests() {
  need_maven
  make_state
  log=$state/test.$$.log
  : >"$log.start"
  trap 'rm -f "$log" "$log.rc" "$log.start"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  {
    maven -B -ntp --fail-at-end verify "$@" 2>&1 </dev/null
    echo $? >"$log.rc"
  } | tee "$log"
  status=$(cat "$log.rc")
  total=$(totals <"$log")
  case $total in
    '0 passed, 0 failed, '*)
      echo 'liviano: no test ran' >&2
      [ "$status" -ne 0 ] || status=1
      ;;
    *', 0 failed, '*)
      [ "$status" -eq 0 ] || echo 'liviano: no test failed, but the build did: see the errors above' >&2
      ;;
  esac
  if [ "$status" -eq 0 ] && is_whole "$@"; then
    # shellcheck source=launcher/library.sh
    . "$root/launcher/library.sh"
    # shellcheck source=launcher/example.sh
    . "$root/launcher/example.sh"
    try_example "$@" 2>&1 | tee -a "$log"
    total=$(totals <"$log")
    case $total in
      *', 0 failed, '*) ;;
      *) status=1 ;;
    esac
  fi
  left=$(crash_reports)
  if [ -n "$left" ]; then
    printf '%s\n' "$left" | sed 's/^/liviano: a JVM crashed and left /' >&2
    [ "$status" -ne 0 ] || status=1
  fi
  skip_reasons
  # On a line of its own, whatever colour codes Maven has left behind.
  printf '\n%s\n' "$total"
  exit "$status"
}
