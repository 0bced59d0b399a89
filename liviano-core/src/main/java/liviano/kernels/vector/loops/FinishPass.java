package liviano.kernels.vector.loops;

import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Frame;

/**
 * What is left of an epilogue once the output holds the sums and their biases: a pass over numbers
 * that are still in the cache.
 */
public record FinishPass(boolean residual, Clamp clamp) {

  public static FinishPass of(Epilogue epilogue) {
    return new FinishPass(epilogue.residual(), epilogue.clamp());
  }

  /**
   * Finishes a run of the output.
   *
   * @param at byte where it starts
   * @param count numbers in it
   */
  public void apply(Frame frame, long at, long count) {
    if (residual) {
      LanePasses.add(frame.output(), at, frame.residual(), at, frame.output(), at, count, clamp);
    } else if (!clamp.isNone()) {
      LanePasses.clamp(frame.output(), at, frame.output(), at, count, clamp);
    }
  }

  /**
   * Finishes rows of {@code columns} numbers that start {@code row} bytes apart.
   *
   * @param at byte where the first one starts
   */
  public void apply(Frame frame, long at, long row, int rows, int columns) {
    if (row == (long) columns * Float.BYTES) {
      apply(frame, at, (long) rows * columns);
    } else if (columns == Panels.WIDTH && !residual && !clamp.isNone()) {
      LanePasses.clampPanel(frame.output(), at, row, rows, clamp);
    } else {
      for (int r = 0; r < rows; r++) {
        apply(frame, at + r * row, columns);
      }
    }
  }
}
