package liviano.train.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Sees to it that one process at a time works on a run. It is the system's lock on an empty file,
 * which the system takes away when the process ends, however it ends; the number of the process
 * stands in another file, for messages.
 *
 * <p>Two files, because a process that closes a file loses its locks on it, even if it had opened
 * it once more only to read.
 */
final class RunLock implements AutoCloseable {
  static final String FILE = ".lock";
  static final String PROCESS = ".process";

  /** Whoever lists runs holds the lock for a moment, to see whether he gets it. */
  private static final int TRIES = 20;

  private static final long BETWEEN_MILLIS = 25;

  private static final Holder THIS =
      new Holder(ProcessHandle.current().pid(), UUID.randomUUID().toString());

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  /**
   * A process.
   *
   * @param mark of this one alone: in containers many have the number 1
   */
  private record Holder(long number, String mark) {}

  private RunLock(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @throws RunException if another process has it, or another part of this one
   * @throws IOException if the folder cannot be written, or its disk has no locks
   */
  static RunLock take(Path folder) throws IOException {
    if (isOurs(folder)) {
      throw taken(folder);
    }
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryOften(channel);
      if (lock == null) {
        throw taken(folder);
      }
      TextFiles.write(folder.resolve(PROCESS), THIS.number() + " " + THIS.mark() + "\n");
      return new RunLock(folder, channel, lock);
    } catch (OverlappingFileLockException e) { // another thread of this process is faster
      channel.close();
      throw taken(folder);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock tryOften(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    for (int tries = 1; lock == null && tries < TRIES; tries++) {
      try {
        Thread.sleep(BETWEEN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
      lock = channel.tryLock();
    }
    return lock;
  }

  private static boolean isOurs(Path folder) throws IOException {
    return holder(folder).equals(Optional.of(THIS));
  }

  private static RunException taken(Path folder) throws IOException {
    OptionalLong process = process(folder);
    return new RunException(
        folder,
        String.format(
            Locale.ROOT,
            "a process is at work on this run%s: wait for its end, or stop it first",
            process.isPresent() ? " (" + process.getAsLong() + ")" : ""));
  }

  /**
   * Whether a process is at work on a run. Changes nothing.
   *
   * @throws IOException if the folder cannot be read, or its disk has no locks
   */
  static boolean isTaken(Path folder) throws IOException {
    if (isOurs(folder)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * The process that last took the lock, if it did not give it back; empty if it did.
   *
   * @throws IOException if the folder cannot be read
   */
  static OptionalLong process(Path folder) throws IOException {
    Optional<Holder> holder = holder(folder);
    return holder.isPresent() ? OptionalLong.of(holder.get().number()) : OptionalLong.empty();
  }

  private static Optional<Holder> holder(Path folder) throws IOException {
    Path file = folder.resolve(PROCESS);
    try (InputStream in = Files.newInputStream(file)) {
      String[] words = new String(in.readNBytes(100), UTF_8).strip().split(" ");
      return words.length == 2 && words[0].matches("[0-9]{1,18}")
          ? Optional.of(new Holder(Long.parseLong(words[0]), words[1]))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(folder.resolve(PROCESS));
      lock.release();
    }
  }
}
