package liviano.cli.install;

import java.io.Serial;
import liviano.cli.CommandException;

/** No source of a published model brought it; another model may be had. */
public final class NotFetchedException extends CommandException {
  @Serial private static final long serialVersionUID = 1L;

  private final String tried;
  private final String remedy;

  /**
   * @param tried what was tried, and why it failed
   * @param remedy what to do by hand
   */
  NotFetchedException(String tried, String remedy, Throwable cause) {
    super("cannot fetch " + tried + ": " + remedy, cause);
    this.tried = tried;
    this.remedy = remedy;
  }

  /** What was tried, and why it failed, as parts of a line. */
  String tried() {
    return tried;
  }

  /** After an earlier one: what else was tried, in vain too. */
  NotFetchedException after(NotFetchedException earlier) {
    return new NotFetchedException(earlier.tried + ", nor " + tried, earlier.remedy, this);
  }
}
