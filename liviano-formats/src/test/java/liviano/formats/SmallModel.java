package liviano.formats;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sound model in a few small files, made for tests that damage it.
 *
 * @param name of its kind of file
 * @param main the file by which it is read; empty for the folder itself
 * @param files their bytes, by their names in the folder
 */
public record SmallModel(String name, String main, Map<String, byte[]> files) {
  public SmallModel {
    files = Map.copyOf(files);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A model of one file. */
  public static SmallModel of(String name, String file, byte[] bytes) {
    return new SmallModel(name, file, Map.of(file, bytes));
  }

  /** A step that writes files. */
  public interface Writer {
    /** Writes into an empty folder, or as the file of that name in it. */
    void to(Path path) throws IOException;
  }

  /** A model of one file that a writer makes. */
  public static SmallModel written(String name, String file, Writer writer) throws IOException {
    Path folder = Files.createTempDirectory("liviano-small");
    try {
      writer.to(folder.resolve(file));
      return new SmallModel(name, file, taken(folder));
    } finally {
      Files.delete(folder);
    }
  }

  /** A model of several files that a writer puts in a folder. */
  public static SmallModel inFolder(String name, String main, Writer writer) throws IOException {
    Path folder = Files.createTempDirectory("liviano-small");
    try {
      writer.to(folder);
      return new SmallModel(name, main, taken(folder));
    } finally {
      Files.delete(folder);
    }
  }

  /** The bytes of all files of a folder, which is left empty. */
  private static Map<String, byte[]> taken(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
        Files.delete(path);
      }
    }
    return files;
  }
}
