package liviano.vision.teach;

import liviano.LivianoException;

/** Pictures that nothing can be taught with. One line: what is wrong and what to do. */
public final class TeachException extends LivianoException {
  private static final long serialVersionUID = 1L;

  TeachException(String message) {
    super(message);
  }
}
