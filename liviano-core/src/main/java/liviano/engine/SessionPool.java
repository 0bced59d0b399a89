package liviano.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Sessions of one program, lent to one caller at a time and used again. At most as many are lent at
 * once as there are processors: more would only share the same cores and hold more memory, so
 * further callers wait their turn.
 */
public final class SessionPool {
  private final Program program;
  private final Semaphore turns;
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();

  /** A pool of one session per processor. */
  public SessionPool(Program program) {
    this(program, Runtime.getRuntime().availableProcessors());
  }

  /** A pool of that many sessions. */
  public SessionPool(Program program, int sessions) {
    this.program = program;
    this.turns = new Semaphore(sessions, true);
  }

  public Program program() {
    return program;
  }

  /**
   * Calls {@code work} with a session that no other caller uses at the same time. The result must
   * not refer to the session's memory.
   *
   * @throws CancelledException if the calling thread is interrupted while it waits for a session
   */
  public <R> R with(Function<Session, R> work) {
    return with(Deadline.none(), work);
  }

  /**
   * The same, waiting for a session no longer than there is time. {@code work} gives the deadline
   * to {@link Session#run(Deadline)} itself.
   *
   * @throws CancelledException if the deadline passes, or the calling thread is interrupted, while
   *     it waits for a session
   */
  public <R> R with(Deadline deadline, Function<Session, R> work) {
    takeTurn(deadline);
    try {
      Session lent = idle.poll();
      Session session = lent == null ? program.newSession() : lent;
      try {
        return work.apply(session);
      } finally {
        idle.add(session);
      }
    } finally {
      turns.release();
    }
  }

  private void takeTurn(Deadline deadline) {
    try {
      if (deadline.isNone()) {
        turns.acquire();
      } else if (!turns.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new CancelledException(
            CancelledException.Reason.DEADLINE, "out of time while waiting for a session");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException(
          CancelledException.Reason.INTERRUPTED, "interrupted while waiting for a session");
    }
  }
}
