package liviano.vision.eval;

import java.util.Locale;
import liviano.LivianoException;

/** A labelled data set that is not what it says it is. One line: file, line number, reason. */
public final class DataSetException extends LivianoException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a file or folder as a whole. */
  public DataSetException(String file, String reason) {
    super(file + ": " + reason);
  }

  /**
   * What is wrong in one line of a file.
   *
   * @param line from 1
   */
  public DataSetException(String file, int line, String reason) {
    super(String.format(Locale.ROOT, "%s: line %d: %s", file, line, reason));
  }
}
