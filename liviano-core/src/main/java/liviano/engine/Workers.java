package liviano.engine;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;

/**
 * The threads that share one run. The calling thread is worker 0 and always works; helpers join
 * while there are units left, spin a little between steps, and then park. A caller that finds the
 * helpers busy with another run does its step alone, with the same bits.
 */
final class Workers {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Crew crew;

  private Workers(Crew crew) {
    this.crew = crew;
  }

  /** Helpers for {@code threads - 1} threads besides the caller's; they end with this object. */
  static Workers of(int threads) {
    Crew crew = new Crew(threads);
    Workers workers = new Workers(crew);
    if (threads > 1) {
      try {
        crew.start();
      } catch (Throwable e) { // no more threads can be started: use those that were
        crew.stop();
        throw e;
      }
      CLEANER.register(workers, crew::stop);
    }
    return workers;
  }

  /** Computes all units of a kernel. */
  void run(Kernel kernel, Frame frame) {
    int units = kernel.units();
    if (units == 1 || !crew.tryLead()) {
      kernel.run(frame, 0, units, 0);
      return;
    }
    try {
      crew.share(kernel, frame, units);
    } finally {
      crew.release();
    }
  }

  /**
   * What the helpers know. They hold no reference to {@link Workers}, so that it can be collected.
   */
  private static final class Crew {
    private static final int SHARES_PER_THREAD = 4;
    private static final int CLOSED = -1;
    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final int spins;
    private final AtomicBoolean led = new AtomicBoolean();

    /** Helpers at work on the current step, or {@link #CLOSED} between steps. */
    private final AtomicInteger active = new AtomicInteger(CLOSED);

    private final AtomicInteger nextUnit = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int step;
    private volatile boolean stopped;

    // Written by the leader before it opens a step, read by helpers after they joined it.
    private Kernel kernel;
    private Frame frame;
    private int units;
    private int share;

    Crew(int threads) {
      this.helpers = new Thread[threads - 1];
      this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    }

    void start() {
      for (int i = 0; i < helpers.length; i++) {
        int worker = i + 1;
        helpers[i] =
            Thread.ofPlatform()
                .daemon()
                .name("liviano-worker-" + worker)
                .unstarted(() -> help(worker));
      }
      for (Thread helper : helpers) {
        helper.start();
      }
    }

    void stop() {
      stopped = true;
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }

    boolean tryLead() {
      return helpers.length > 0 && led.compareAndSet(false, true);
    }

    void release() {
      led.set(false);
    }

    void share(Kernel newKernel, Frame newFrame, int newUnits) {
      kernel = newKernel;
      frame = newFrame;
      units = newUnits;
      int threads = helpers.length + 1;
      share =
          newKernel.favoursLongRuns()
              ? Math.ceilDiv(newUnits, threads)
              : Math.max(1, newUnits / (threads * SHARES_PER_THREAD));
      nextUnit.set(0);
      failure.set(null); // left from a step in which the leader itself failed
      active.set(0);
      step++;
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
      try {
        work(0);
      } finally {
        for (int i = 0; !active.compareAndSet(0, CLOSED); i++) {
          if (i < spins) {
            Thread.onSpinWait();
          } else {
            Thread.yield(); // a helper waits for a processor, maybe for this one
          }
        }
        kernel = null;
        frame = null;
      }
      Throwable thrown = failure.getAndSet(null);
      if (thrown != null) {
        throw new IllegalStateException("a worker failed: " + thrown, thrown);
      }
    }

    private void help(int worker) {
      int seen = 0;
      while (!stopped) {
        int now = step;
        if (now == seen) {
          await(seen);
          continue;
        }
        seen = now;
        if (join()) {
          try {
            work(worker);
          } catch (Throwable t) {
            failure.compareAndSet(null, t);
          } finally {
            active.decrementAndGet();
          }
        }
      }
    }

    private void await(int seen) {
      for (int i = 0; i < spins; i++) {
        if (step != seen || stopped) {
          return;
        }
        Thread.onSpinWait();
      }
      // If the permit was given between the check and the park, park returns at once.
      if (step == seen && !stopped) {
        LockSupport.park(this);
      }
    }

    private boolean join() {
      int now = active.get();
      while (now != CLOSED) {
        if (active.compareAndSet(now, now + 1)) {
          return true;
        }
        now = active.get();
      }
      return false;
    }

    private void work(int worker) {
      for (int from = nextUnit.getAndAdd(share); from < units; from = nextUnit.getAndAdd(share)) {
        kernel.run(frame, from, Math.min(units, from + share), worker);
      }
    }
  }
}
