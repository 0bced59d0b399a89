package liviano.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("libtorch")
@Timeout(120)
class LocalWorkersTest {
  private final List<String> out = Collections.synchronizedList(new ArrayList<>());

  private LocalWorkers.Outcome run(String what) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerProgram.class.getName(),
            what);
    return LocalWorkers.start(2, command, Duration.ofSeconds(4), out::add, _ -> {}).await();
  }

  @Test
  void numbersAreAddedUpAndSpread() throws IOException, InterruptedException {
    assertThat(run("talk").text()).isEqualTo("all workers ended");
    assertThat(out).containsExactly("sums [[3.0, 10.0], [100.0]]");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGroupThatIsClosedLeavesNoThreads() throws IOException, InterruptedException {
    assertThat(run("leave").text()).isEqualTo("all workers ended");
    assertThat(out).containsExactly("threads started", "none left");
  }

  @Test
  void gradientsAreThoseOfAllWorkers() throws IOException, InterruptedException {
    assertThat(run("train").text()).isEqualTo("all workers ended");
    assertThat(out)
        .containsExactly(
            "step 0 [[0.5, 1.0, 1.0], [1.0]]",
            "step 1 [[0.5, 2.0, 1.0], [1.0]]",
            "step 2 [[0.5, 3.0, 1.0], [1.0]]");
  }

  @Test
  void aTrainingLeavesAllWithTheSameWeights() throws IOException, InterruptedException {
    assertThat(run("loop").text()).isEqualTo("all workers ended");
    assertThat(out).containsExactly("the same [[]]");
  }

  @Test
  void batchNormOverBothIsThatOfOneWorker() throws IOException, InterruptedException {
    assertThat(run("norms").text()).isEqualTo("all workers ended");
    assertThat(out).containsExactly("as one worker []");
  }

  @Test
  void aWorkerThatDiesEndsTheOthers() throws IOException, InterruptedException {
    LocalWorkers.Outcome outcome = run("die");
    assertThat(outcome.text()).isEqualTo("worker 1 ended with status 9");
  }

  @Test
  void aWorkerThatDiesInATrainingLeavesACheckpoint() throws IOException, InterruptedException {
    LocalWorkers.Outcome outcome = run("die-training");
    assertThat(outcome.text()).isEqualTo("worker 1 ended with status 9");
    assertThat(out).hasSize(2).last().isEqualTo("one line");
    assertThat(out).first().asString().matches("kept after step [23]");
  }

  @Test
  void aWorkerThatHangsEndsTheOthersInTime() throws IOException, InterruptedException {
    long start = System.nanoTime();
    LocalWorkers.Outcome outcome = run("hang");
    assertThat(outcome.text()).contains("worker 0 of 2", "the workers do not meet");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
  }
}
