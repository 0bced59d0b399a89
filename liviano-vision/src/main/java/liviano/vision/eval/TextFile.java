package liviano.vision.eval;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.text.EncodingException;
import liviano.text.Utf8;

/** The lists of data sets: texts of a line a picture. */
public final class TextFile {
  /** The largest file that is read, whatever the heap: lines of a million pictures, and more. */
  private static final int MOST_BYTES = 64 << 20;

  /** A line of a few bytes becomes a picture of some two hundred. */
  private static final int HEAP_BYTES_A_BYTE = 64;

  private TextFile() {}

  /**
   * The text of a file, without a byte order mark.
   *
   * @throws DataSetException if it is larger than the heap allows, or no UTF-8
   * @throws IOException if it cannot be read
   */
  public static String read(Path file) throws IOException {
    int most = most(Runtime.getRuntime().maxMemory());
    if (Files.exists(file) && !Files.isRegularFile(file)) { // reading it might never end
      throw new DataSetException(
          file.toString(),
          Files.isDirectory(file)
              ? "is a folder; give the file in it that lists the pictures"
              : "is no regular file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(most + 1);
    }
    if (bytes.length > most) {
      throw new DataSetException(
          file.toString(),
          String.format(
              Locale.ROOT,
              "larger than %d bytes, the most for this heap: give Java more with -Xmx, or split it",
              most));
    }
    try {
      return Utf8.decode(bytes);
    } catch (EncodingException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
  }

  /** The most bytes that are read with a heap of so many. */
  static int most(long heap) {
    return Math.clamp(heap / HEAP_BYTES_A_BYTE, 1 << 20, MOST_BYTES);
  }
}
