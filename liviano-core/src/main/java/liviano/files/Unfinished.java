package liviano.files;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process is in the middle of making: files that are not whole, folders that nothing is
 * in yet, programs that fill them. Whoever makes such a thing removes it on failure; this list is
 * for a process that is stopped before it can, by Ctrl-C or {@code kill}. A program that wants to
 * leave nothing behind then calls {@link #discardAll} in its shutdown hook; no library installs
 * one.
 *
 * <p>A thing is begun and put in place under one lock, so that none is begun after the list was
 * discarded, while other threads still run.
 */
public final class Unfinished {
  /** The one list of the process: a shutdown hook has nobody to hand it another. */
  private static final Unfinished ALL = new Unfinished();

  private final ReentrantLock lock = new ReentrantLock();
  private final SequencedSet<Remains> begun = new LinkedHashSet<>();
  private boolean ended;

  Unfinished() {}

  /** Something to take away, known by its identity. */
  @FunctionalInterface
  public interface Remains {
    /**
     * Takes it away, whatever there is of it; other threads may still be at work on it.
     *
     * @throws IOException if that is impossible
     */
    void discard() throws IOException;
  }

  /** A step that makes something, or puts it in its place. */
  @FunctionalInterface
  public interface Step<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Makes something and lists what it leaves behind.
   *
   * @return what the step made
   * @throws IOException if the step fails, and then nothing is listed, or if the process is ending
   */
  public static <T> T begin(Remains remains, Step<T> step) throws IOException {
    return ALL.start(remains, step);
  }

  /**
   * Puts something in its place and takes it off the list.
   *
   * @throws IOException if the step fails, and then it stays listed, or if the process is ending
   */
  public static void finish(Remains remains, Step<?> step) throws IOException {
    ALL.end(remains, step);
  }

  /** Takes something off the list: it is gone. */
  public static void forget(Remains remains) {
    ALL.drop(remains);
  }

  /**
   * Takes away all that is listed, the youngest first. From now on nothing can be begun or
   * finished: this is for the end of the process.
   */
  public static void discardAll() {
    ALL.discard();
  }

  <T> T start(Remains remains, Step<T> step) throws IOException {
    lock.lock();
    try {
      requireOpen();
      T made = step.run();
      begun.add(remains);
      return made;
    } finally {
      lock.unlock();
    }
  }

  void end(Remains remains, Step<?> step) throws IOException {
    lock.lock();
    try {
      requireOpen();
      step.run();
      begun.remove(remains);
    } finally {
      lock.unlock();
    }
  }

  void drop(Remains remains) {
    lock.lock();
    try {
      begun.remove(remains);
    } finally {
      lock.unlock();
    }
  }

  void discard() {
    for (Remains remains : close()) {
      try {
        remains.discard();
      } catch (IOException e) {
        // Left behind; the process is ending, and nobody would read a message.
      }
    }
  }

  private List<Remains> close() {
    lock.lock();
    try {
      ended = true;
      return List.copyOf(begun.reversed());
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("stopped: this process is ending");
    }
  }
}
