package liviano.cli;

import java.io.Serial;

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
    String message = cause.getMessage();
    boolean named = message != null && message.startsWith(name + ": ");
    return new CommandException(named ? message : name + ": " + message, cause);
  }
}
