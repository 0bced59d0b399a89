package liviano.harm;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * Which case is tried, kept in a file so that it is known after a crash. Ends the JVM where a case
 * seems to wait for ever; one that computes for too long is noticed when it ends.
 */
final class Progress {
  private static final String FILE = "progress";
  private static final int BYTES = 64;
  private static final int STUCK = 3;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final ByteBuffer file;
  private final PrintStream out;
  private final Thread worker = Thread.currentThread();
  private volatile long cases;

  private Progress(ByteBuffer file, PrintStream out) {
    this.file = file;
    this.out = out;
  }

  /** Of the current thread, in a folder; where it ends is said in the output. */
  static Progress in(Path folder, PrintStream out) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Progress progress = new Progress(channel.map(MapMode.READ_WRITE, 0, BYTES), out);
      Thread.ofPlatform().daemon().start(progress::watch);
      return progress;
    }
  }

  void begins(String target, int number) {
    cases++;
    byte[] text = (target + " " + number).getBytes(StandardCharsets.UTF_8);
    file.put(0, Arrays.copyOf(text, BYTES));
  }

  private void watch() {
    try {
      for (long before = -1; before != cases; ) {
        before = cases;
        Thread.sleep(LONGEST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    out.println("STUCK " + Arrays.toString(worker.getStackTrace()));
    Runtime.getRuntime().halt(STUCK);
  }
}
