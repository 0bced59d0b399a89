package liviano;

/**
 * A sound model that this program does not run: an operation, a number format or a size beyond what
 * it computes. The message is one line: the layer or value, what it asks for, and what to do.
 */
public final class UnsupportedModelException extends LivianoException {
  private static final long serialVersionUID = 1L;

  public UnsupportedModelException(String message) {
    super(message);
  }

  /** The same error with the file's name before it. */
  public UnsupportedModelException inFile(String name) {
    return new UnsupportedModelException(name + ": " + getMessage(), this);
  }

  private UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
