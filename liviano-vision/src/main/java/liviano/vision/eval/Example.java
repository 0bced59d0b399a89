package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import liviano.vision.MalformedPictureException;
import liviano.vision.PictureReader;

/**
 * A picture with the name of what it shows.
 *
 * @param name of the picture, for people
 * @param label the name of its class
 * @param source where its bytes come from
 */
public record Example(String name, String label, Part part, Source source) {
  /** The bytes of a picture file; may be asked for several times, from several threads. */
  @FunctionalInterface
  public interface Source {
    /**
     * The bytes of the whole file.
     *
     * @throws MalformedPictureException if they are too many
     * @throws IOException if they cannot be read
     */
    byte[] bytes() throws IOException;

    /** A text that differs once the bytes do, so that they need not be read; empty if none is. */
    default Optional<String> stamp() {
      return Optional.empty();
    }
  }

  /** A picture file. Its stamp is its path, its length and when it was changed last. */
  public static Example of(Path file, String label, Part part) {
    return new Example(file.toString(), label, part, new InFile(file));
  }

  private record InFile(Path file) implements Source {
    @Override
    public byte[] bytes() throws IOException {
      return PictureReader.defaults().bytes(file);
    }

    @Override
    public Optional<String> stamp() {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(
            file.toAbsolutePath() + "\n" + now.size() + "\n" + now.lastModifiedTime());
      } catch (IOException e) {
        return Optional.empty(); // reading its bytes says why
      }
    }
  }

  /** The same for another part. */
  public Example in(Part other) {
    return new Example(name, label, other, source);
  }
}
