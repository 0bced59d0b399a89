package liviano.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that results are written into. */
public final class NewFolders {
  private NewFolders() {}

  /**
   * Makes a folder, and those it lies in, unless they are there. Those that it made and that are
   * still empty when {@link Unfinished#discardAll} is called go with it.
   *
   * @return the folder as given
   * @throws FileAlreadyExistsException if something else has its name
   * @throws IOException if it cannot be made
   */
  public static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        make(parent);
      }
      makeOne(folder);
    }
    return folder;
  }

  private static void makeOne(Path folder) throws IOException {
    Path place = folder.toAbsolutePath();
    try {
      Unfinished.begin(() -> deleteIfEmpty(place), () -> Files.createDirectory(folder));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another process was faster
        throw e;
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // It holds what was finished.
    }
  }
}
