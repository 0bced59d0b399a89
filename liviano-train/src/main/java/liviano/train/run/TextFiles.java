package liviano.train.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import liviano.files.PartialFile;

/** Small text files, which appear whole or not at all. */
public final class TextFiles {
  private TextFiles() {}

  /**
   * Writes a file in place of what stands there, and waits until it is on the disk.
   *
   * @throws IOException naming the file
   */
  public static void write(Path file, String text) throws IOException {
    try (PartialFile partial = PartialFile.create(file)) {
      partial.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      partial.force();
      partial.finish();
    }
  }

  /** A failure that names its file: those of writing to an open one do not. */
  static FileSystemException named(Path file, IOException e) {
    FileSystemException named =
        new FileSystemException(
            file.toString(), null, "cannot be written: " + String.valueOf(e.getMessage()));
    named.initCause(e);
    return named;
  }
}
