package liviano.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the module for Spark is built, and Spark is fetched. */
@DisabledOnOs(OS.WINDOWS)
class SparkBuildTest {
  @TempDir private Path folder;
  private Checkout checkout;
  private Path library;

  @BeforeEach
  void sparkCanBeFetched() throws IOException {
    checkout = new Checkout(folder, "checkout");
    library = Files.writeString(folder.resolve("spark-sql.jar"), "spark");
    checkout.set("PEER", library.toString());
  }

  private String sparkJar() {
    return checkout.root().resolve("liviano-spark/target/liviano-spark.jar").toString();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"spark classify --input a --to b", "--offline spark", "spark embed -h"})
  void theVerbHasSparkOnItsPath(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error()).contains("Building Liviano", "Fetching spark for pictures on Spark");
    assertThat(first.words())
        .contains(
            checkout.classPath() + ":" + sparkJar() + ":" + library,
            "--sun-misc-unsafe-memory-access=allow");
    assertThat(checkout.calls()).anyMatch(call -> call.contains("liviano-spark/spark.xml"));
    checkout.ageBuild();
    assertThat(checkout.start(words.split(" ")).error()).isEmpty();
    assertMaven(1, 1);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"--version", "--help", "classify spark", "train list", "bench"})
  void otherVerbsBuildAndFetchNoneOfIt(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(checkout.calls()).noneMatch(call -> call.contains("spark"));
    assertMaven(1, 0);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNewerSourceIsBuilt() throws IOException, InterruptedException {
    checkout.start("spark", "--help");
    checkout.ageBuild();
    checkout.write("liviano-spark/src/main/java/liviano/A.java");
    assertThat(checkout.start("doctor").error()).isEmpty();
    assertThat(checkout.start("spark", "--help").error()).contains("Building pictures on Spark");
    assertMaven(2, 1);
  }

  private void assertMaven(int builds, int fetches) throws IOException {
    List<String> calls = checkout.calls();
    assertThat(calls).filteredOn(call -> call.contains("package")).hasSize(builds);
    assertThat(calls).filteredOn(call -> call.contains("build-classpath")).hasSize(fetches);
  }
}
