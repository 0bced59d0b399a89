package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
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
  }

  /** A picture file. */
  public static Example of(Path file, String label, Part part) {
    return new Example(file.toString(), label, part, () -> PictureReader.defaults().bytes(file));
  }

  /** The same for another part. */
  public Example in(Part other) {
    return new Example(name, label, other, source);
  }
}
