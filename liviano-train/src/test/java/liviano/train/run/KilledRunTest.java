package liviano.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose process is killed, and disks that take no more. */
@Timeout(60)
class KilledRunTest {
  @TempDir private Path folder;

  /** Trains, as far as files go, until it is killed. */
  static final class Trainer {
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      RunFolder run =
          Files.exists(folder.resolve("run.json"))
              ? RunFolder.open(folder)
              : RunFolder.create(folder, Runs.config());
      long done = run.resume().checkpoint().map(Checkpoint::epoch).orElse(0L);
      System.out.println("ready");
      for (long epoch = done + 1; ; epoch++) {
        run.add(Runs.epoch(epoch, 1.0 / epoch));
        run.checkpoints().save(Runs.checkpoint(epoch), epoch == 1);
      }
    }
  }

  private static Process trainer(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Trainer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.inputReader().readLine();
    return process;
  }

  @Test
  void killedAtAnyMomentItGoesOnFromItsLastCheckpoint() throws Exception {
    Path run = folder.resolve("run");
    long before = 0;
    for (int kills = 0; kills < 4; kills++) {
      Process process = trainer(run);
      try {
        assertThatThrownBy(() -> RunFolder.open(run))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("at work on this run (" + process.pid() + ")");
        assertThat(RunSummary.read(run).state()).isEqualTo(RunState.RUNNING);
        Thread.sleep(20 + 37 * kills);
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(RunSummary.read(run).state()).isEqualTo(RunState.STOPPED);
      try (RunFolder open = RunFolder.open(run)) {
        Checkpoints.Newest newest = open.resume();
        assertThat(newest.skipped()).isEmpty();
        Checkpoint found = newest.checkpoint().orElseThrow();
        assertThat(found).isEqualTo(Runs.checkpoint(found.epoch()));
        assertThat(found.epoch()).isGreaterThanOrEqualTo(before);
        assertThat(open.metrics().rows()).hasSize((int) found.epoch());
        before = found.epoch();
      }
    }
    assertThat(before).isPositive();
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws Exception {
    withDisk(
        "size=128k",
        disk -> {
          try (RunFolder run = RunFolder.create(disk.resolve("run"), Runs.config())) {
            run.resume();
            long saved = 0;
            IOException failure = null;
            for (long epoch = 1; failure == null; epoch++) {
              try {
                run.add(Runs.epoch(epoch, 0.5));
                run.checkpoints().save(Runs.checkpoint(epoch), true);
                saved = epoch;
                Files.write(disk.resolve("other" + epoch), new byte[16 << 10]);
              } catch (IOException e) {
                failure = e;
              }
            }
            assertThat(failure).hasMessageContaining("No space left");
            assertThat(Checkpoints.in(run.files().checkpoints()).newest().checkpoint())
                .contains(Runs.checkpoint(saved));
            Files.delete(disk.resolve("other1"));
            assertThat(run.resume().checkpoint()).contains(Runs.checkpoint(saved));
            run.add(Runs.epoch(saved + 1, 0.5));
          }
        });
  }

  /** Such a run can be looked at, and not gone on with. */
  @Test
  void aDiskThatTakesNothingSaysSo() throws Exception {
    withDisk(
        "size=1m",
        disk -> {
          Path run = disk.resolve("run");
          Runs.finished(run);
          assertThat(system("mount", "-o", "remount,ro", disk.toString())).isTrue();
          RunSummary summary = RunSummary.read(run);
          assertThat(summary.state()).isEqualTo(RunState.FINISHED);
          assertThat(summary.epochs()).isEqualTo(3);
          assertThatThrownBy(() -> RunFolder.open(run))
              .isInstanceOf(IOException.class)
              .hasMessage(run.resolve(".lock") + ": Read-only file system");
          assertThatThrownBy(() -> RunFolder.create(disk.resolve("other"), Runs.config()))
              .isInstanceOf(IOException.class)
              .hasMessage(disk.resolve("other") + ": Read-only file system");
        });
  }

  private interface Use {
    void of(Path disk) throws Exception;
  }

  private void withDisk(String options, Use use) throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    boolean mounted = system("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString());
    assumeTrue(mounted, "needs the right to mount a tmpfs");
    try {
      use.of(disk);
    } finally {
      system("umount", "-l", disk.toString()); // lazily: checkpoints stay mapped
    }
  }

  private static boolean system(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
