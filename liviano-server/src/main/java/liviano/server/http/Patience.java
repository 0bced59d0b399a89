package liviano.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a client no longer than a given time, or a moment more. A thread that waits beyond that
 * is interrupted, which closes the connection that it waits for.
 *
 * <p>For one thread at a time, and that of the {@link WaitingRoom}.
 */
final class Patience {
  /** Slower than any modem. */
  private static final long BYTES_A_SECOND = 4096;

  /** A wait for the network. */
  @FunctionalInterface
  interface Wait<R, X extends Exception> {
    R run() throws X;
  }

  private final WaitingRoom room;
  private final long patience; // nanoseconds
  private final boolean inAll;
  private long passed; // bytes
  private long waited; // in waits that have ended, nanoseconds
  private long began; // of the wait under way
  private boolean waits;
  private Thread waiting = Thread.currentThread();
  private boolean isOut;

  private Patience(Duration patience, boolean inAll, WaitingRoom room) {
    this.patience = patience.toNanos();
    this.inAll = inAll;
    this.room = room;
  }

  /**
   * For all waits together, and a second more for each {@value #BYTES_A_SECOND} bytes that have
   * passed: a client that sends must not do it byte by byte.
   */
  static Patience inAll(Duration patience, WaitingRoom room) {
    return new Patience(patience, true, room);
  }

  /**
   * For each wait anew: what a client is sent lies in the buffers of the system for a while, and
   * says nothing of how fast it is taken.
   */
  static Patience atATime(Duration patience, WaitingRoom room) {
    return new Patience(patience, false, room);
  }

  /** Runs what waits for the client. */
  <R, X extends Exception> R wait(Wait<R, X> wait) throws X {
    begin();
    room.enter(this);
    try {
      return wait.run();
    } finally {
      room.leave(this);
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

  private synchronized void begin() {
    waits = true;
    waiting = Thread.currentThread();
    began = System.nanoTime();
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

  /** Ends the wait under way where it has been too long. */
  synchronized void look() {
    if (waits && left() <= 0) {
      isOut = true;
      waiting.interrupt();
    }
  }
}
