package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where a JDK or Maven is missing, on systems of many kinds. */
@DisabledOnOs(OS.WINDOWS)
class InstallAdviceTest {
  private static final String NO_JDK =
      "liviano: no JDK 25.0.3 or later found; install one, or set JAVA_HOME to it: ";
  private static final String NO_MAVEN =
      "liviano: Maven is needed to build, and no mvn is on PATH; install it: ";
  private static final String SDKMAN =
      "curl -s https://get.sdkman.io | bash && bash -c '. \"$HOME/.sdkman/bin/sdkman-init.sh\" &&"
          + " sdk install java 25.0.3-tem'";

  /**
   * An apt-cache, dnf, zypper, pacman and apk that offer the version OFFERED of the package
   * PACKAGE.
   */
  private static final String MANAGER =
      """
      #!/bin/sh
      for word in "$@"; do last=$word; done
      [ "$last" = "${PACKAGE:-}" ] || exit 1
      case ${0##*/} in
        apt-cache) printf '%s:\\n  Installed: (none)\\n  Candidate: %s\\n' "$last" "$OFFERED" ;;
        dnf | zypper | pacman) printf 'Name    : %s\\nVersion : %s\\n' "$last" "$OFFERED" ;;
        apk) printf '%s policy:\\n  %s:\\n    https://example.org/main\\n' "$last" "$OFFERED" ;;
      esac
      """;

  @TempDir private Path folder;
  private Checkout checkout;

  /** A system without a JDK, whatever this machine has, where the user is root. */
  @BeforeEach
  void hasNoJdk() throws IOException {
    checkout = new Checkout(folder, "checkout");
    checkout.set("LIVIANO_JAVA_HOME", null);
    Path finder = checkout.root().resolve("launcher/java.sh");
    Files.writeString(
        finder, Files.readString(finder).replaceAll("(?<= )/(usr|opt|Library)/", "/hidden/$1/"));
    checkout.program("id", "#!/bin/sh\necho 0\n");
    for (String program : new String[] {"bash", "curl", "zip", "unzip"}) {
      checkout.program(program, "");
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "apt-get, openjdk-25-jdk-headless, 25.0.3+9-1~deb13u1, apt-get install openjdk-25-jdk-headless",
    "apt-get, temurin-25-jdk, 25.0.3.0.0+9-0, apt-get install temurin-25-jdk",
    "dnf, java-25-openjdk-devel, 25.0.4.0.5, dnf install java-25-openjdk-devel",
    "dnf, java-latest-openjdk-devel, 26.0.1.0.8, dnf install java-latest-openjdk-devel",
    "zypper, java-25-openjdk-devel, 25.0.3.0-150600.3.3.1, zypper install java-25-openjdk-devel",
    "pacman, jdk-openjdk, 26.0.1.u8-1, pacman -S jdk-openjdk",
    "pacman, jdk25-openjdk, 1:25.0.3.u9-1, pacman -S jdk25-openjdk",
    "apk, openjdk25-jdk, 25.0.3_p9-r0, apk add openjdk25-jdk",
  })
  void thePackageOfTheSystemWhereItIsNewEnough(
      String manager, String name, String offered, String line)
      throws IOException, InterruptedException {
    offer(manager, name, offered);
    assertAdvised(NO_JDK + line);
    checkout.without("mvn");
    assertAdvised(NO_JDK + line + " maven");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "apt-get, openjdk-25-jdk-headless, 25.0.2+10-1",
    "apt-get, openjdk-25-jdk-headless, (none)",
    "apt-get, openjdk-21-jdk-headless, 25.0.3",
    "dnf, java-25-openjdk-devel, 25.0.1.0.8",
    "zypper, java-25-openjdk-devel, 25",
    "pacman, jdk-openjdk, 24.0.2.u12-1",
  })
  void sdkmanWhereThePackageIsTooOld(String manager, String name, String offered)
      throws IOException, InterruptedException {
    offer(manager, name, offered);
    assertAdvised(NO_JDK + SDKMAN);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void sdkmansOwnNeedsComeFirst() throws IOException, InterruptedException {
    offer("apt-get", "openjdk-25-jdk-headless", "25.0.1");
    checkout.without("zip", "curl");
    assertAdvised(NO_JDK + "apt-get install curl zip && " + SDKMAN);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void sdkmanThatIsThereIsAskedByItsName() throws IOException, InterruptedException {
    Path script = folder.resolve("home/.sdkman/bin/sdkman-init.sh");
    Files.createDirectories(script.getParent());
    Files.createFile(script);
    assertAdvised(NO_JDK + "sdk install java 25.0.3-tem");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void brewHasTheNewest() throws IOException, InterruptedException {
    checkout.program("brew", "#!/bin/sh\nexit 1\n");
    checkout.without("mvn");
    assertAdvised(NO_JDK + "brew install openjdk@25 maven");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theSiteWhereNothingElseServes() throws IOException, InterruptedException {
    checkout.without("curl");
    assertAdvised(NO_JDK + "https://adoptium.net/temurin/releases/?version=25");
    // SDKMAN's JDKs do not run on musl.
    offer("apk", "openjdk25-jdk", "25.0.1_p8-r0");
    assertAdvised(NO_JDK + "https://adoptium.net/temurin/releases/?version=25");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aUserWhoIsNotRootAsksRoot() throws IOException, InterruptedException {
    checkout.program("id", "#!/bin/sh\necho 1000\n");
    checkout.program("sudo", "");
    offer("apt-get", "openjdk-25-jdk-headless", "25.0.3");
    assertAdvised(NO_JDK + "sudo apt-get install openjdk-25-jdk-headless");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "apt-get, apt-get install maven",
    "dnf, dnf install maven",
    "zypper, zypper install maven",
    "pacman, pacman -S maven",
    "apk, apk add maven",
    "brew, brew install maven",
    "none, curl -s https://get.sdkman.io | bash && bash -c '. \"$HOME/.sdkman/bin/sdkman-init.sh\""
        + " && sdk install maven'",
  })
  void mavenIsInstalledLikewise(String manager, String line)
      throws IOException, InterruptedException {
    checkout.set("LIVIANO_JAVA_HOME", folder.resolve("jdk").toString());
    checkout.without("mvn");
    if (!manager.equals("none")) {
      checkout.program(manager, "#!/bin/sh\nexit 1\n");
    }
    assertAdvised(NO_MAVEN + line);
    assertThat(checkout.start("test").error()).isEqualTo(NO_MAVEN + line + "\n");
  }

  private void offer(String manager, String name, String version) throws IOException {
    checkout.program(manager, MANAGER);
    checkout.program("apt-cache", MANAGER);
    checkout.set("PACKAGE", name);
    checkout.set("OFFERED", version);
  }

  private void assertAdvised(String line) throws IOException, InterruptedException {
    Checkout.Outcome outcome = checkout.start("doctor");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.error()).isEqualTo(line + "\n");
  }
}
