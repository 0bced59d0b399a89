package liviano.kernels;

/**
 * A provider that could serve when the process started cannot serve any more, because the system
 * refuses resources that it needs. The message says what, for people; another provider may serve.
 */
public class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
