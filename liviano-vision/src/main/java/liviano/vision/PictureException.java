package liviano.vision;

import liviano.LivianoException;

/**
 * A picture that cannot be read. The message is one line: the picture's name, what is wrong, and
 * what to do about it where something can be done.
 */
public final class PictureException extends LivianoException {
  private static final long serialVersionUID = 1L;

  PictureException(String name, String reason, Throwable cause) {
    super(name + ": " + reason, cause);
  }

  PictureException(String name, String reason) {
    this(name, reason, null);
  }
}
