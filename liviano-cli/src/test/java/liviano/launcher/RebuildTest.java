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

/** What makes ./liviano build again, and what does not. */
@DisabledOnOs(OS.WINDOWS)
class RebuildTest {
  private static final String BUILD = "-B -q -ntp package -pl liviano-paper -am -DskipTests";
  private static final String RECORDED = "recorded";

  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void isBuilt() throws IOException, InterruptedException {
    checkout = new Checkout(folder, "a checkout");
    Checkout.Outcome first = checkout.start("doctor");
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error()).matches("Building Liviano for the first time… done in \\d+ s\n");
    assertThat(first.words()).endsWith("liviano.cli.Main", "doctor");
    assertThat(checkout.calls()).containsExactly(BUILD, RECORDED);
    checkout.ageBuild();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsBuiltStartsWithoutMaven() throws IOException, InterruptedException {
    checkout.without("mvn");
    Checkout.Outcome again = checkout.start("doctor");
    assertThat(again.status()).isZero();
    assertThat(again.error()).isEmpty();
    assertThat(checkout.calls()).hasSize(2);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "pom.xml",
        ".mvn/maven.config",
        ".mvn/jvm.config",
        "liviano",
        "launcher/build.sh",
        "liviano-core/pom.xml",
        "liviano-vision/pom.xml",
        "liviano-formats/pom.xml",
        "liviano-server/pom.xml",
        "liviano-cli/pom.xml",
        "liviano-paper/pom.xml",
        "liviano-core/src/main/java/liviano/A.java",
        "liviano-vision/src/main/java/liviano/A.java",
        "liviano-formats/src/main/java/liviano/A.java",
        "liviano-server/src/main/java/liviano/A.java",
        "liviano-cli/src/main/java/liviano/A.java",
        "liviano-paper/src/main/java/liviano/A.java",
        "liviano-core/src/main/resources/liviano/a.txt",
        "liviano-vision/src/main/resources/liviano/a.txt",
        "liviano-formats/src/main/resources/liviano/a.txt",
        "liviano-cli/src/main/resources/liviano/a.txt",
        "liviano-paper/src/main/resources/liviano/a.txt",
        "liviano-core/src/main/java/liviano/New.java",
        "liviano-cli/src/main/resources/META-INF/services/liviano.New",
        "liviano-cli/target/lib/liviano-core.jar",
        "liviano-cli/target/lib/another.jar",
        "liviano-cli/target/liviano-cli.jar",
        "liviano-paper/target/liviano-paper.jar",
      })
  void aNewerFileIsBuiltAndTheClassCacheRecorded(String file)
      throws IOException, InterruptedException {
    checkout.write(file);
    assertBuiltAgain();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "liviano-core/src/main/java/liviano/A.java",
        "liviano-vision/src/main/java/liviano/A.java",
        "liviano-formats/src/main/java/liviano/A.java",
        "liviano-cli/src/main/java/liviano/A.java",
        "liviano-paper/src/main/java/liviano/A.java",
        "liviano-core/src/main/resources/liviano/a.txt",
        "liviano-cli/src/main/resources/liviano",
        "liviano-cli/target/lib/liviano-core.jar",
        "liviano-cli/target/lib",
        "liviano-cli/target/liviano-cli.jar",
        "liviano-paper/target/liviano-paper.jar",
        "liviano-cli/target/launcher.stamp",
        "liviano-cli/target/launcher.finished",
      })
  void aFileThatIsGoneIsNoticed(String file) throws IOException, InterruptedException {
    checkout.delete(file);
    assertBuiltAgain();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "liviano-core/src/test/java/liviano/ATest.java",
        "liviano-bench/pom.xml",
        "liviano-bench/src/main/java/liviano/A.java",
        "liviano-bench/peers/tflite.xml",
        "liviano-core/target/classes/liviano/A.class",
        "docs/page.md",
        "README.md",
      })
  void whatTheCommandIsNotMadeOfStartsNoBuild(String file)
      throws IOException, InterruptedException {
    checkout.write(file);
    assertThat(checkout.start("doctor").error()).isEmpty();
    assertThat(checkout.calls()).hasSize(2);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "echo >>liviano-core/src/main/java/liviano/A.java",
        "echo >liviano-formats/src/main/java/liviano/New.java",
        "rm liviano-vision/src/main/resources/liviano/a.txt",
        "echo >>liviano-cli/pom.xml",
      })
  void whatChangesDuringABuildIsBuiltOnceMore(String change)
      throws IOException, InterruptedException {
    checkout.write("pom.xml");
    checkout.meanwhile("[ ! -e .mvn/changed ] || exit 0\n: >.mvn/changed\nsleep 0.1\n" + change);
    assertThat(checkout.start("doctor").status()).isZero();
    assertThat(checkout.calls()).containsExactly(BUILD, RECORDED, BUILD, RECORDED, BUILD, RECORDED);
    assertThat(checkout.start("doctor").error()).isEmpty();
    assertThat(checkout.calls()).hasSize(6);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aBuildThatFailsIsTriedAgainByTheNextStart() throws IOException, InterruptedException {
    checkout.write("liviano-core/src/main/java/liviano/A.java");
    checkout.meanwhile("echo '[ERROR] A.java: no such thing -> [Help 1]'\nexit 1");
    Checkout.Outcome failed = checkout.start("doctor");
    assertThat(failed.status()).isEqualTo(2);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.error().lines())
        .containsExactly(
            "Building Liviano again, it has changed… failed",
            "A.java: no such thing",
            "liviano: the build failed; Maven's whole log is "
                + checkout.root().resolve(".liviano/build.log"));

    checkout.meanwhile("exit 0");
    assertThat(checkout.start("doctor").status()).isZero();
    assertThat(checkout.calls()).containsExactly(BUILD, RECORDED, BUILD, BUILD, RECORDED);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(booleans = {true, false})
  void anInterruptedBuildIsMadeAnew(boolean withFlock) throws Exception {
    if (!withFlock) {
      checkout.without("flock");
    }
    checkout.write("liviano-core/src/main/java/liviano/A.java");
    checkout.meanwhile(": >.mvn/started\nexec sleep 30");
    Checkout.Running running = checkout.begin("doctor");
    while (!Files.exists(checkout.root().resolve(".mvn/started"))) {
      assertThat(running.process().isAlive()).isTrue();
      Thread.sleep(5);
    }
    running.process().descendants().forEach(ProcessHandle::destroy);
    running.process().destroy();
    assertThat(running.end().status()).isNotZero();

    checkout.meanwhile("exit 0");
    assertThat(checkout.start("doctor").status()).isZero();
    assertThat(checkout.calls()).containsExactly(BUILD, RECORDED, BUILD, BUILD, RECORDED);
  }

  private void assertBuiltAgain() throws IOException, InterruptedException {
    Checkout.Outcome again = checkout.start("doctor");
    assertThat(again.status()).isZero();
    assertThat(again.error()).matches("Building Liviano .*… done in \\d+ s\n");
    assertThat(checkout.calls()).containsExactly(BUILD, RECORDED, BUILD, RECORDED);
    assertThat(checkout.start("doctor").error()).isEmpty();
    assertThat(checkout.calls()).hasSize(4);
  }
}
