package liviano.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import liviano.cli.Cli;
import liviano.train.run.RunSummary;
import liviano.weights.SafeTensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that a cluster starts, and loses. */
@Timeout(300)
class ClusterLaunchTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static Path pictures;

  @BeforeAll
  static void pictures() throws IOException {
    pictures = Clothes.draw(shared.resolve("clothes"), 12);
  }

  private Cli.Outcome train(Path run, String... more) {
    List<String> words =
        new ArrayList<>(List.of("train", "classification", "--data", pictures.toString(), "--to"));
    words.addAll(List.of(run.toString(), "--width", "0.35", "--resolution", "32"));
    words.addAll(List.of("--batch", "12", "--epochs", "2", "--workers", "2"));
    words.addAll(List.of(more));
    return Cli.piped().run(words.toArray(String[]::new));
  }

  private static String master(int lost, String kept) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort() + ":" + lost + ":" + kept;
    }
  }

  /** All the epochs, as if nothing had happened, and bit for bit those of the plain launcher. */
  @Test
  @Tag("libtorch")
  void aLostWorkerIsMadeGoodFromTheLastCheckpoint() throws IOException {
    Path plain = folder.resolve("plain");
    Cli.Outcome undisturbed = train(plain);
    assertThat(undisturbed.status()).as(undisturbed.err()).isZero();
    Path run = folder.resolve("run");
    Cli.Outcome outcome =
        train(run, "--on", "fake", "--master", master(1, "metrics.csv"), "--restarts", "1");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("a machine is lost; starting again from the last checkpoint (1 of 1 times)");
    assertThat(outcome.out().lines().map(String::strip))
        .anyMatch(line -> line.startsWith("1/2"))
        .anyMatch(line -> line.startsWith("2/2"))
        .anyMatch(line -> line.startsWith("test accuracy"));
    assertThat(RunSummary.read(run).rows()).hasSize(2);
    assertThat(SafeTensors.read(run.resolve("last.safetensors")).weights())
        .isEqualTo(SafeTensors.read(plain.resolve("last.safetensors")).weights());
  }

  @Test
  @Tag("libtorch")
  void losesAreCountedAndARunGoesOn() throws IOException {
    Path run = folder.resolve("run");
    Cli.Outcome outcome =
        train(run, "--on", "fake", "--master", master(2, "run.json"), "--restarts", "1");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("(1 of 1 times)", "a machine is lost; go on from the last checkpoint: ")
        .doesNotContain("2 of 1");
    Cli.Outcome later =
        Cli.piped()
            .run(
                "train", "--resume", run.toString(), "--on", "fake", "--master", master(0, "none"));
    assertThat(later.status()).as(later.err()).isZero();
    assertThat(RunSummary.read(run).rows()).hasSize(2);
  }

  /** A worker that nobody holds any more must not go on beside those that take its place. */
  @Test
  void aWorkerEndsWithWhoStartedIt() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("at work");
      assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
      process.outputWriter().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A worker that never ends by itself. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] words) throws InterruptedException {
      TetheredWorker.tie(System.in);
      System.out.println("at work");
      Thread.sleep(600_000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--master local[2] | --master is of a cluster: add --on spark",
        "--restarts 2 | --restarts is of a cluster: add --on spark",
        "--on fake --restarts -1 | --restarts: from 0 to 1000, not -1",
        "--on spirk | --on: fake, not spirk",
        "--on fake --find-rate | no --workers, no --on, no --for",
      })
  void whatDoesNotGoTogetherIsAMistakeOfUse(String words, String message) {
    Cli.Outcome outcome = train(folder.resolve("run"), words.split(" "));
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(folder.resolve("run")).doesNotExist();
    if (!words.contains("--find-rate")) {
      List<String> later = new ArrayList<>(List.of("train", "--resume", "run"));
      later.addAll(List.of(words.split(" ")));
      assertThat(Cli.piped().run(later.toArray(String[]::new)).err()).contains(message);
    }
  }

  @Test
  void oneOfAClustersWorkersStartsNoOthers() throws IOException {
    Cli.Outcome outcome =
        Cli.piped()
            .with("RANK", "0")
            .with("WORLD_SIZE", "1")
            .with("MASTER_ADDR", "127.0.0.1")
            .with("MASTER_PORT", "29500")
            .run(
                "train",
                "classification",
                "--data",
                pictures.toString(),
                "--to",
                folder.resolve("run").toString(),
                "--on",
                "fake",
                "--master",
                master(0, "none"));
    assertThat(outcome.err()).contains("--on starts processes, but RANK says");
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void linesOfAnotherMachineAreHandedOnWhole() throws IOException {
    Path file = folder.resolve("said");
    Files.writeString(file, "of before\n");
    List<String> taken = new ArrayList<>();
    String longOne = "x".repeat(150_000);
    try (SharedLines _ = SharedLines.follow(file, taken::add)) {
      Files.writeString(file, "of before\none\ntwö\nhal");
    }
    assertThat(taken).containsExactly("one", "twö");
    taken.clear();
    try (SharedLines _ = SharedLines.follow(file, taken::add)) {
      Files.writeString(file, "of before\none\ntwö\nhalf\n" + longOne + "\nlast\n");
    }
    assertThat(String.join("", taken)).isEqualTo("f" + longOne + "last");
    assertThat(taken).endsWith("last");
  }
}
