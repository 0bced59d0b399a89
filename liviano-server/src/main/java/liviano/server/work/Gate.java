package liviano.server.work;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets so many requests work on pictures at a time, over all models, and so many wait, in the order
 * in which they came; refuses the others. More at a time would only share the same cores.
 *
 * <p>The work is done on the gate's own threads: on virtual ones it would keep their carriers from
 * reading other requests. Thread-safe.
 */
public final class Gate implements AutoCloseable {
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  private final int sessions;
  private final int places; // of those who work and those who wait
  private final ThreadPoolExecutor threads;
  private final AtomicInteger admitted = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final Pace pace = new Pace();

  /**
   * A gate.
   *
   * @param sessions that work at a time, at least 1
   * @param queue that wait at most, at least 0
   */
  public Gate(int sessions, int queue) {
    this.sessions = sessions;
    this.places = Math.addExact(sessions, queue);
    ThreadFactory factory = Thread.ofPlatform().daemon().name("liviano-session-", 1).factory();
    this.threads =
        new ThreadPoolExecutor(
            sessions, sessions, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
  }

  /**
   * Does {@code work} when its turn has come, and returns what it gives or throws. Adds the time of
   * waiting, and what the tasks in it measure of themselves, to the stages. Where the time is over
   * while it works, its thread is interrupted, and this method returns at once; its place is free
   * again when it has ended.
   *
   * @throws BusyException if too many wait already, or the server stops
   * @throws OutOfTimeException if the time is over
   */
  public <R, X extends Exception> R run(TimeLimit limit, Stages stages, Stages.Work<R, X> work)
      throws X {
    limit.left();
    if (admitted.incrementAndGet() > places) {
      admitted.decrementAndGet();
      refused.increment();
      throw new BusyException(
          String.format(
              Locale.ROOT, "the server is busy: %d requests wait already", places - sessions),
          retryAfter());
    }
    Job<R, X> job = new Job<>(stages, work);
    try {
      threads.execute(job);
    } catch (RejectedExecutionException _) {
      job.giveUp();
      throw stopping();
    }
    return job.await(limit);
  }

  private static BusyException stopping() {
    return new BusyException("the server is stopping", Duration.ofSeconds(5));
  }

  /** When those who are here now have gone, at the pace of late; from 1 to 60 seconds. */
  private Duration retryAfter() {
    double seconds = pace.meanSeconds() * places / sessions;
    long whole = (long) Math.ceil(Math.min(seconds, LONGEST_RETRY.toSeconds()));
    return Duration.ofSeconds(Math.max(1, whole));
  }

  /** The most that work at a time. */
  public int sessions() {
    return sessions;
  }

  /** The most that wait at a time. */
  public int places() {
    return places - sessions;
  }

  /** Those who work now. */
  public int working() {
    return working.get();
  }

  /** Those who wait now. */
  public int waiting() {
    return Math.max(0, admitted.get() - working.get());
  }

  /** Those who were refused since the start. */
  public long refused() {
    return refused.sum();
  }

  /** Interrupts the work, and refuses all who wait or come. */
  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Job<?, ?> job) {
        job.giveUp();
      }
    }
  }

  private enum State {
    WAITING,
    WORKING,
    ENDED,
    GIVEN_UP
  }

  /**
   * One request's work. The request's thread is parked and unparked rather than told by a monitor:
   * a virtual one that waits in a monitor is woken by way of one more thread of the JVM.
   */
  private final class Job<R, X extends Exception> implements Runnable {
    private final Stages stages;
    private final Stages.Work<R, X> work;
    private final long came = System.nanoTime();
    private final Thread caller = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private Thread worker; // guarded by this, to interrupt it for no other work
    private R result; // written before the state is ENDED, read after
    private Throwable failure;

    Job(Stages stages, Stages.Work<R, X> work) {
      this.stages = stages;
      this.work = work;
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      long began = System.nanoTime();
      stages.add(Stage.QUEUE, began - came);
      R got = null;
      Throwable thrown = null;
      try {
        got = stages.infer(work);
      } catch (Throwable e) {
        thrown = e; // of the caller, who rethrows it
      }
      pace.took(System.nanoTime() - began);
      end(got, thrown);
    }

    private synchronized boolean begin() {
      if (!state.compareAndSet(State.WAITING, State.WORKING)) {
        return false;
      }
      worker = Thread.currentThread();
      working.incrementAndGet();
      return true;
    }

    private void end(R got, Throwable thrown) {
      synchronized (this) {
        result = got;
        failure = thrown;
        state.set(State.ENDED);
        Thread.interrupted(); // was meant for this work alone
        working.decrementAndGet();
        admitted.decrementAndGet();
      }
      LockSupport.unpark(caller);
    }

    /** Leaves the queue, or interrupts the work. */
    synchronized void giveUp() {
      if (state.compareAndSet(State.WAITING, State.GIVEN_UP)) {
        threads.remove(this);
        admitted.decrementAndGet();
        LockSupport.unpark(caller);
      } else if (state.get() == State.WORKING) {
        worker.interrupt();
      }
    }

    /** The result, once it is there. For the thread that made the job. */
    R await(TimeLimit limit) throws X {
      try {
        while (state.get() == State.WAITING || state.get() == State.WORKING) {
          LockSupport.parkNanos(this, limit.left().toNanos());
          if (Thread.interrupted()) {
            giveUp();
            Thread.currentThread().interrupt();
            throw stopping();
          }
        }
      } catch (OutOfTimeException e) {
        if (state.get() == State.WAITING) {
          stages.add(Stage.QUEUE, System.nanoTime() - came);
        }
        giveUp();
        throw e;
      }
      if (state.get() == State.GIVEN_UP) {
        throw stopping();
      }
      if (failure != null) {
        throw Job.<X>thrown(failure);
      }
      return result;
    }

    /** What the work throws is an {@code X}, or needs no declaration. */
    @SuppressWarnings("unchecked")
    private static <X extends Exception> X thrown(Throwable failure) {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> {
          return (X) failure;
        }
      }
    }
  }
}
