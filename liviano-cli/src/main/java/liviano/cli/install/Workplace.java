package liviano.cli.install;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import liviano.files.NewFolders;

/**
 * Where files are on their way. A process that is ending makes no folder here: whoever loses the
 * program that fetches would otherwise go on to the next source, and leave one.
 *
 * @param scratch an empty folder, which goes in any case
 * @param kept a folder for the beginnings of files, from which a later run goes on; not there while
 *     there are none
 */
record Workplace(Path scratch, Path kept) {
  /** The folder for the files of the model, side by side. */
  Path files() throws IOException {
    return NewFolders.make(scratch.resolve("files"));
  }

  /** Where a file of this name begins. */
  Path part(String name) throws IOException {
    return NewFolders.make(kept).resolve(name + ".part");
  }

  /** Removes the folder of beginnings if there are none. */
  void tidy() throws IOException {
    try {
      Files.deleteIfExists(kept);
    } catch (DirectoryNotEmptyException e) {
      // Kept for the next run.
    }
  }

  /** Removes all beginnings: the model is there. */
  void forget() throws IOException {
    if (Files.isDirectory(kept, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(kept)) {
        for (Path part : parts) {
          Files.deleteIfExists(part);
        }
      }
      Files.deleteIfExists(kept);
    }
  }
}
