package liviano.kernels.nativecode;

import liviano.kernels.UnavailableException;

/** The system does not give what machine code needs; the message says what, for people. */
final class RefusedException extends UnavailableException {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
