package liviano.train.torch;

import liviano.LivianoException;

/** What libtorch refuses, in one line. */
public final class TorchException extends LivianoException {
  private static final long serialVersionUID = 1;

  /** With a message that says what, where and what to do. */
  public TorchException(String message) {
    super(message);
  }

  private TorchException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The first line of what libtorch said, which goes on with its own stack. */
  public static TorchException of(String doing, Throwable cause) {
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    return new TorchException(doing + ": " + (said.isEmpty() ? cause.toString() : said), cause);
  }
}
