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
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./liviano test} makes of Maven's words and of what a run leaves behind. */
@DisabledOnOs(OS.WINDOWS)
class SuiteTest {
  private static final String TWO_MODULES =
      """
      echo '[INFO] Tests run: 5, Failures: 0, Errors: 0, Skipped: 1'
      echo '[WARNING] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s - in Some'
      echo '[INFO] Tests run: 7, Failures: 0, Errors: 0, Skipped: 0'
      """;

  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void isThere() throws IOException {
    checkout = new Checkout(folder, "checkout");
    theExampleSays("Tests run: 3, Failures: 0, Errors: 0, Skipped: 1");
  }

  /** In place of the example of another build, which needs a library to install. */
  private void theExampleSays(String totals) throws IOException {
    Files.writeString(
        checkout.root().resolve("launcher/example.sh"),
        "try_example() { echo \"[INFO] " + totals + "\"; }\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theModulesAreCountedTogether() throws IOException, InterruptedException {
    checkout.meanwhile(TWO_MODULES);
    Checkout.Outcome outcome = checkout.start("test", "-Dtest=Some");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).endsWith("\n11 passed, 0 failed, 1 skipped\n");
    assertThat(outcome.error()).isEmpty();
    assertThat(checkout.calls()).containsExactly("-B -ntp --fail-at-end verify -Dtest=Some");
    assertThat(checkout.root().resolve(".liviano")).isEmptyDirectory();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aFailureIsCountedAndFails() throws IOException, InterruptedException {
    checkout.meanwhile("echo '[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 0'\nexit 1");
    Checkout.Outcome outcome = checkout.start("test");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).endsWith("\n3 passed, 2 failed, 0 skipped\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theExampleIsTriedAfterTheWholeSuiteAndCounted() throws IOException, InterruptedException {
    checkout.meanwhile(TWO_MODULES);
    Checkout.Outcome outcome = checkout.start("test", "-o");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).endsWith("\n13 passed, 0 failed, 2 skipped\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anExampleThatFailsIsCountedAndFails() throws IOException, InterruptedException {
    theExampleSays("Tests run: 3, Failures: 1, Errors: 0, Skipped: 0");
    checkout.meanwhile(TWO_MODULES);
    Checkout.Outcome outcome = checkout.start("test");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).endsWith("\n13 passed, 1 failed, 1 skipped\n");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"-pl=liviano-core", "-Dgroups=locale", "-rf=:liviano-cli", "-N"})
  void aPartOfTheSuiteTriesNoExample(String part) throws IOException, InterruptedException {
    checkout.meanwhile(TWO_MODULES);
    assertThat(checkout.start("test", part).out()).endsWith("\n11 passed, 0 failed, 1 skipped\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSuiteWithoutATestFails() throws IOException, InterruptedException {
    Checkout.Outcome outcome = checkout.start("test");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.error()).isEqualTo("liviano: no test ran\n");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "hs_err_pid12.log",
        "liviano-core/hs_err_pid12.log",
        "liviano-cli/target/hs_err_pid12.log",
        "liviano-bench/replay_pid12.log",
        "core.12",
      })
  void aCrashThatLeavesItsReportFails(String report) throws IOException, InterruptedException {
    checkout.meanwhile(TWO_MODULES + "mkdir -p liviano-cli/target\nsleep 0.1\n: >" + report);
    Checkout.Outcome outcome = checkout.start("test");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.error())
        .isEqualTo("liviano: a JVM crashed and left " + checkout.root().resolve(report) + "\n");
    assertThat(outcome.out()).endsWith("\n13 passed, 0 failed, 2 skipped\n");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anOlderReportIsNotThisRuns() throws IOException, InterruptedException {
    checkout.write("hs_err_pid12.log");
    checkout.age();
    checkout.meanwhile(TWO_MODULES);
    assertThat(checkout.start("test").status()).isZero();
  }
}
