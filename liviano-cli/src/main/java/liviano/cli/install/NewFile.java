package liviano.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import liviano.cli.Failures;

/** Writes streams to new files, and tells apart which of both failed. */
final class NewFile {
  private NewFile() {}

  /**
   * Copies all of a stream.
   *
   * @throws FileSystemException if the file cannot be written
   * @throws IOException if the stream cannot be read
   */
  static void copy(InputStream in, Path file) throws IOException {
    byte[] bytes = new byte[1 << 16];
    try (OutputStream out = open(file)) {
      for (int count; (count = in.read(bytes)) >= 0; ) {
        write(out, bytes, count, file);
      }
    }
  }

  private static OutputStream open(Path file) throws FileSystemException {
    try {
      return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static void write(OutputStream out, byte[] bytes, int count, Path file)
      throws FileSystemException {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** What a failure to write is called: a full disk has no kind of its own. */
  static FileSystemException failure(Path file, IOException e) {
    FileSystemException named =
        new FileSystemException(file.toString(), null, Failures.describe(e));
    named.initCause(e);
    return named;
  }
}
