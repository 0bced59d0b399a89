package liviano.server.inference;

import liviano.server.work.Gate;
import liviano.server.work.Stages;
import liviano.server.work.TimeLimit;
import liviano.vision.PictureReader;

/**
 * What a request works with.
 *
 * @param gate where each sample waits for its turn
 * @param limit when the request is given up
 * @param stages where its time goes
 * @param reader of the pictures in it
 */
record Turn(Gate gate, TimeLimit limit, Stages stages, PictureReader reader) {

  /** Waits for a turn, and does the work in it. */
  <R> R take(Stages.Work<R, RuntimeException> work) {
    return gate.run(limit, stages, work);
  }
}
