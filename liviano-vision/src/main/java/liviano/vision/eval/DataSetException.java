package liviano.vision.eval;

/** A labelled data set that is not what it says it is. One line: file, line number, reason. */
public final class DataSetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataSetException(String file, String reason) {
    super(file + ": " + reason);
  }

  DataSetException(String file, int line, String reason) {
    super("%s: line %d: %s".formatted(file, line, reason));
  }
}
