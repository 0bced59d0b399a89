package liviano.vision.quantize;

import java.util.function.DoubleUnaryOperator;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/** From what a value held to the integers that stand for it. */
final class Ranges {
  private static final double TAIL = 1e-4;
  private static final int STEPS = 50;

  private Ranges() {}

  /** The range of a value by a rule, as unsigned bytes. */
  static Quantization of(ValueStatistics seen, RangeRule rule) {
    return range(seen, rule).quantization();
  }

  /** The range of a value by a rule. */
  static ByteRange range(ValueStatistics seen, RangeRule rule) {
    return switch (rule) {
      case MINMAX -> new ByteRange(seen.least(), seen.greatest());
      case PERCENTILE -> new ByteRange(seen.quantile(TAIL), seen.quantile(1 - TAIL));
      case MSE -> nearest(seen);
    };
  }

  /** Each end is drawn in while the error falls: first the far one, then the near one. */
  private static ByteRange nearest(ValueStatistics seen) {
    double low = Math.min(0, seen.least());
    double high = Math.max(0, seen.greatest());
    if (high >= -low) {
      double top = best(high, end -> seen.squaredError(low, end));
      return new ByteRange(best(low, end -> seen.squaredError(end, top)), top);
    }
    double bottom = best(low, end -> seen.squaredError(end, high));
    return new ByteRange(bottom, best(high, end -> seen.squaredError(bottom, end)));
  }

  private static double best(double end, DoubleUnaryOperator error) {
    double best = end;
    if (end == 0) {
      return end;
    }
    double least = error.applyAsDouble(end);
    for (int i = STEPS - 1; i > 0; i--) {
      double tried = end * i / STEPS;
      double now = error.applyAsDouble(tried);
      if (now < least) {
        least = now;
        best = tried;
      }
    }
    return best;
  }

  /** Unsigned bytes of a range and of 0, for which one of them stands exactly. */
  static Quantization bytes(double low, double high) {
    double least = Math.min(0, low);
    double greatest = Math.max(0, high);
    int last = DType.U8.greatest();
    float scale = (float) ((greatest - least) / last);
    if (!(scale > Float.MIN_NORMAL)) {
      return Quantization.of(1, 0); // nothing but zeros
    }
    int zeroPoint = (int) Math.clamp(Math.rint(-least / scale), 0, last);
    return Quantization.of(scale, zeroPoint);
  }
}
