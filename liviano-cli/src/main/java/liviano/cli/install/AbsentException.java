package liviano.cli.install;

import java.io.IOException;

/** Says that an address answers, and has no such file. */
final class AbsentException extends IOException {
  private static final long serialVersionUID = 1;

  AbsentException(String message) {
    super(message);
  }
}
