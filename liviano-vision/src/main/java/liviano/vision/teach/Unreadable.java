package liviano.vision.teach;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import liviano.LivianoException;

/**
 * A picture that could not be read.
 *
 * @param name of the picture
 * @param reason in a line, without the name
 */
public record Unreadable(String name, String reason) {
  /** Why a picture could not be read, in a line; it may begin with the name. */
  public static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "is no longer there";
      case AccessDeniedException _ -> "may not be read";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  /** In one line; a reason may begin with the name, as exceptions write it. */
  public String line() {
    String within = LivianoException.oneLine(name) + ":";
    return reason.startsWith(within)
        ? name + ":" + reason.substring(within.length())
        : name + ": " + reason;
  }
}
