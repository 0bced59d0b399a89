package liviano.train.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands on the lines that another machine writes behind the end of a file on a shared disk. The
 * file is opened each time, since such disks show what is new to those who open it.
 */
final class SharedLines implements AutoCloseable {
  private static final long PAUSE_MILLIS = 300;
  private static final int PIECE = 1 << 16;

  private final Path file;
  private final Consumer<String> taker;
  private final Thread thread;
  private long at;
  private volatile boolean closed;

  private SharedLines(Path file, long at, Consumer<String> taker) {
    this.file = file;
    this.at = at;
    this.taker = taker;
    this.thread = Thread.ofPlatform().daemon().name("liviano-lines").unstarted(this::follow);
  }

  /** Begins behind what the file has now; it need not be there yet. */
  static SharedLines follow(Path file, Consumer<String> taker) throws IOException {
    SharedLines lines = new SharedLines(file, Files.exists(file) ? Files.size(file) : 0, taker);
    lines.thread.start();
    return lines;
  }

  private void follow() {
    try {
      while (!closed) {
        readOn();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException _) {
      // Closed: the last lines are read by who does it.
    }
  }

  /** Whole lines alone: the rest of one that is under way comes next time. */
  private synchronized void readOn() {
    byte[] piece = new byte[PIECE];
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(at);
      for (int count = open.read(piece); count > 0; count = open.read(piece)) {
        int end = count;
        while (end > 0 && piece[end - 1] != '\n') {
          end--;
        }
        if (end == 0 && count < PIECE) {
          return;
        }
        int whole = end == 0 ? count : end; // a line longer than the piece comes in parts
        new String(piece, 0, whole, StandardCharsets.UTF_8).lines().forEach(taker);
        at += whole;
        open.seek(at);
      }
    } catch (IOException _) {
      // Not there yet, or for a moment not reached.
    }
  }

  /** Hands on what is left. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(PAUSE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    readOn();
  }
}
