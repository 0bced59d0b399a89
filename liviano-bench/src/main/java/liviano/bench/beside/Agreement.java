package liviano.bench.beside;

import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.cli.CommandException;
import liviano.graph.Value;

/** Whether two engines compute the same: without it a comparison of times says nothing. */
final class Agreement {
  /** Share of the largest number of the output, where both compute in floats of 32 bits. */
  static final double TOLERANCE = 1e-3;

  /**
   * The same where one of them rounds between layers: to 16 bits, or to integers in its own way.
   */
  static final double ROUNDED = 0.1;

  private Agreement() {}

  /**
   * Holds a peer's outputs against Liviano's, output by output.
   *
   * @param ours all outputs one after the other
   * @param tolerance the share of an output's largest number that any may differ by
   * @throws CommandException naming the output that differs, and by how much
   */
  static void require(
      String peer,
      SequencedMap<String, Value> outputs,
      float[] ours,
      float[] theirs,
      double tolerance) {
    if (ours.length != theirs.length) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "%s gives %d numbers, Liviano %d: nothing was timed",
              peer,
              theirs.length,
              ours.length));
    }
    int from = 0;
    for (Map.Entry<String, Value> output : outputs.entrySet()) {
      int to = from + output.getValue().shape().elements();
      double apart = apart(ours, theirs, from, to);
      if (!(apart <= tolerance)) {
        throw new CommandException(
            String.format(
                Locale.ROOT,
                "%s and Liviano differ by %.2g of the largest number of output '%s' (over %s): nothing was timed",
                peer,
                apart,
                output.getKey(),
                tolerance));
      }
      from = to;
    }
  }

  /** The largest difference over the largest number; not a number where there is none. */
  static double apart(float[] ours, float[] theirs, int from, int to) {
    double largest = 0;
    double apart = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(ours[i]));
      apart = Math.max(apart, Math.abs((double) ours[i] - theirs[i]));
    }
    return apart == 0 ? 0 : apart / largest;
  }
}
