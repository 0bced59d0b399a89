package liviano.kernels.vector;

import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Frame;

/**
 * What is left of an epilogue once the output holds the sums and their biases: a pass over numbers
 * that are still in the cache.
 */
record Finish(boolean residual, Clamp clamp) {

  static Finish of(Epilogue epilogue) {
    return new Finish(epilogue.residual(), epilogue.clamp());
  }

  /**
   * Finishes a run of the output.
   *
   * @param at byte where it starts
   * @param count numbers in it
   */
  void apply(Frame frame, long at, long count) {
    if (residual) {
      Passes.add(frame.output(), at, frame.residual(), at, frame.output(), at, count, clamp);
    } else if (!clamp.isNone()) {
      Passes.clamp(frame.output(), at, frame.output(), at, count, clamp);
    }
  }

  /**
   * Finishes rows of {@code columns} numbers that start {@code row} bytes apart.
   *
   * @param at byte where the first one starts
   */
  void apply(Frame frame, long at, long row, int rows, int columns) {
    if (row == (long) columns * Float.BYTES) {
      apply(frame, at, (long) rows * columns);
    } else if (columns == Panels.WIDTH && !residual && !clamp.isNone()) {
      Passes.clampPanel(frame.output(), at, row, rows, clamp);
    } else {
      for (int r = 0; r < rows; r++) {
        apply(frame, at + r * row, columns);
      }
    }
  }
}
