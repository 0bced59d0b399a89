package liviano.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A folder for files on the way to others; it goes with all that is in it when it is closed, or
 * with {@link Unfinished#discardAll}. Links in it go, what they lead to stays.
 */
public final class ScratchFolder implements AutoCloseable {
  /**
   * Others may add files while it is being deleted, but not for long: new folders have no parent.
   */
  private static final int MOST_TRIES = 100;

  private final Path path;
  private final Unfinished.Remains remains;

  private ScratchFolder(Path path, Unfinished.Remains remains) {
    this.path = path;
    this.remains = remains;
  }

  /**
   * Makes one of this name, empty: what is there under it is deleted first.
   *
   * @throws IOException if that fails
   */
  public static ScratchFolder at(Path path) throws IOException {
    Unfinished.Remains remains = () -> delete(path);
    return Unfinished.begin(
        remains,
        () -> {
          delete(path);
          return new ScratchFolder(Files.createDirectory(path), remains);
        });
  }

  /**
   * Makes one of a new name where the system keeps such folders, for this user alone.
   *
   * @param prefix of its name
   */
  public static ScratchFolder temporary(String prefix) throws IOException {
    AtomicReference<Path> made = new AtomicReference<>();
    Unfinished.Remains remains = () -> delete(made.get());
    return Unfinished.begin(
        remains,
        () -> {
          made.set(Files.createTempDirectory(prefix));
          return new ScratchFolder(made.get(), remains);
        });
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Deletes it.
   *
   * @throws IOException if something in it cannot be deleted, such as a file that is still mapped
   *     on some systems
   */
  @Override
  public void close() throws IOException {
    remains.discard();
    Unfinished.forget(remains);
  }

  private static void delete(Path root) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        deleteOnce(root);
        return;
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static void deleteOnce(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
