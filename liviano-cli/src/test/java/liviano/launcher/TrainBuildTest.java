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

/** When the module that trains is built, and libtorch is fetched. */
@DisabledOnOs(OS.WINDOWS)
class TrainBuildTest {
  @TempDir private Path folder;
  private Checkout checkout;
  private Path library;

  @BeforeEach
  void libtorchCanBeFetched() throws IOException {
    checkout = new Checkout(folder, "checkout");
    library = Files.writeString(folder.resolve("libtorch.jar"), "native");
    checkout.set("PEER", library.toString());
  }

  private String trainJar() {
    return checkout.root().resolve("liviano-train/target/liviano-train.jar").toString();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "train classification --data d --to r",
        "--offline train --resume r",
        "lab ablation",
        "lab --json ablation"
      })
  void trainingHasLibtorchOnItsPath(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error()).contains("Building Liviano", "Fetching libtorch for training");
    assertThat(first.words()).contains(checkout.classPath() + ":" + trainJar() + ":" + library);
    checkout.ageBuild();
    assertThat(checkout.start(words.split(" ")).error()).isEmpty();
    assertMaven(1, 1);
  }

  /** Workers that Spark starts have libtorch, and none of Spark. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"train classification --on spark", "train --resume r --on=spark"})
  void onSparkBothAreOnItsPath(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error()).contains("Fetching libtorch", "Fetching spark");
    String sparkJar = trainJar().replace("train", "spark");
    String worker = checkout.classPath() + ":" + trainJar() + ":" + library;
    assertThat(first.words())
        .contains(
            checkout.classPath()
                + ":"
                + trainJar()
                + ":"
                + sparkJar
                + ":"
                + library
                + ":"
                + library,
            "-Dliviano.worker.path=" + worker,
            "--sun-misc-unsafe-memory-access=allow");
    checkout.ageBuild();
    assertThat(checkout.start(words.split(" ")).error()).isEmpty();
    assertMaven(1, 2);
    checkout.write("liviano-spark/src/main/java/liviano/A.java");
    assertThat(checkout.start("train", "list").error()).isEmpty();
    assertThat(checkout.start(words.split(" ")).error()).contains("Building training");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"train list --on spark", "train detection --on spark --help"})
  void lookingAtItOnSparkFetchesNothing(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.words()).contains(checkout.classPath() + ":" + trainJar());
    assertMaven(1, 0);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"--device cuda", "--device=cuda"})
  void aGraphicsCardHasALibtorchOfItsOwn(String device) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(("train --resume r " + device).split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.error()).contains("Fetching libtorchcuda for training");
    assertThat(checkout.calls()).anyMatch(call -> call.contains("liviano-train/libtorchcuda.xml"));
    assertThat(checkout.calls()).noneMatch(call -> call.contains("liviano-train/libtorch.xml"));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {"train", "train --help", "train list", "train show r", "train detection -h"})
  void lookingAtItFetchesNothing(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.words()).contains(checkout.classPath() + ":" + trainJar());
    assertMaven(1, 0);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(strings = {"classify train", "lab memory", "--help", "teach train --to m"})
  void otherVerbsBuildNoneOfIt(String words) throws IOException, InterruptedException {
    Checkout.Outcome first = checkout.start(words.split(" "));
    assertThat(first.status()).as(first.error()).isZero();
    assertThat(first.words()).contains(checkout.classPath());
    assertThat(checkout.calls()).noneMatch(call -> call.contains("liviano-train"));
    assertMaven(1, 0);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNewerSourceIsBuilt() throws IOException, InterruptedException {
    checkout.start("train", "list");
    checkout.ageBuild();
    checkout.write("liviano-train/src/main/java/liviano/A.java");
    assertThat(checkout.start("doctor").error()).isEmpty();
    assertThat(checkout.start("train", "list").error()).contains("Building training");
    assertMaven(2, 0);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void libtorchIsFetchedAsItIsAskedForNow() throws IOException, InterruptedException {
    checkout.start("train", "classification");
    checkout.ageBuild();
    checkout.write("liviano-train/libtorch.xml");
    assertThat(checkout.start("train", "classification").error()).contains("Fetching libtorch");
    assertMaven(1, 2);
  }

  private void assertMaven(int builds, int fetches) throws IOException {
    List<String> calls = checkout.calls();
    assertThat(calls).filteredOn(call -> call.contains("package")).hasSize(builds);
    assertThat(calls).filteredOn(call -> call.contains("build-classpath")).hasSize(fetches);
  }
}
