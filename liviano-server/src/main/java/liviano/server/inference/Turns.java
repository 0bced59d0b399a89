package liviano.server.inference;

import liviano.engine.Deadline;
import liviano.server.work.Stages;

/** Lets work wait until it may use a processor. */
interface Turns {

  /** What is done in a turn. */
  @FunctionalInterface
  interface Work<R> {
    R run(Stages stages, Deadline deadline);
  }

  /** Waits for a turn, and does the work in it. */
  <R> R take(Work<R> work);
}
