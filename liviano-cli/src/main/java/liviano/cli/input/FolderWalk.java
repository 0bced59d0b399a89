package liviano.cli.input;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import liviano.cli.Failures;

/**
 * Finds the pictures under a folder, at any depth, in the order of their names. Names that start
 * with a dot are passed over: they are thumbnails and the like. Links are followed, but each real
 * folder is read once, so that no loop of links, nor a lattice of them, holds the command up.
 */
final class FolderWalk {
  /** The endings of the formats that {@code Picture} reads. */
  static final Set<String> ENDINGS =
      Set.of(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".webp");

  private static final Comparator<Path> BY_NAME =
      Comparator.comparing((Path path) -> path.getFileName().toString())
          .thenComparing(Comparator.naturalOrder());

  private final List<Input> found = new ArrayList<>();
  private final Set<Object> visited = new HashSet<>();

  private FolderWalk() {}

  /**
   * The pictures under a folder, and an {@link Input.Unreadable} for each folder that cannot be
   * read; one for the folder itself if there is nothing in it. Never empty.
   */
  static List<Input> pictures(String name, Path folder) {
    FolderWalk walk = new FolderWalk();
    walk.visit(folder);
    return walk.found.isEmpty()
        ? List.of(
            new Input.Unreadable(name, "no pictures in this folder (jpg, png, bmp, gif, webp)"))
        : List.copyOf(walk.found);
  }

  /** Entries of a folder by name; those that start with a dot are left out unless asked for. */
  static List<Path> entries(Path folder, boolean hidden) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (hidden || !entry.getFileName().toString().startsWith(".")) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(BY_NAME);
    return entries;
  }

  private void visit(Path folder) {
    try {
      if (visited.add(identity(folder))) {
        for (Path entry : entries(folder, false)) {
          if (Files.isDirectory(entry)) {
            visit(entry);
          } else if (isPicture(entry)) {
            found.add(new Input.File(entry.toString(), entry));
          }
        }
      }
    } catch (IOException e) {
      found.add(new Input.Unreadable(folder.toString(), Failures.describe(e)));
    }
  }

  /** A dangling link counts if it is called like a picture: its failure should be heard of. */
  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    int dot = Math.max(0, name.lastIndexOf('.'));
    String ending = name.substring(dot).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && (Files.isRegularFile(file) || Files.isSymbolicLink(file));
  }

  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key != null ? key : folder.toRealPath();
  }
}
