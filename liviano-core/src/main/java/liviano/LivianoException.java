package liviano;

/**
 * What came from outside cannot be used: a model, a picture, a data set, a text. The message is one
 * line for people: the file where it is known, the place in it, what is wrong, and what to do.
 *
 * <p>Disks and networks that fail throw {@link java.io.IOException} instead, and mistakes of the
 * calling program {@link IllegalArgumentException} or {@link IllegalStateException}.
 */
public abstract class LivianoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected LivianoException(String message) {
    super(oneLine(message));
  }

  /**
   * @param cause null if there is none
   */
  protected LivianoException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * A text as it stands in a message. Names in it come from files: what would break the line or
   * reorder it is replaced.
   */
  public static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
  }
}
