package liviano.spark;

import java.io.Serial;

/** A picture has no answer, and no column was asked for that says so: the job fails. */
public final class BrokenPictureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  BrokenPictureException(String message) {
    super(message + "; to keep such rows, name a column for what is wrong with them: errorCol");
  }
}
