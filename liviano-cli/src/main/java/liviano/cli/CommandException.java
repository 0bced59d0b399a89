package liviano.cli;

import java.io.Serial;
import liviano.LivianoException;

/** The command cannot go on for a reason its user can act on: {@link ExitStatus#FAILED}. */
public class CommandException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message one line: what, where, and what to do
   */
  public CommandException(String message) {
    super(message);
  }

  /**
   * @param message one line: what, where, and what to do
   * @param cause shown with {@code --debug}
   */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A failure of the libraries that is about something.
   *
   * @param name of a model or a file, which the message begins with; not twice
   */
  public static CommandException about(String name, Exception cause) {
    String message = String.valueOf(cause.getMessage());
    String within = LivianoException.oneLine(name) + ": "; // as exceptions write it
    return new CommandException(
        name + ": " + (message.startsWith(within) ? message.substring(within.length()) : message),
        cause);
  }
}
