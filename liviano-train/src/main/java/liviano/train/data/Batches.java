package liviano.train.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import liviano.LivianoException;

/**
 * The batches of one epoch, prepared ahead on threads of their own. They are the same, bit by bit,
 * for any number of threads. Memory is bounded: there are as many arrays as batches ahead, and one
 * that the caller holds.
 *
 * <p>Confined to one thread, which closes it.
 */
public final class Batches<L> implements AutoCloseable {
  /** Arrays have a few elements less than the largest int, on every virtual machine. */
  private static final int MOST_FLOATS = Integer.MAX_VALUE - 64;

  private final SampleSource<L> source;
  private final BatchPlan plan;
  private final int[] order;
  private final int batches;
  private final long seed;
  private final int length;
  private final ExecutorService workers;
  private final List<Thread> threads = new ArrayList<>();
  private final Deque<float[]> free = new ArrayDeque<>();
  private final Deque<Slot> ahead = new ArrayDeque<>();
  private Optional<float[]> held = Optional.empty();
  private int begun;
  private volatile boolean closed;

  private Batches(SampleSource<L> source, BatchPlan plan, long epoch, int fromBatch) {
    this.source = source;
    this.plan = plan;
    this.order = plan.order(source.size(), epoch);
    this.batches = plan.batches(source.size());
    this.seed = Draws.seed(plan.seed(), epoch, 1);
    this.length = source.inputLength();
    this.begun = fromBatch;
    if ((long) plan.batch() * length > MOST_FLOATS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %d inputs of %d numbers does not fit in an array: give a smaller batch",
              plan.batch(),
              length));
    }
    if (fromBatch < 0 || fromBatch > batches) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "batch %d: an epoch has %d", fromBatch, batches));
    }
    this.workers = Executors.newFixedThreadPool(plan.threads(), this::thread);
  }

  /**
   * Begins an epoch; the first batches are prepared at once.
   *
   * @param epoch from 0; decides order and augmentation, with the plan's seed
   * @param fromBatch the first batch that is wanted, from 0; those before cost nothing
   * @throws IllegalArgumentException if the epoch has fewer batches, or a batch does not fit in an
   *     array
   */
  public static <L> Batches<L> of(
      SampleSource<L> source, BatchPlan plan, long epoch, int fromBatch) {
    Batches<L> made = new Batches<>(source, plan, epoch, fromBatch);
    made.prepareAhead();
    return made;
  }

  /** Called by the thread that asks for batches, as work is given. */
  private Thread thread(Runnable work) {
    String name = "liviano-samples-" + (threads.size() + 1);
    Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(work);
    threads.add(thread);
    return thread;
  }

  /** Samples that are prepared for one batch. */
  private final class Slot {
    final int first;
    final float[] inputs;
    final Object[] labels;
    final Throwable[] failures;
    final CountDownLatch open;

    Slot(int first, int count, float[] inputs) {
      this.first = first;
      this.inputs = inputs;
      this.labels = new Object[count];
      this.failures = new Throwable[count];
      this.open = new CountDownLatch(count);
    }

    void begin() {
      for (int i = 0; i < labels.length; i++) {
        int sample = i;
        workers.execute(() -> prepare(sample));
      }
    }

    /** Failures are for the caller, who asks for the batch. */
    private void prepare(int sample) {
      try {
        labels[sample] =
            source.prepare(order[first + sample], seed, plan.training(), inputs, sample * length);
      } catch (Throwable e) {
        failures[sample] = e;
      } finally {
        open.countDown();
      }
    }

    /** The failure of the first sample that has one, whichever thread was first. */
    void requireSound() throws IOException {
      for (Throwable failure : failures) {
        switch (failure) {
          case null -> {}
          case IOException e -> throw e;
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          default -> throw new IllegalStateException(failure);
        }
      }
    }

    @SuppressWarnings("unchecked") // the source's own labels
    Batch<L> batch() {
      List<L> all = Stream.of(labels).map(label -> (L) label).toList();
      return new Batch<>(all.size(), inputs, all);
    }
  }

  /**
   * The next batch; waits until it is ready. What the call before gave is no longer the caller's:
   * its array is used again.
   *
   * @return empty at the end of the epoch
   * @throws IOException if a picture cannot be read; the message names it
   * @throws LivianoException if a picture or its label is wrong; the message names the file
   * @throws CancellationException if this thread is interrupted, and it stays so
   * @throws IllegalStateException if this is closed
   */
  public Optional<Batch<L>> next() throws IOException {
    if (closed) {
      throw new IllegalStateException("these batches are closed");
    }
    held.ifPresent(free::add);
    held = Optional.empty();
    Slot slot = ahead.poll();
    if (slot == null) {
      return Optional.empty();
    }
    prepareAhead();
    await(slot);
    held = Optional.of(slot.inputs);
    slot.requireSound();
    return Optional.of(slot.batch());
  }

  /** Batches of the whole epoch, those before the first that was wanted too. */
  public int count() {
    return batches;
  }

  private void prepareAhead() {
    while (ahead.size() < plan.ahead() && begun < batches) {
      int first = begun * plan.batch();
      int count = Math.min(plan.batch(), order.length - first);
      Slot slot = new Slot(first, count, array(count * length));
      begun++;
      ahead.add(slot);
      slot.begin();
    }
  }

  /** One that was used before, but for a last batch that is smaller. */
  private float[] array(int floats) {
    float[] used = free.peek();
    return used != null && used.length == floats ? free.poll() : new float[floats];
  }

  private void await(Slot slot) {
    try {
      slot.open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a batch was prepared");
    }
  }

  /** Stops the threads; returns when they have ended, at most a picture later. */
  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
