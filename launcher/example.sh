# The examples of other builds, tried as their READMEs say: read by suite.sh.
# shellcheck shell=sh disable=SC2154

# Makes the folder $1 a local Maven repository that is the user's own, $2, but for this library: what
# is tried here must not reach other builds, and what is downloaded must not be lost.
make_repository() {
  mkdir -p "$1/io/github/liviano" || return
  [ -n "$2" ] || return 0
  for entry in "$2"/* "$2"/io/* "$2"/io/github/*; do
    name=${entry#"$2"/}
    [ ! -e "$entry" ] || [ -e "$1/$name" ] || ln -s "$entry" "$1/$name" || return
  done
}

# The local Maven repository that $@ and the settings name; Maven tells it among what it says with -X.
users_repository() {
  maven -B -X -N "$@" validate 2>/dev/null </dev/null | sed -n 's/^.*Using local repository at //p' | head -n 1
}

# Installs the library and builds the example against it, both into the folder $work.
build_example() {
  make_repository "$work/repository" "$(users_repository "$@")" || return
  # In a shell of its own, since it may end that.
  (build_library "$@" "-Dmaven.repo.local=$work/repository") || return
  cp -R "$root/examples/application" "$work/application" || return
  rm -rf "$work/application/target"
  maven -B -q -ntp -f "$work/application/pom.xml" package "$@" "-Dmaven.repo.local=$work/repository" </dev/null || return
  "$jdk/bin/java" -cp "$work/application/target/lib/*" "$root/examples/TinyModel.java" "$work/tiny.safetensors"
}

# Runs the line $1 of the example's README with the model $2; prints its answer. Whatever else it
# says but that the Vector API is incubating is a fault.
run_example() {
  line=$(printf '%s\n' "$1" | sed "s,MODEL PICTURE\$,\"\$model\" \"\$picture\",")
  (
    cd "$work/application" || exit
    PATH=$jdk/bin:$PATH
    # Read by the line.
    # shellcheck disable=SC2034
    model=$2 picture=$root/examples/kitchen.png
    eval "$line" 2>"$work/errors"
  ) || { cat "$work/errors" >&2 && return 1; }
  ! grep -v 'Using incubator modules: jdk.incubator.vector$' "$work/errors" >&2
}

# Whether the answer $1 is three classes, each after its score, of which the first matches $2.
is_answer() {
  printf '%s\n' "$1" | awk -v first="$2" '
    $0 !~ /^[01]\.[0-9][0-9][0-9] [A-Za-z]/ { bad = 1 }
    NR == 1 && $0 !~ first { bad = 1 }
    END { exit bad || NR != 3 }
  '
}

# Tries each way to start the example with the model $1, whose first answer matches $2; all must
# answer alike.
try_ways() {
  expected=
  while IFS= read -r way; do
    if answer=$(run_example "$way" "$1" </dev/null) && is_answer "$answer" "$2" &&
      [ "$answer" = "${expected:-$answer}" ]; then
      expected=$answer
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      printf 'liviano: the example fails with %s: %s\n%s\n' "${1##*/}" "$way" "$answer"
    fi
  done <"$work/ways"
}

# Makes a model of the published weights, where the test data are, and tries it too.
try_published() {
  weights=$root/../shared/models/imagenet/mobilenet_v2_1.0_224_float.safetensors
  if [ ! -f "$weights" ]; then
    missing=$(wc -l <"$work/ways")
    skipped=$((skipped + missing))
    echo "liviano: skipped $((missing)): the real weights are not here: $weights"
  elif "$jdk/bin/java" -cp "$class_path" liviano.cli.Main convert "$weights" --to "$work/published.safetensors" >/dev/null; then
    try_ways "$work/published.safetensors" ' wall clock$'
  else
    failed=$((failed + 1))
  fi
}

# Builds the example with Spring Boot, whose test asks it over HTTP; $@ goes to Maven. Nothing else
# here needs Spring, so without it and without a network there is nothing to try.
try_spring() {
  cp -R "$root/examples/spring-boot" "$work/spring-boot" && rm -rf "$work/spring-boot/target"
  if maven -B -q -ntp -f "$work/spring-boot/pom.xml" package "$@" "-Dmaven.repo.local=$work/repository" \
    >"$work/spring.log" 2>&1 </dev/null; then
    passed=$((passed + 1))
  elif grep -q -e 'in offline mode' -e 'Unknown host' -e 'Could not transfer' "$work/spring.log"; then
    skipped=$((skipped + 1))
    echo 'liviano: skipped 1: Spring Boot cannot be fetched'
  else
    failed=$((failed + 1))
    echo 'liviano: the example with Spring Boot fails'
    first_errors "$work/spring.log"
  fi
}

# Holds what is installed against what Maven Central asks; the words of the list are artifacts.
try_central() {
  # shellcheck disable=SC2046
  if "$jdk/bin/java" "$root/launcher/Central.java" "$work/repository/io/github/liviano" \
    "$(library_version)" $(echo "$library" | tr ',' ' '); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo 'liviano: the library is not fit for Maven Central'
  fi
}

# Starts the command as a container would, where the system lets it.
try_image() {
  outcome=0
  "$root/deploy/try.sh" || outcome=$?
  case $outcome in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
  esac
}

# Installs the library, builds the examples against it, and runs the first in every way that its
# README shows; then starts the command as a container would. $@ goes to Maven. Ends with a line of
# totals like Surefire's.
try_example() (
  work=$state/example.$$
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir -p "$work" || exit
  began=$(date +%s)
  passed=0
  failed=0
  skipped=0
  if build_example "$@" && grep '^java .* MODEL PICTURE$' "$root/examples/application/README.md" >"$work/ways"; then
    try_ways "$work/tiny.safetensors" ' (ant|bee|cat|dog)$'
    try_published
    try_spring "$@"
    try_central
  else
    failed=1
    echo 'liviano: the example of another build could not be built'
  fi
  try_image
  printf 'liviano: the examples and the image took %d s\n' $(($(date +%s) - began))
  printf '[INFO] Tests run: %d, Failures: %d, Errors: 0, Skipped: %d\n' $((passed + failed + skipped)) "$failed" "$skipped"
)
