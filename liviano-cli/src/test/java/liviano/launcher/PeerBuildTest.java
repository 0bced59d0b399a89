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

/** When the side-by-side bench is built, and its engines are fetched. */
@DisabledOnOs(OS.WINDOWS)
class PeerBuildTest {
  private static final String[] SIDE_BY_SIDE = {"bench", "--vs", "tflite"};

  @TempDir private Path folder;
  private Checkout checkout;
  private Path library;

  @BeforeEach
  void isBuiltAndFetched() throws IOException, InterruptedException {
    checkout = new Checkout(folder, "checkout");
    library = Files.writeString(folder.resolve("tflite.jar"), "native");
    checkout.set("PEER", library.toString());
    Checkout.Outcome first = checkout.start(SIDE_BY_SIDE);
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error().lines()).hasSize(2);
    assertThat(first.words())
        .contains(
            "-Dliviano.bench.peers=" + checkout.root().resolve("liviano-bench/target/peers"),
            checkout.classPath()
                + ":"
                + checkout.root().resolve("liviano-bench/target/liviano-bench.jar"))
        .noneMatch(word -> word.contains("AOTCache"));
    assertMaven(1, 1);
    checkout.ageBuild();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsThereIsNotMadeAgain() throws IOException, InterruptedException {
    assertThat(checkout.start(SIDE_BY_SIDE).error()).isEmpty();
    assertThat(checkout.start("bench", "--vs=tflite").error()).isEmpty();
    assertThat(checkout.start("bench", "--ceilings").error()).isEmpty();
    assertThat(checkout.start("bench").error()).isEmpty();
    assertMaven(1, 1);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "liviano-bench/src/main/java/liviano/A.java",
        "liviano-bench/src/main/resources/liviano/a.txt",
        "liviano-bench/pom.xml",
        "liviano-core/src/main/java/liviano/A.java",
        "liviano-cli/pom.xml",
        "liviano-paper/src/main/java/liviano/A.java",
      })
  void aNewerSourceIsBuilt(String file) throws IOException, InterruptedException {
    checkout.write(file);
    assertThat(checkout.start(SIDE_BY_SIDE).status()).isZero();
    assertMaven(2, 1);
    assertThat(checkout.start(SIDE_BY_SIDE).error()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anArchiveThatIsGoneIsBuilt() throws IOException, InterruptedException {
    checkout.delete("liviano-bench/target/liviano-bench.jar");
    assertThat(checkout.start("bench").error()).isEmpty();
    assertThat(checkout.start("bench", "--ceilings").status()).isZero();
    assertMaven(2, 1);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"pom.xml", "liviano-bench/peers/tflite.xml"})
  void anEngineIsFetchedAsItIsAskedForNow(String file) throws IOException, InterruptedException {
    checkout.write(file);
    assertThat(checkout.start(SIDE_BY_SIDE).error()).contains("Fetching tflite");
    assertThat(checkout.start(SIDE_BY_SIDE).error()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anEngineWhoseLibraryIsGoneIsFetched() throws IOException, InterruptedException {
    Files.delete(library);
    assertThat(checkout.start(SIDE_BY_SIDE).error()).contains("Fetching tflite");
    assertMaven(1, 2);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatIsAskedForOtherwiseDuringAFetchIsFetchedNextTime()
      throws IOException, InterruptedException {
    checkout.write("liviano-bench/peers/tflite.xml");
    checkout.meanwhile(
        "sleep 0.1\n: >>liviano-bench/peers/tflite.xml\ntouch liviano-bench/peers/tflite.xml");
    assertThat(checkout.start(SIDE_BY_SIDE).status()).isZero();
    assertMaven(1, 2);
    checkout.meanwhile("exit 0");
    assertThat(checkout.start(SIDE_BY_SIDE).error()).contains("Fetching tflite");
    assertMaven(1, 3);
  }

  private void assertMaven(int builds, int fetches) throws IOException {
    List<String> calls = checkout.calls();
    assertThat(calls).filteredOn(call -> call.contains("package")).hasSize(builds);
    assertThat(calls).filteredOn(call -> call.contains("build-classpath")).hasSize(fetches);
  }
}
