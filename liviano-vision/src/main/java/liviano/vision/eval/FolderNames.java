package liviano.vision.eval;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import liviano.json.Json;

/** File names that a data set gives, and which must not lead out of its folder. */
public final class FolderNames {
  private FolderNames() {}

  /**
   * The name as a relative path in its shortest form.
   *
   * @throws IllegalArgumentException where it is empty, absolute, leads outside, or is no name
   */
  public static Path requireInside(String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(Json.quote(name) + " is not a file name");
    }
    Path path;
    try {
      path = Path.of(name).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is not a file name on this system", name));
    }
    if (name.isBlank()
        || path.isAbsolute()
        || path.getRoot() != null
        || path.toString().isEmpty()
        || path.getName(0).toString().equals("..")) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is not a picture inside the folder", name));
    }
    return path;
  }
}
