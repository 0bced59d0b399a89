package liviano.vision;

import liviano.LivianoException;

/**
 * Bytes that are no picture that can be read: empty, of another format, unsupported, damaged,
 * truncated, or larger than the {@link PictureLimits} it is read with. The message is one line: the
 * picture's name, what is wrong, and what to do about it where something can be done.
 */
public final class MalformedPictureException extends LivianoException {
  private static final long serialVersionUID = 1L;

  MalformedPictureException(String name, String reason, Throwable cause) {
    super(name + ": " + reason, cause);
  }

  MalformedPictureException(String name, String reason) {
    this(name, reason, null);
  }
}
