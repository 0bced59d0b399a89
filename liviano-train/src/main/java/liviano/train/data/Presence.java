package liviano.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that a data set names, looked for before a training begins. */
final class Presence {
  private Presence() {}

  /**
   * @param namedBy what names it, for people
   * @throws NoSuchFileException naming the file, if there is none
   */
  static void require(Path file, String namedBy) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file, but " + namedBy);
    }
  }
}
