package liviano.formats.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import liviano.files.Unfinished;

/**
 * One writer at a time, whatever thread or process it is in. The system lets go of the lock of a
 * process that dies.
 *
 * <p>The file goes with the lock. Whoever waits for it has it open still, and must not take the
 * lock of a file that is no longer there for one that keeps others out: so who deletes it also
 * writes a byte into it before letting go.
 */
final class StoreLock implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final Path file;
  private final FileChannel channel;
  private final Unfinished.Remains remains = this::release;
  private boolean taken;

  private StoreLock(Path file) throws IOException {
    this.file = file;
    this.channel =
        Unfinished.begin(
            remains,
            () ->
                FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Waits for the lock.
   *
   * @param whenWaiting called once, if somebody else has it
   * @throws FileSystemException if it does not come free within the limit
   */
  static StoreLock acquire(Path file, Duration limit, Runnable whenWaiting) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // opening it might never end
      throw new FileSystemException(file.toString(), null, "is no regular file: delete it");
    }
    long end = System.nanoTime() + limit.toNanos();
    StoreLock lock = new StoreLock(file);
    try {
      for (boolean told = false; !lock.take(); told = true) {
        if (!told) {
          whenWaiting.run();
        }
        if (System.nanoTime() - end > 0) {
          throw new FileSystemException(
              file.toString(),
              null,
              String.format(
                  Locale.ROOT, "another process has held this lock for %d s", limit.toSeconds()));
        }
        pause();
        if (lock.isGone()) {
          lock.close();
          lock = new StoreLock(file);
        }
      }
      return lock;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** True if the lock is this one's, and the file is still there for all to see. */
  private synchronized boolean take() throws IOException {
    try {
      taken = taken || channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // somebody else in this process has it
    }
    return taken && !isGone();
  }

  private synchronized boolean isGone() throws IOException {
    return channel.size() > 0;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another installation", e);
    }
  }

  /** Deletes the file if no other has the lock, and lets go of it. */
  private synchronized void release() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      if (take()) {
        Files.deleteIfExists(file);
        channel.write(ByteBuffer.allocate(1));
      }
    }
  }

  @Override
  public void close() throws IOException {
    release();
    Unfinished.forget(remains);
  }
}
