package liviano.formats.store;

import java.io.IOException;

/** A file is another than its source states, or than it was when it was first fetched. */
public final class WrongDigestException extends IOException {
  private static final long serialVersionUID = 1L;

  /** One with a message that says what was expected and found. */
  WrongDigestException(String message) {
    super(message);
  }
}
