package liviano.formats.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * One writer at a time, whatever thread or process it is in. The system lets go of the lock of a
 * process that dies; the file stays, since removing it would let two in.
 */
record StoreLock(FileChannel channel, FileLock lock) implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  /**
   * Waits for the lock.
   *
   * @param whenWaiting called once, if somebody else has it
   * @throws FileSystemException if it does not come free within the limit
   */
  static StoreLock acquire(Path file, Duration limit, Runnable whenWaiting) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      return new StoreLock(channel, await(file, channel, limit, whenWaiting));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock await(
      Path file, FileChannel channel, Duration limit, Runnable whenWaiting) throws IOException {
    long start = System.nanoTime();
    for (boolean told = false; ; told = true) {
      Optional<FileLock> lock = tryLock(channel);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (!told) {
        whenWaiting.run();
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new FileSystemException(
            file.toString(),
            null,
            String.format(
                Locale.ROOT, "another process has held this lock for %d s", limit.toSeconds()));
      }
      pause();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process.
      return Optional.empty();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another installation", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
