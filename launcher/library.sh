# The library in a Maven repository, for other builds: read by ../liviano when its first word is
# install, and by suite.sh.
# shellcheck shell=sh disable=SC2154

# The jars that programs use, and the list of their versions. Their POMs need no parent.
library=liviano-bom,liviano-core,liviano-vision,liviano-formats,liviano-server

# Builds the library with its sources and Javadoc and puts it into the local Maven repository; $@ goes
# to Maven. Tests and the check of the format are for ./liviano test.
build_library() {
  lock
  need_maven
  log=$state/install.log
  printf 'Installing the library… ' >&2
  started=$(date +%s)
  if ! maven -B -ntp install -Plibrary -pl "$library" -am -Dmaven.test.skip -Dfmt.skip "$@" >"$log" 2>&1 </dev/null; then
    printf 'failed\n' >&2
    first_errors "$log" >&2
    fail "the library could not be installed; Maven's whole log is $log"
  fi
  printf 'done in %d s\n' $(($(date +%s) - started)) >&2
  unlock
}

# The repository that the Maven log $1 says the library went to.
repository_of() {
  sed -n 's,.* Installing .* to \(.*\)/io/github/liviano/liviano-bom/.*\.pom$,\1,p' "$1"
}

# The version of this checkout, which the root pom states.
library_version() {
  sed -n 's,^ *<revision>\(.*\)</revision>.*,\1,p' "$root/pom.xml" | head -n 1
}

install_library() {
  build_library "$@"
  version=$(library_version)
  cat <<EOF
liviano-core, liviano-vision, liviano-formats and liviano-server $version are in $(repository_of "$log"). In the pom of your build:

<dependency>
  <groupId>io.github.liviano</groupId>
  <artifactId>liviano-vision</artifactId>
  <version>$version</version>
</dependency>
EOF
  exit 0
}

# Deploys all that is published into a folder, as into Maven Central, and holds it against what that
# asks; with --sign also by gpg's first key. $@ goes to Maven.
stage_library() {
  profiles=-Plibrary
  signed=
  if [ "${1:-}" = --sign ]; then
    profiles=-Plibrary,sign
    signed=--signed
    shift
  fi
  lock
  need_maven
  log=$state/stage.log
  stage=$root/target/central
  rm -rf "$stage"
  printf 'Deploying to %s… ' "$stage" >&2
  started=$(date +%s)
  if ! maven -B -ntp deploy "$profiles" -pl "$library,liviano-spark" -am -DskipTests -Dfmt.skip \
    "-DaltDeploymentRepository=stage::file://$stage" "$@" >"$log" 2>&1 </dev/null; then
    printf 'failed\n' >&2
    first_errors "$log" >&2
    fail "nothing was deployed; Maven's whole log is $log"
  fi
  printf 'done in %d s\n' $(($(date +%s) - started)) >&2
  unlock
  # The words of the list are artifacts.
  # shellcheck disable=SC2046
  "$jdk/bin/java" "$root/launcher/Central.java" --release $signed "$stage/io/github/liviano" \
    "$(library_version)" $(echo "$library,liviano-spark" | tr ',' ' ') ||
    fail "what is in $stage is not fit for Maven Central"
  exit 0
}
