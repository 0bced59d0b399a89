# The library in a Maven repository, for other builds: read by ../liviano when its first word is
# install, and by suite.sh.
# shellcheck shell=sh disable=SC2154

# The jars that programs use, and the list of their versions. What they need of this build besides is
# the root pom, their parent.
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

# The version of this checkout: the first that the root pom states.
library_version() {
  sed -n 's,^ *<version>\(.*\)</version>.*,\1,p' "$root/pom.xml" | head -n 1
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
