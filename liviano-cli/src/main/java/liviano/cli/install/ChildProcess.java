package liviano.cli.install;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import liviano.files.TiedProcess;

/** Programs as processes of the system; none outlives this one's end or the time it is given. */
final class ChildProcess implements ProcessRunner {
  private static final long POLL_MILLIS = 100;
  private static final int MAX_OUTPUT = 1 << 14;

  @Override
  public Outcome run(List<String> command, Path folder, Limits limits, Runnable tick)
      throws IOException {
    // A file and not a pipe: a grandchild that lives on cannot keep us waiting for its end.
    Path log = Files.createTempFile(folder, "output", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      try (TiedProcess tied = TiedProcess.start(builder)) {
        tied.process().getOutputStream().close();
        return new Outcome(await(tied.process(), log, limits, tick), end(log));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static int await(Process process, Path log, Limits limits, Runnable tick)
      throws IOException {
    try {
      long start = System.nanoTime();
      boolean silent = !limits.sign().isEmpty();
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (time.compareTo(limits.whole()) > 0) {
          throw late("not done within %d s, stopped", limits.whole());
        }
        silent = silent && !end(log).contains(limits.sign());
        if (silent && time.compareTo(limits.first()) > 0) {
          throw late("no answer within %d s, stopped", limits.first());
        }
        tick.run();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static IOException late(String what, Duration limit) {
    return new IOException(String.format(Locale.ROOT, what, limit.toSeconds()));
  }

  private static String end(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - MAX_OUTPUT);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
