package liviano.vision.picture.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/** The bytes of a picture file, no more of them than a limit and the heap allow. */
public final class PictureBytes {
  /** A file, its copy without metadata and the samples are in memory together. */
  private static final int HEAP_SHARE = 4;

  private PictureBytes() {}

  /**
   * Reads a file. What is no regular file may have no end, or keep a reader waiting for ever: it is
   * not opened.
   *
   * @throws DecodeException if the file is larger than {@code limit} or than the heap has room for
   * @throws IOException if it is no file, is not there or cannot be read; the message names it
   */
  public static byte[] read(Path file, long limit) throws IOException, DecodeException {
    BasicFileAttributes attributes = attributes(file);
    if (attributes.isDirectory()) {
      throw new FileSystemException(file.toString(), null, "is a directory: give a picture file");
    }
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          file.toString(), null, "is a pipe or a device, which may have no end: give a file");
    }
    require(attributes.size(), limit);
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, limit);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(String.format(Locale.ROOT, "%s: %s", file, e.getMessage()), e);
    }
  }

  /**
   * Reads the rest of a stream, at most one byte beyond the limit, and leaves it open.
   *
   * @throws DecodeException if there is more than {@code limit} or than the heap has room for
   */
  public static byte[] read(InputStream stream, long limit) throws IOException, DecodeException {
    byte[] bytes = stream.readNBytes((int) Math.min(limit, heapRoom()) + 1);
    require(bytes.length, limit);
    return bytes;
  }

  /**
   * Requires that there are not too many bytes.
   *
   * @throws DecodeException if there are more than {@code limit} or than the heap has room for
   */
  public static void require(long bytes, long limit) throws DecodeException {
    if (bytes > limit) {
      throw new DecodeException(
          String.format(Locale.ROOT, "larger than the limit of %d bytes: make it smaller", limit));
    }
    if (bytes > heapRoom()) {
      throw new DecodeException(
          String.format(
              Locale.ROOT,
              "larger than %d bytes, too much for a heap of %d MiB: make it smaller, or give Java more"
                  + " with -Xmx",
              heapRoom(),
              Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private static long heapRoom() {
    return Math.min(Integer.MAX_VALUE - 64, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (isLinkLoop(file)) {
        throw loop(file, e);
      }
      throw e;
    }
  }

  private static FileSystemException loop(Path file, FileSystemException cause) {
    var loop =
        new FileSystemException(
            file.toString(), null, "is a link that leads back to itself: give the picture's file");
    loop.initCause(cause);
    return loop;
  }

  /** Whether the path, or a folder on its way, is a link that is there and leads nowhere. */
  private static boolean isLinkLoop(Path file) {
    for (Path path = file.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.isSymbolicLink(path) && !Files.exists(path) && !Files.notExists(path)) {
        return true;
      }
    }
    return false;
  }
}
