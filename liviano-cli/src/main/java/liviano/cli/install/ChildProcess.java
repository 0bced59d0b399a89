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

/** Programs as processes of the system; none outlives this one's end or the time it is given. */
final class ChildProcess implements ProcessRunner {
  private static final long POLL_MILLIS = 100;
  private static final int MAX_OUTPUT = 1 << 14;

  @Override
  public Outcome run(List<String> command, Path folder, Duration limit, Runnable tick)
      throws IOException {
    // A file and not a pipe: a grandchild that lives on cannot keep us waiting for its end.
    Path log = Files.createTempFile(folder, "output", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      return new Outcome(await(process, limit, tick), end(log));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static int await(Process process, Duration limit, Runnable tick) throws IOException {
    Thread hook = new Thread(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      long start = System.nanoTime();
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - start > limit.toNanos()) {
          throw new IOException(
              String.format(Locale.ROOT, "not done within %d s, stopped", limit.toSeconds()));
        }
        tick.run();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      stop(process);
      unhook(hook);
    }
  }

  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook does its work.
    }
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
