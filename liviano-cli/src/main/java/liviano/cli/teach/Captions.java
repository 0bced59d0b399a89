package liviano.cli.teach;

import java.nio.file.Path;
import java.util.List;

/**
 * Names of pictures for readers who have them elsewhere: from the folder that was given onwards.
 *
 * @param folders that were given
 */
record Captions(List<Path> folders) {
  /** The name, or a line that begins with one, without the folder that it begins with. */
  String of(String name) {
    for (Path folder : folders) {
      String above = folder.resolve("x").toString();
      String before = above.substring(0, above.length() - 1);
      if (name.startsWith(before)) {
        return name.substring(before.length());
      }
    }
    return name;
  }
}
