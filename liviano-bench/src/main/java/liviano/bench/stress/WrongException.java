package liviano.bench.stress;

/** A result is not what it should be; the message says where and in which program. */
final class WrongException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongException(String message) {
    super(message);
  }
}
