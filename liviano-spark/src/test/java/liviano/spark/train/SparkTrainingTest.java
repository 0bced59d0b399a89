package liviano.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.spark.LocalSpark;
import liviano.spark.SmallModels;
import liviano.train.parallel.LocalWorkers;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerCommand;
import liviano.train.parallel.WorkerPlace;
import liviano.weights.SafeTensors;
import liviano.weights.Weights;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's workers come to is what the plain launcher's do, bit for bit. */
@ExtendWith(LocalSpark.class)
@Tag("libtorch")
@Timeout(300)
class SparkTrainingTest {
  @TempDir private static Path data;
  @TempDir private Path folder;

  @BeforeAll
  static void write() throws IOException {
    Path classes = Files.createDirectory(data.resolve("classes"));
    Files.move(SmallModels.pictures(data, 15), classes.resolve("bright"));
    SmallModels.darkPictures(classes.resolve("dark"), 15);
  }

  @Test
  void twoRanksThreeSteps(SparkSession spark) throws IOException, InterruptedException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    Path onSpark = Files.createDirectory(folder.resolve("spark"));
    assertThat(
            LocalWorkers.start(
                    2, command(plain).here(), WorkerPlace.TIMEOUT, _ -> {}, System.err::println)
                .await()
                .text())
        .isEqualTo("all workers ended");
    try (WorkerCluster.Connection connection = new SparkCluster().connect("local[2]", false)) {
      assertThat(connection.run(command(onSpark), 2, folder.resolve("said"), WorkerPlace.TIMEOUT))
          .isEmpty();
    }
    Weights expected = weights(plain, 0);
    assertThat(weights(plain, 1)).isEqualTo(expected);
    assertThat(weights(onSpark, 0)).isEqualTo(expected);
    assertThat(weights(onSpark, 1)).isEqualTo(expected);
  }

  private static WorkerCommand command(Path to) {
    return new WorkerCommand(
        List.of("--enable-native-access=ALL-UNNAMED"),
        Stream.of(System.getProperty("java.class.path").split(":")).map(Path::of).toList(),
        List.of(
            TrainingProgram.class.getName(), data.resolve("classes").toString(), to.toString()));
  }

  private static Weights weights(Path folder, int rank) throws IOException {
    return SafeTensors.read(folder.resolve("worker-" + rank + ".safetensors")).weights();
  }

  @Test
  void theVerbDoesTheSame(SparkSession spark) throws IOException {
    Path plain = folder.resolve("plain");
    Path onSpark = folder.resolve("spark");
    Cli.Outcome undisturbed = train(plain);
    assertThat(undisturbed.status()).as(undisturbed.out() + undisturbed.err()).isZero();
    Cli.Outcome outcome = train(onSpark, "--on", "spark", "--master", "local[2]");
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out().lines().map(String::strip))
        .anyMatch(line -> line.startsWith("1/1"))
        .anyMatch(line -> line.startsWith("validation accuracy"));
    assertThat(outcome.out()).doesNotContain("Gloo", "WARN", "liviano: ");
    assertThat(SafeTensors.read(onSpark.resolve("last.safetensors")).weights())
        .isEqualTo(SafeTensors.read(plain.resolve("last.safetensors")).weights());
  }

  private static Cli.Outcome train(Path run, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "classification", "--data"));
    words.addAll(List.of(data.resolve("classes").toString(), "--to", run.toString()));
    words.addAll(List.of("--width", "0.35", "--resolution", "32", "--validation", "0.2"));
    words.addAll(List.of("--batch", "8", "--epochs", "1", "--workers", "2"));
    words.addAll(List.of(more));
    return Cli.piped().run(words.toArray(String[]::new));
  }
}
