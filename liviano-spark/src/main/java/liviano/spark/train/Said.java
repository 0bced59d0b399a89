package liviano.spark.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a worker says: each line is written into a file at once, and its last error is kept. */
final class Said {
  private static final long LAST_MILLIS = TimeUnit.SECONDS.toMillis(5);

  /** What Gloo prints on the standard output of each worker. */
  private static final String CHATTER = "[Gloo]";

  /** How lines of standard error begin in the file, by which they are told from results. */
  private static final String ERROR = "liviano: ";

  private final Optional<Path> file;
  private final Thread lines;
  private final Thread errors;
  private volatile String last = "";

  private Said(Process process, Optional<Path> file) {
    this.file = file;
    this.lines = pump(process.inputReader(StandardCharsets.UTF_8), this::write);
    this.errors = pump(process.errorReader(StandardCharsets.UTF_8), this::error);
  }

  /**
   * Reads what a process writes until it ends.
   *
   * @param file behind whose end it is written, if it is
   */
  static Said of(Process process, Optional<Path> file) {
    return new Said(process, file);
  }

  private static Thread pump(BufferedReader from, Consumer<String> to) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                  if (!line.startsWith(CHATTER)) {
                    to.accept(line);
                  }
                }
              } catch (IOException | UncheckedIOException _) {
                // The worker is gone.
              }
            });
  }

  private void error(String line) {
    String said = line.startsWith(ERROR) ? line.substring(ERROR.length()) : line;
    write(ERROR + said);
    last = said;
  }

  /** Opened each time: shared disks show what was written when it is closed. */
  private synchronized void write(String line) {
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          file.get(),
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException _) {
      // The worker goes on without being heard.
    }
  }

  /** The last line of its errors, empty if there is none, once all is read. */
  String last() throws InterruptedException {
    lines.join(LAST_MILLIS);
    errors.join(LAST_MILLIS);
    return last;
  }
}
