package liviano.kernels.nativecode.memory;

import liviano.kernels.UnavailableException;

/** The system does not give what machine code needs; the message says what, for people. */
public final class RefusedException extends UnavailableException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
