package liviano.server.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a client no longer than a given time. A thread that waits beyond that is interrupted,
 * which closes the connection that it waits for.
 *
 * <p>For one thread at a time, and the clock.
 */
final class Patience {
  /** Slower than any modem. */
  private static final long BYTES_A_SECOND = 4096;

  /** A wait for the network. */
  @FunctionalInterface
  interface Wait<R, X extends Exception> {
    R run() throws X;
  }

  private final ScheduledExecutorService clock;
  private final long patience; // nanoseconds
  private final boolean inAll;
  private long passed; // bytes
  private long waited; // in waits that have ended, nanoseconds
  private long began; // of the wait under way
  private boolean waits;
  private Thread waiting = Thread.currentThread();
  private boolean isOut;
  private Future<?> alarm;

  private Patience(Duration patience, boolean inAll, ScheduledExecutorService clock) {
    this.patience = patience.toNanos();
    this.inAll = inAll;
    this.clock = clock;
  }

  /**
   * For all waits together, and a second more for each {@value #BYTES_A_SECOND} bytes that have
   * passed: a client that sends must not do it byte by byte.
   */
  static Patience inAll(Duration patience, ScheduledExecutorService clock) {
    return new Patience(patience, true, clock);
  }

  /**
   * For each wait anew: what a client is sent lies in the buffers of the system for a while, and
   * says nothing of how fast it is taken.
   */
  static Patience atATime(Duration patience, ScheduledExecutorService clock) {
    return new Patience(patience, false, clock);
  }

  /** Runs what waits for the client. */
  <R, X extends Exception> R wait(Wait<R, X> wait) throws X {
    begin();
    try {
      return wait.run();
    } finally {
      end();
    }
  }

  /** So many bytes more have passed. */
  synchronized void passed(long bytes) {
    passed += bytes;
  }

  /** Whether the client has been too slow. */
  synchronized boolean isOut() {
    return isOut || left() <= 0;
  }

  /** Forgets the alarm: there will be no further waits. */
  synchronized void dismiss() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  private synchronized void begin() {
    waits = true;
    waiting = Thread.currentThread();
    began = System.nanoTime();
    if (alarm == null) {
      set();
    }
  }

  private synchronized void end() {
    waits = false;
    waited += System.nanoTime() - began;
    if (isOut) {
      Thread.interrupted(); // was meant for this wait alone
    }
  }

  private long left() {
    long now = waits ? System.nanoTime() - began : 0;
    if (!inAll) {
      return patience - now;
    }
    return patience + passed * (TimeUnit.SECONDS.toNanos(1) / BYTES_A_SECOND) - waited - now;
  }

  private void set() {
    try {
      alarm = clock.schedule(this::ring, left(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      waiting.interrupt(); // the door is closed, and its connections are
    }
  }

  private synchronized void ring() {
    if (alarm == null) {
      return;
    }
    if (left() > 0) {
      set();
    } else {
      alarm = null; // without a wait now, the next one sets it again
      if (waits) {
        isOut = true;
        waiting.interrupt();
      }
    }
  }
}
