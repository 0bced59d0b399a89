package liviano.train.run;

import java.nio.file.Path;
import java.util.Locale;
import liviano.LivianoException;

/** A run's folder or a file in it that cannot be used: in one line which, where, and why. */
public final class RunException extends LivianoException {
  private static final long serialVersionUID = 1L;

  private final boolean newer;

  /**
   * @param file the folder or the file in it
   * @param reason what is wrong, where in the file, and what to do
   */
  public RunException(Path file, String reason) {
    this(file, reason, false);
  }

  private RunException(Path file, String reason, boolean newer) {
    super(file + ": " + reason);
    this.newer = newer;
  }

  /**
   * An error that another one caused, whose message is the reason.
   *
   * @param file that the other does not name
   */
  RunException(Path file, LivianoException cause) {
    super(file + ": " + cause.getMessage(), cause);
    this.newer = false;
  }

  /** A file that a later version of Liviano wrote. */
  static RunException newer(Path file, long found, int known) {
    return new RunException(
        file,
        String.format(
            Locale.ROOT,
            "written by a newer version of Liviano (format %d, this one reads up to %d): use that"
                + " version",
            found,
            known),
        true);
  }

  /** Whether a newer version of Liviano could use it. */
  public boolean isNewer() {
    return newer;
  }
}
