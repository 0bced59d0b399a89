package liviano.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;

  private ProcessRunner.Outcome run(String script, Duration limit, Runnable tick)
      throws IOException {
    return new ChildProcess()
        .run(List.of("/bin/sh", "-c", script), folder, ProcessRunner.Limits.of(limit), tick);
  }

  @Test
  void givesStatusAndOutputAndRunsInTheFolder() throws IOException {
    ProcessRunner.Outcome outcome =
        run("echo out; echo err >&2; cat; : >made; exit 3", LONG, () -> {});
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output()).isEqualTo("out\nerr\n");
    assertThat(folder).isDirectoryContaining("glob:**made").isDirectoryNotContaining("glob:**.log");
  }

  @Test
  void keepsTheEndOfALongOutput() throws IOException {
    String output =
        run("i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i+1)); done", LONG, () -> {})
            .output();
    assertThat(output).hasSize(1 << 14).endsWith("line 8999\n");
  }

  @Test
  void whatHangsIsStoppedWithItsChildren() throws Exception {
    AtomicInteger ticks = new AtomicInteger();
    assertThatThrownBy(
            () ->
                run(
                    "sleep 600 & echo $! >pid; wait",
                    Duration.ofSeconds(1),
                    ticks::incrementAndGet))
        .isInstanceOf(IOException.class)
        .hasMessage("not done within 1 s, stopped");
    assertThat(ticks.get()).isPositive();
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(child -> child.onExit().join());
  }

  @Test
  void whatGivesNoSignInTimeIsStopped() throws IOException {
    ProcessRunner.Limits limits = new ProcessRunner.Limits(LONG, Duration.ofMillis(300), "a sign ");
    List<String> mute = List.of("/bin/sh", "-c", "echo words; exec sleep 600");
    assertThatThrownBy(() -> new ChildProcess().run(mute, folder, limits, () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer within 0 s, stopped");
    List<String> heard = List.of("/bin/sh", "-c", "echo a sign of life; sleep 0.5; exit 4");
    assertThat(new ChildProcess().run(heard, folder, limits, () -> {}).status()).isEqualTo(4);
  }

  @Test
  void whatIsNoProgramIsAFailure() {
    assertThatThrownBy(
            () ->
                new ChildProcess()
                    .run(
                        List.of(folder.resolve("none").toString()),
                        folder,
                        ProcessRunner.Limits.of(LONG),
                        () -> {}))
        .isInstanceOf(IOException.class);
  }
}
