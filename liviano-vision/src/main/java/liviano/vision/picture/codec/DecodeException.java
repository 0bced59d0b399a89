package liviano.vision.picture.codec;

import java.util.Locale;

/** What is wrong with the bytes of a picture; the message does not know the picture's name. */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  DecodeException(String reason) {
    super(reason);
  }

  DecodeException(String reason, Throwable cause) {
    super(reason, cause);
  }

  static DecodeException truncated(String what, long at) {
    return new DecodeException(
        String.format(Locale.ROOT, "truncated: %s ends at byte %d", what, at));
  }
}
