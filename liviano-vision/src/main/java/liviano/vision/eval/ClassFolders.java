package liviano.vision.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Pictures in a folder a class, which has the class's name; also with folders {@code train}, {@code
 * validation} and {@code test} above those of the classes. Pictures are taken by the endings of
 * their names, at any depth. Names that start with a dot are passed over. Links are followed, but
 * each real folder of a class is read once. What is no class or no picture is told as a notice.
 */
public final class ClassFolders {
  /** The most pictures of a data set. */
  public static final int MOST_PICTURES = 1_000_000;

  private static final Map<String, Part> PARTS =
      Map.of(
          "train", Part.TRAINING,
          "training", Part.TRAINING,
          "validation", Part.VALIDATION,
          "valid", Part.VALIDATION,
          "val", Part.VALIDATION,
          "test", Part.TEST,
          "testing", Part.TEST);

  private static final Set<String> ENDINGS =
      Set.of(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".gif", ".webp");

  private static final Comparator<Path> BY_NAME =
      Comparator.comparing((Path path) -> path.getFileName().toString())
          .thenComparing(Comparator.naturalOrder());

  private final Path root;
  private final List<Example> pictures = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private ClassFolders(Path root) {
    this.root = root;
  }

  /**
   * The pictures of a folder. Where one of its folders is called {@code train}, those called so,
   * {@code validation} and {@code test} hold folders a class; otherwise its folders are classes.
   *
   * @throws DataSetException if it holds no picture in a folder of a class, or more than {@value
   *     #MOST_PICTURES}
   * @throws IOException if a folder cannot be read
   */
  public static Examples read(Path root) throws IOException {
    ClassFolders folders = new ClassFolders(root);
    List<Path> entries = entries(root);
    if (entries.stream().anyMatch(ClassFolders::isTraining)) {
      folders.addParts(entries);
    } else {
      folders.addClasses(entries, Part.ANY);
    }
    return folders.found();
  }

  /**
   * The pictures of a folder whose folders are classes, all for one purpose.
   *
   * @throws DataSetException if it holds no picture in a folder of a class, or more than {@value
   *     #MOST_PICTURES}
   * @throws IOException if a folder cannot be read
   */
  public static Examples read(Path root, Part part) throws IOException {
    ClassFolders folders = new ClassFolders(root);
    folders.addClasses(entries(root), part);
    return folders.found();
  }

  private Examples found() {
    if (pictures.isEmpty()) {
      throw new DataSetException(
          root.toString(),
          "no pictures in folders of classes: put those of each class into a folder that has its"
              + " name (jpg, png, bmp, gif, webp)");
    }
    return new Examples(pictures, notices);
  }

  private static boolean isTraining(Path entry) {
    return Files.isDirectory(entry)
        && PARTS.get(entry.getFileName().toString().toLowerCase(Locale.ROOT)) == Part.TRAINING;
  }

  private void addParts(List<Path> entries) throws IOException {
    for (Path entry : entries) {
      Part part = PARTS.get(entry.getFileName().toString().toLowerCase(Locale.ROOT));
      if (part != null && Files.isDirectory(entry)) {
        addClasses(entries(entry), part);
      } else {
        leftOut(entry, "is neither train, validation nor test");
      }
    }
  }

  private void addClasses(List<Path> entries, Part part) throws IOException {
    for (Path entry : entries) {
      if (!Files.isDirectory(entry)) {
        if (isPicture(entry)) {
          leftOut(entry, "is in no folder of a class");
        }
        continue;
      }
      int before = pictures.size();
      try {
        addPictures(entry, label(entry), part, new HashSet<>());
      } catch (NoSuchFileException e) {
        leftOut(Path.of(e.getFile()), "was removed meanwhile");
        continue;
      }
      if (pictures.size() == before) {
        leftOut(entry, "holds no pictures");
      }
    }
  }

  /** Composed, so that systems that store names decomposed give the same classes. */
  private static String label(Path folder) {
    byte[] name = folder.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    return Normalizer.normalize(new String(name, StandardCharsets.UTF_8), Normalizer.Form.NFC);
  }

  private void addPictures(Path folder, String label, Part part, Set<Object> visited)
      throws IOException {
    if (!visited.add(identity(folder))) {
      return;
    }
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry)) {
        addPictures(entry, label, part, visited);
      } else if (isPicture(entry)) {
        if (pictures.size() == MOST_PICTURES) {
          throw new DataSetException(
              root.toString(),
              String.format(Locale.ROOT, "more than %d pictures: give fewer", MOST_PICTURES));
        }
        pictures.add(Example.of(entry, label, part));
      }
    }
  }

  private void leftOut(Path entry, String reason) {
    notices.add(String.format(Locale.ROOT, "%s: left out, it %s", entry, reason));
  }

  /**
   * Whether a file is called like a picture. A dangling link counts, too: its failure should be
   * heard of.
   */
  public static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && (Files.isRegularFile(file) || Files.isSymbolicLink(file));
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (!entry.getFileName().toString().startsWith(".")) {
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    entries.sort(BY_NAME);
    return entries;
  }

  private static Object identity(Path folder) throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key != null ? key : folder.toRealPath();
  }
}
