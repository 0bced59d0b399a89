package liviano.vision.teach;

import java.util.List;
import liviano.LivianoException;

/** Pictures that nothing can be taught with. One line: what is wrong and what to do. */
public final class TeachException extends LivianoException {
  private static final long serialVersionUID = 1L;

  private final transient List<Unreadable> unreadable;

  TeachException(String message) {
    this(message, List.of());
  }

  TeachException(String message, List<Unreadable> unreadable) {
    super(message);
    this.unreadable = List.copyOf(unreadable);
  }

  /** Pictures that could not be read, and so are missing. */
  public List<Unreadable> unreadable() {
    return unreadable;
  }
}
