package liviano;

/**
 * A sound model that this program does not run: an operation, a number format or a size beyond what
 * it computes. The message is one line: the layer or value, what it asks for, and what to do.
 */
public final class UnsupportedModelException extends LivianoException {
  private static final long serialVersionUID = 1L;

  private final boolean namesFile;

  public UnsupportedModelException(String message) {
    super(message);
    this.namesFile = false;
  }

  private UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
    this.namesFile = true;
  }

  /** The same error with the file's name before it, or itself if it has one already. */
  public UnsupportedModelException inFile(String name) {
    return namesFile || name.isEmpty()
        ? this
        : new UnsupportedModelException(name + ": " + getMessage(), this);
  }
}
