# What installs a JDK or Maven on this system: read by ../liviano when one is missing.
# shellcheck shell=sh disable=SC2154

TEMURIN='https://adoptium.net/temurin/releases/?version=25'
SDKMAN_JDK=25.0.3-tem

has() {
  command -v "$1" >/dev/null 2>&1
}

# What comes before a command that changes the system.
as_root() {
  [ "$(id -u)" -eq 0 ] || ! has sudo || printf 'sudo '
}

# Runs a package manager's question: quietly, in English, without end or input it is not answered.
question() {
  if has timeout; then
    LC_ALL=C timeout 10 "$@" 2>/dev/null </dev/null
  else
    LC_ALL=C "$@" 2>/dev/null </dev/null
  fi
}

# The version of the package $2 that the manager $1 would install, by what it knows without asking
# the network; empty where it knows none.
candidate() {
  case $1 in
    apt-get) question apt-cache policy "$2" | sed -n 's/^ *Candidate: *\([0-9].*\)/\1/p' ;;
    dnf) question dnf -C -q info "$2" | sed -n 's/^Version *: *//p' | head -n 1 ;;
    zypper) question zypper -n --no-refresh info "$2" | sed -n 's/^Version *: *//p' ;;
    pacman) question pacman -Si "$2" | sed -n 's/^Version *: *//p' | head -n 1 ;;
    apk) question apk policy "$2" | sed -n '2s/^ *\(.*\):$/\1/p' ;;
  esac
}

# Whether the manager $1 has a package $2 that is new enough.
offers_jdk() {
  offered=$(candidate "$1" "$2")
  is_new_enough "${offered#*:}"
}

# Prints the package of the manager $1 that brings a JDK that is new enough.
jdk_package() {
  case $1 in
    apt-get) packages='openjdk-25-jdk-headless temurin-25-jdk' ;;
    dnf) packages='java-25-openjdk-devel java-latest-openjdk-devel temurin-25-jdk' ;;
    zypper) packages='java-25-openjdk-devel temurin-25-jdk' ;;
    pacman) packages='jdk25-openjdk jdk-openjdk' ;;
    apk) packages=openjdk25-jdk ;;
    *) return 1 ;;
  esac
  for package in $packages; do
    if offers_jdk "$1" "$package"; then
      echo "$package"
      return
    fi
  done
  return 1
}

# The line by which the manager $1 installs the packages $2.
line() {
  case $1 in
    brew) echo "brew install $2" ;;
    pacman) echo "$(as_root)pacman -S $2" ;;
    apk) echo "$(as_root)apk add $2" ;;
    *) echo "$(as_root)$1 install $2" ;;
  esac
}

# The package manager of this system; empty where it is none of these.
manager() {
  for name in apt-get dnf zypper pacman apk brew; do
    if has "$name"; then
      echo "$name"
      return
    fi
  done
}

# Prints how SDKMAN installs $1, for which it needs no system's consent, and how to get what it needs
# itself; nothing where it cannot serve: its JDKs are none for musl.
sdkman_line() {
  [ -n "${HOME:-}" ] && [ "$manager" != apk ] || return 0
  if [ -r "${SDKMAN_DIR:-$HOME/.sdkman}/bin/sdkman-init.sh" ]; then
    echo "sdk install $1"
    return
  fi
  needs=
  for program in bash curl unzip zip; do
    has "$program" || needs="$needs $program"
  done
  [ -z "$needs" ] || [ -n "$manager" ] || return 0
  # shellcheck disable=SC2016
  printf '%s%s\n' "${needs:+$(line "$manager" "${needs# }") && }" \
    "curl -s https://get.sdkman.io | bash && bash -c '. \"\$HOME/.sdkman/bin/sdkman-init.sh\" && sdk install $1'"
}

# Prints how to install what is missing: maven, or java, or jdk, which builds, and Maven with it where
# that is missing too.
how_to_install() {
  manager=$(manager)
  if [ "$1" = maven ]; then
    if [ -n "$manager" ]; then
      line "$manager" maven
    else
      how=$(sdkman_line maven)
      echo "${how:-https://maven.apache.org/install.html}"
    fi
    return
  fi
  maven=
  [ "$1" = java ] || has mvn || maven=maven
  case $manager in
    brew) package=openjdk@25 ;;
    *) package=$(jdk_package "$manager") ;;
  esac
  if [ -n "$package" ]; then
    line "$manager" "$package${maven:+ $maven}"
    return
  fi
  how=$(sdkman_line "java $SDKMAN_JDK")
  echo "${how:-$TEMURIN}"
}
