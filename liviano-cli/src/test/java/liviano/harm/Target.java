package liviano.harm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import liviano.LivianoException;
import liviano.model.Model;

/**
 * A reader of files from outside, and a small sound file for it.
 *
 * @param parts what is damaged, by name: files, or what is packed into one
 * @param packing makes the files of the parts, by their names in a folder
 * @param reading reads what lies in the folder
 * @param refusal how a file is refused: content by a {@link LivianoException} that begins with the
 *     file's name
 */
record Target(
    String name,
    Map<String, byte[]> parts,
    Packing packing,
    Reading reading,
    Class<? extends Exception> refusal) {

  Target(String name, Map<String, byte[]> parts, Packing packing, Reading reading) {
    this(name, parts, packing, reading, LivianoException.class);
  }

  /** Makes files of parts, so that damage within a checksum or compressed data is seen. */
  @FunctionalInterface
  interface Packing {
    Map<String, byte[]> files(Map<String, byte[]> parts) throws IOException;
  }

  /** Reads the files of a folder; gives the model where they are one. */
  @FunctionalInterface
  interface Reading {
    Optional<Model> read(Path folder) throws IOException;
  }

  /** A reader of one file that is no model. */
  @FunctionalInterface
  interface FileReading {
    void read(Path file) throws IOException;
  }

  /** Files that are damaged as they are. */
  static Target of(String name, Map<String, byte[]> files, Reading reading) {
    return new Target(name, files, parts -> parts, reading);
  }

  /** One file that is no model. */
  static Target of(String name, String file, byte[] bytes, FileReading reading) {
    return of(name, Map.of(file, bytes), ofFile(file, reading));
  }

  static Reading ofFile(String file, FileReading reading) {
    return folder -> {
      reading.read(folder.resolve(file));
      return Optional.empty();
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
