package liviano.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import liviano.cli.CommandException;
import liviano.spark.LocalSpark;
import liviano.train.parallel.WorkerCluster;
import liviano.train.parallel.WorkerCommand;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers as tasks of a barrier stage, whatever they do. */
@ExtendWith(LocalSpark.class)
@Timeout(120)
class SparkClusterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private Optional<String> run(String what, int workers) throws InterruptedException {
    try (WorkerCluster.Connection connection = connect()) {
      return connection.run(command(what), workers, folder.resolve("said"), TIMEOUT);
    }
  }

  private static WorkerCluster.Connection connect() {
    return new SparkCluster().connect("local[2]", false);
  }

  private WorkerCommand command(String what) {
    return new WorkerCommand(
        List.of("-XX:TieredStopAtLevel=1"),
        Stream.of(System.getProperty("java.class.path").split(":")).map(Path::of).toList(),
        List.of(WorkerProgram.class.getName(), what, folder.toString()));
  }

  private List<String> place(int rank) throws IOException {
    return List.of(Files.readString(folder.resolve("place-" + rank)).split(" "));
  }

  @Test
  void workersKnowTheirPlacesAndTheFirstIsHeard(SparkSession spark) throws Exception {
    assertThat(run("well", 2)).isEmpty();
    assertThat(place(0)).startsWith("0", "2", "2").hasSize(5);
    assertThat(place(1)).startsWith("1", "2", "2");
    assertThat(place(1).subList(3, 5)).isEqualTo(place(0).subList(3, 5));
    assertThat(Files.readString(folder.resolve("said")).lines())
        .containsExactlyInAnyOrder(
            "worker 0 says ñ", "liviano: of the JVM", "liviano: its last words");
    assertThat(run("well", 1)).isEmpty();
    assertThat(place(0)).startsWith("0", "1", "1");
    assertThat(Files.readString(folder.resolve("said")).lines()).hasSize(6);
  }

  @Test
  void theFirstThatEndsBadlyIsNamed(SparkSession spark) throws InterruptedException {
    assertThat(run("badly", 2)).hasValue("worker 1 ended with status 7: its last words");
  }

  @Test
  void aKilledWorkerIsNamed(SparkSession spark) throws InterruptedException {
    assertThat(run("killed", 2)).hasValue("worker 1 was killed by signal 9: its last words");
  }

  @Test
  void workersThatAreStoppedKeepWhatTheyHave(SparkSession spark) throws Exception {
    try (WorkerCluster.Connection connection = connect()) {
      CompletableFuture<Optional<String>> running =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return connection.run(command("stopped"), 2, folder.resolve("said"), TIMEOUT);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      awaitFile("place-0");
      awaitFile("place-1");
      TimeUnit.MILLISECONDS.sleep(500); // their hooks
      connection.stop();
      assertThat(running.get(60, TimeUnit.SECONDS)).isPresent();
      awaitFile("kept-0");
      awaitFile("kept-1");
    }
  }

  private void awaitFile(String name) throws InterruptedException {
    while (Files.notExists(folder.resolve(name))) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void thereMustBeRoomForAll(SparkSession spark) {
    assertThatThrownBy(() -> run("well", 3))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "--master local[2] has no room for 3 workers at the same time: each takes a processor");
  }

  @Test
  void whatIsLostIsSaidInOneLine() {
    assertThat(
            StageFailure.words(
                new IllegalStateException(
                    "Job aborted due to stage failure: Could not recover from a failed barrier"
                        + " ResultStage. Most recent failure reason: Stage failed because barrier"
                        + " task ResultTask(0, 1) finished unsuccessfully.\n"
                        + "ExecutorLostFailure (executor 1 exited unrelated to the running tasks)"
                        + " Reason: Remote RPC client disassociated.\nDriver stacktrace:")))
        .isEqualTo("Spark has lost executor 1: Remote RPC client disassociated.");
    assertThat(
            StageFailure.words(
                new IllegalStateException(
                    "Job aborted due to stage failure: Could not recover from a failed barrier"
                        + " ResultStage. Most recent failure reason: Stage failed because barrier"
                        + " task ResultTask(3, 0) finished unsuccessfully.\n"
                        + "java.io.UncheckedIOException: no java\n\tat a.b(C.java:5)\n")))
        .isEqualTo("a task of Spark's failed: java.io.UncheckedIOException: no java");
    assertThat(StageFailure.words(new IllegalStateException("first\nsecond")))
        .isEqualTo("Spark: first");
  }

  @Test
  void archivesAndWhatTheyNameAreBroughtOnce() {
    assertThatThrownBy(() -> WorkerArchives.share(List.of(folder), null))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("workers of other machines need archives");
  }
}
