package liviano.cli;

import java.io.Serial;

/** The command was called wrongly: one line on stderr, {@link ExitStatus#USAGE}. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line: what is wrong and what to do
   */
  public UsageException(String message) {
    super(message);
  }
}
