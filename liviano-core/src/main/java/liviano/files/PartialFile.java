package liviano.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * A file on its way: written under a passing name in the folder where it belongs, and renamed in
 * the end over what stood there, so that nobody takes half of it for the whole. Closing it before
 * leaves nothing behind, nor does {@link Unfinished#discardAll}. For one thread.
 *
 * <p>Failures are {@link FileSystemException}s that name the file as the caller called it.
 */
public final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path place;
  private final Path partial;
  private final Unfinished.Remains remains;
  private final FileChannel channel;

  private PartialFile(Path target) throws IOException {
    this.target = target;
    this.place = place(target);
    this.partial = place.resolveSibling(".liviano-" + UUID.randomUUID() + ".part");
    this.remains = () -> Files.deleteIfExists(partial);
    this.channel =
        Unfinished.begin(
            remains,
            () ->
                FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /**
   * Starts a file.
   *
   * @param target in a folder that is there
   * @throws FileSystemException if no file can be written there
   */
  public static PartialFile create(Path target) throws IOException {
    try {
      return new PartialFile(target);
    } catch (IOException e) {
      throw named(target, e);
    }
  }

  /** Through a link, so that the file it leads to is replaced and not the link. */
  private static Path place(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw new FileSystemException(
          target.toString(), null, "is a directory, expected a file name");
    }
    if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      throw new FileSystemException(
          target.toString(), null, "is a device or pipe, expected a file that can be replaced");
    }
    return Files.exists(absolute) ? absolute.toRealPath() : absolute;
  }

  /** Writes all bytes that remain. */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw named(target, e);
    }
  }

  /** A stream to the end of the file, without a buffer; closing it closes nothing. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        PartialFile.this.write(ByteBuffer.wrap(bytes, offset, length));
      }
    };
  }

  /** Waits until the bytes so far are on the disk. */
  public void force() throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw named(target, e);
    }
  }

  /** Puts the file in its place; nothing can be written after that. */
  public void finish() throws IOException {
    try {
      channel.close();
      Unfinished.finish(remains, () -> Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE));
    } catch (IOException e) {
      throw named(target, e);
    }
  }

  /** Deletes the file unless it is finished. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
      remains.discard();
    } catch (IOException e) {
      throw named(target, e);
    }
    Unfinished.forget(remains);
  }

  private static FileSystemException named(Path target, IOException e) {
    Path folder = target.toAbsolutePath().getParent();
    String reason =
        switch (e) {
          case NoSuchFileException _ when Files.isDirectory(folder) ->
              String.format(Locale.ROOT, "the folder %s takes no files", folder);
          case NoSuchFileException _ when Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ->
              String.format(Locale.ROOT, "%s is no folder", folder);
          case NoSuchFileException _ ->
              String.format(Locale.ROOT, "there is no folder %s: make it first", folder);
          case AccessDeniedException _ ->
              String.format(Locale.ROOT, "may not write to the folder %s", folder);
          case FileSystemException failure when failure.getReason() != null -> failure.getReason();
          default -> "cannot be written: " + (e.getMessage() == null ? e : e.getMessage());
        };
    FileSystemException named = new FileSystemException(target.toString(), null, reason);
    named.initCause(e);
    return named;
  }
}
