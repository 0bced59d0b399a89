package liviano.cli.output;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Standard output takes no more: its reader left, or its disk is full. */
public final class OutputClosedException extends UncheckedIOException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int FILE_TYPE = 0170000;
  private static final int PIPE = 0010000;

  OutputClosedException(IOException cause) {
    super(cause);
  }

  /** True if the reader left. The system's message may be in any language, so it is asked last. */
  public boolean isBrokenPipe() {
    try {
      Object mode = Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
      if (mode instanceof Integer bits && (bits & FILE_TYPE) == PIPE) {
        return true;
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No such device here (Windows): the message is all there is.
    }
    String message = getCause().getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("pipe");
  }
}
