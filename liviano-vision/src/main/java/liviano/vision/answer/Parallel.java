package liviano.vision.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The same work for each element of a list, on several threads: the caller's, and helpers that end
 * with the call. Elements are taken in their order. If one fails, no further ones are taken; those
 * before it are finished, so that the failure that is thrown is that of the first one in the list.
 */
public final class Parallel<T, R> {
  private final List<T> elements;
  private final Function<? super T, ? extends R> work;
  private final R[] results;
  private final AtomicInteger next = new AtomicInteger();
  private final Object lock = new Object();
  private int failedAt = Integer.MAX_VALUE; // guarded by lock
  private Throwable failure; // guarded by lock

  @SuppressWarnings("unchecked") // nobody sees the array
  private Parallel(List<T> elements, Function<? super T, ? extends R> work) {
    this.elements = elements;
    this.work = work;
    this.results = (R[]) new Object[elements.size()];
  }

  /** How many inferences, each on that many threads, keep all processors busy. */
  public static int threads(int perInference) {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / perInference);
  }

  /**
   * The results in the order of the elements. If the calling thread is interrupted, so are the
   * helpers; the call ends when they have.
   *
   * @param threads the most that work, the caller's among them, at least 1
   */
  public static <T, R> List<R> map(
      List<T> elements, int threads, Function<? super T, ? extends R> work) {
    return new Parallel<T, R>(List.copyOf(elements), work).run(threads);
  }

  private List<R> run(int threads) {
    List<Thread> helpers = new ArrayList<>();
    // A caller that is interrupted already has no helpers: its own first element gives up.
    int workers = Thread.currentThread().isInterrupted() ? 1 : Math.min(threads, elements.size());
    try {
      for (int i = 1; i < workers; i++) {
        helpers.add(Thread.ofPlatform().daemon().name("liviano-batch-" + i).start(this::work));
      }
    } catch (Throwable t) { // the system gives no more threads
      fail(-1, t);
    }
    work();
    join(helpers);
    synchronized (lock) {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
    return Collections.unmodifiableList(Arrays.asList(results));
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < elements.size(); i = next.getAndIncrement()) {
      try {
        results[i] = work.apply(elements.get(i));
      } catch (Throwable t) {
        fail(i, t);
      }
    }
  }

  private void fail(int at, Throwable thrown) {
    synchronized (lock) {
      if (at < failedAt) {
        failedAt = at;
        failure = thrown;
      }
    }
    next.set(elements.size());
  }

  private static void join(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException _) {
          interrupted = true;
          helpers.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
