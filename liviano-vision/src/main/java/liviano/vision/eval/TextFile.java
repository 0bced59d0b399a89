package liviano.vision.eval;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/** The lists of data sets: texts of a line a picture. */
final class TextFile {
  /** The largest file that is read: a line for each of a million pictures, and more. */
  static final int MAX_BYTES = 64 << 20;

  private TextFile() {}

  /**
   * The text of a file, without a byte order mark.
   *
   * @throws DataSetException if it is larger than {@link #MAX_BYTES}, or no UTF-8
   * @throws IOException if it cannot be read
   */
  static String read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new DataSetException(
          file.toString(), String.format(Locale.ROOT, "larger than %d bytes", MAX_BYTES));
    }
    try {
      return Utf8.decode(bytes);
    } catch (EncodingException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
  }
}
