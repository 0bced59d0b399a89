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

/** What {@code ./liviano install} asks of Maven, and what it says then. */
@DisabledOnOs(OS.WINDOWS)
class LibraryInstallTest {
  private static final String CALL =
      "-B -ntp install -Plibrary -pl liviano-bom,liviano-core,liviano-vision,liviano-formats,liviano-server -am"
          + " -Dmaven.test.skip -Dfmt.skip";

  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void isThere() throws IOException {
    checkout = new Checkout(folder, "checkout");
    Files.writeString(
        checkout.root().resolve("pom.xml"),
        "<project>\n  <version>${revision}</version>\n    <revision>1.2.3</revision>\n</project>\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theLastLinesAreCoordinatesToPaste() throws IOException, InterruptedException {
    checkout.meanwhile(
        """
        echo '[INFO] Installing /a/pom.xml to /home/a b/m2/io/github/liviano/liviano-bom/1.2.3/b.pom'
        echo '[INFO] Installing /c/pom.xml to /home/a b/m2/io/github/liviano/liviano-core/1.2.3/c.pom'
        """);
    Checkout.Outcome outcome = checkout.start("install");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.error()).matches("Installing the library… done in \\d+ s\n");
    assertThat(outcome.out())
        .isEqualTo(
            """
            liviano-core, liviano-vision, liviano-formats and liviano-server 1.2.3 are in /home/a b/m2. In the pom of your build:

            <dependency>
              <groupId>io.github.liviano</groupId>
              <artifactId>liviano-vision</artifactId>
              <version>1.2.3</version>
            </dependency>
            """);
    assertThat(checkout.calls()).containsExactly(CALL);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void mavenIsGivenTheUsersArguments() throws IOException, InterruptedException {
    assertThat(checkout.start("install", "-o", "-Dmaven.repo.local=/a b").status()).isZero();
    assertThat(checkout.calls()).containsExactly(CALL + " -o -Dmaven.repo.local=/a b");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aRepositoryThatIsNamedNeedsNoHome() throws IOException, InterruptedException {
    checkout.set("HOME", "/nonexistent");
    checkout.asUnknownUser();
    checkout.start("install", "-Dmaven.repo.local=/elsewhere");
    assertThat(checkout.calls()).containsExactly(CALL + " -Dmaven.repo.local=/elsewhere");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aFailureIsTheFirstErrorsAndTheLog() throws IOException, InterruptedException {
    checkout.meanwhile("echo '[ERROR] no such plugin'\nexit 1");
    Checkout.Outcome outcome = checkout.start("install");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.error())
        .isEqualTo(
            "Installing the library… failed\nno such plugin\n"
                + "liviano: the library could not be installed; Maven's whole log is "
                + checkout.root().resolve(".liviano/install.log")
                + "\n");
  }
}
