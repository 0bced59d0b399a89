package liviano.vision;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Reads pictures, for a JVM of its own: a line of a picture's size or an error, and its time. */
final class ReadInChild {
  private ReadInChild() {}

  /** Each line is the processor's milliseconds, a space, and what came of the file. */
  public static void main(String[] files) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String file : files) {
      long start = cpuMillis();
      String answer;
      try {
        answer = Picture.read(Path.of(file)).toString();
      } catch (Exception | OutOfMemoryError e) {
        answer = e.getClass().getSimpleName() + " " + e.getMessage();
      }
      out.println(String.format(Locale.ROOT, "%d %s", cpuMillis() - start, answer));
    }
  }

  /** Of this process, all threads together; always 0 where the system does not tell. */
  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }
}
