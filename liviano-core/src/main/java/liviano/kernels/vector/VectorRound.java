package liviano.kernels.vector;

import liviano.kernels.FixedPoint;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Param;
import liviano.kernels.Rows;
import liviano.kernels.vector.loops.RoundPass;

/** Rows of numbers to whole ones. A unit is some rows; the output may take the input's place. */
final class VectorRound implements Kernel {
  /** Numbers of a unit, at least. */
  private static final int LEAST = 8192;

  private final Rows.Round task;
  private final int rowsOfUnit;

  /** Of channels: what numbers are multiplied with, or divided by, and after a first rounding. */
  private final RoundPass.Factors factors;

  VectorRound(Rows.Round task) {
    this.task = task;
    this.rowsOfUnit = Math.ceilDiv(LEAST, task.channels());
    this.factors = factors(task);
  }

  /** The others round small tensors, for which plain loops are enough. */
  static boolean computes(Rows.Rounding rounding) {
    return switch (rounding) {
      case PRODUCT, QUOTIENT, FIXED_POINT, FIXED_POINT_AWAY -> true;
      case QUOTIENT_AWAY, QUOTIENT_TOWARD_ZERO -> false;
    };
  }

  private static RoundPass.Factors factors(Rows.Round task) {
    int channels = task.channels();
    boolean fixed =
        task.rounding() == Rows.Rounding.FIXED_POINT
            || task.rounding() == Rows.Rounding.FIXED_POINT_AWAY;
    float[] single = new float[fixed ? 0 : channels];
    double[] before = new double[fixed ? channels : 0];
    double[] after = new double[fixed ? channels : 0];
    for (int c = 0; c < channels; c++) {
      if (fixed) {
        FixedPoint factor = FixedPoint.of(task.factor(c));
        before[c] = factor.before();
        after[c] = factor.after();
      } else {
        single[c] = (float) task.factor(c);
      }
    }
    float[] offset = task.offset().map(Param::toFloats).orElse(new float[channels]);
    return new RoundPass.Factors(offset, single, before, after, task.least(), task.greatest());
  }

  @Override
  public int units() {
    return Math.ceilDiv(task.rows(), rowsOfUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int end = Math.min(task.rows(), toUnit * rowsOfUnit);
    long row = (long) task.channels() * Float.BYTES;
    for (int r = fromUnit * rowsOfUnit; r < end; r++) {
      switch (task.rounding()) {
        case PRODUCT -> RoundPass.product(frame.input(0), frame.output(), r * row, factors);
        case QUOTIENT -> RoundPass.quotient(frame.input(0), frame.output(), r * row, factors);
        case FIXED_POINT ->
            RoundPass.fixed(frame.input(0), frame.output(), r * row, factors, false);
        case FIXED_POINT_AWAY ->
            RoundPass.fixed(frame.input(0), frame.output(), r * row, factors, true);
        case QUOTIENT_AWAY, QUOTIENT_TOWARD_ZERO ->
            throw new IllegalStateException(task.rounding() + " is for plain loops");
      }
    }
  }
}
