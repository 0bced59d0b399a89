package liviano.kernels;

import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.Quantization;

/**
 * Integers that stand for real numbers: conversions, and what is computed with them besides the
 * sums of products that {@link Requantize} ends. Each has one formula, so that every provider gives
 * the same bits. Scales are divided and multiplied in single precision, in the order in which the
 * formulas have them, and no multiply-add is fused.
 */
public sealed interface Quantizing extends Task {

  /** Number by number, in rows of channels. */
  sealed interface Conversion extends Quantizing {
    /** Positions of all maps together. */
    int rows();

    int channels();
  }

  /** {@link Grid#integer}: real numbers to integers. */
  record Store(int rows, int channels, Grid grid, Formats formats) implements Conversion {
    public Store {
      TaskChecks.rows(rows, channels, formats);
      TaskChecks.scales(grid.quantization(), channels);
      TaskChecks.are(formats, DType.F32, grid.format());
    }
  }

  /** {@link Quantization#real}: integers to the real numbers that they stand for. */
  record Load(int rows, int channels, Quantization from, Formats formats) implements Conversion {
    public Load {
      TaskChecks.rows(rows, channels, formats);
      TaskChecks.scales(from, channels);
      TaskChecks.are(formats, formats.inputs().getFirst(), DType.F32);
    }
  }

  /**
   * Integers to integers of another quantization: {@code clamp(rint((float) (a - za) * (sa / sb)) +
   * zb)}.
   */
  record Rescale(int rows, int channels, Quantization from, Grid to, Formats formats)
      implements Conversion {
    public Rescale {
      TaskChecks.rows(rows, channels, formats);
      TaskChecks.scales(from, channels);
      TaskChecks.scales(to.quantization(), channels);
      TaskChecks.are(formats, formats.inputs().getFirst(), to.format());
    }

    /** What an integer of a channel becomes. */
    public int integer(int integer, int channel) {
      float factor = from.scale(channel) / to.quantization().scale(channel);
      int rounded = (int) Math.rint((integer - from.zeroPoint(channel)) * factor);
      return to.held((long) rounded + to.quantization().zeroPoint(channel));
    }
  }

  /**
   * The sum of two tensors of one shape: {@code clamp(rint((float) (a - za) * (sa / sc) + (float)
   * (b - zb) * (sb / sc)) + zc)}.
   *
   * @param first of one scale
   * @param second of one scale
   * @param to of one scale
   */
  record Add(long count, Quantization first, Quantization second, Grid to, Formats formats)
      implements Quantizing {
    public Add {
      TaskChecks.elements(count, formats, 2);
      TaskChecks.oneScale(first);
      TaskChecks.oneScale(second);
      TaskChecks.oneScale(to.quantization());
    }
  }

  /**
   * The sum of two tensors of one shape as TensorFlow Lite's kernels form it: {@code clamp(sum(a -
   * za, b - zb) + zc)}.
   *
   * @param sum of integers less their zero points; within the range of {@code to} less its own
   * @param first of one scale
   * @param second of one scale
   * @param to of one scale
   */
  record AddFixed(
      Elementwise.AddFixed sum, Quantization first, Quantization second, Grid to, Formats formats)
      implements Quantizing {
    public AddFixed {
      TaskChecks.elements(sum.count(), formats, 2);
      TaskChecks.oneScale(first);
      TaskChecks.oneScale(second);
      TaskChecks.oneScale(to.quantization());
    }

    /** Of tensors with these quantizations. */
    public static AddFixed of(
        long count, Quantization first, Quantization second, Grid to, Formats formats) {
      Quantization result = to.quantization();
      Elementwise.AddFixed sum =
          Elementwise.AddFixed.of(
              count,
              first.scale(0),
              second.scale(0),
              result.scale(0),
              to.least() - result.zeroPoint(0),
              to.greatest() - result.zeroPoint(0));
      return new AddFixed(sum, first, second, to, formats);
    }
  }

  /**
   * The sum of two tensors of one shape as XNNPACK's kernels form it: {@code clamp(sum(a - za, b -
   * zb) + zc)}.
   *
   * @param sum of integers less their zero points; within the range of {@code to} less its own
   * @param first of one scale
   * @param second of one scale
   * @param to of one scale
   */
  record AddShifted(
      Elementwise.AddShifted sum, Quantization first, Quantization second, Grid to, Formats formats)
      implements Quantizing {
    public AddShifted {
      TaskChecks.elements(sum.count(), formats, 2);
      TaskChecks.oneScale(first);
      TaskChecks.oneScale(second);
      TaskChecks.oneScale(to.quantization());
    }

    /** Of tensors with these quantizations. */
    public static AddShifted of(
        long count, Quantization first, Quantization second, Grid to, Formats formats) {
      Quantization result = to.quantization();
      Elementwise.AddShifted sum =
          Elementwise.AddShifted.of(
              count,
              first.scale(0),
              second.scale(0),
              result.scale(0),
              to.least() - result.zeroPoint(0),
              to.greatest() - result.zeroPoint(0));
      return new AddShifted(sum, first, second, to, formats);
    }
  }

  /**
   * The average over a window, each channel by itself: {@code clamp(rint((float) sum * (sa / sb /
   * count)) + zb)}, where {@code sum} adds {@code a - za} of the positions on the map, as an
   * integer, and {@code count} is how many positions count.
   *
   * @param countPadding whether positions outside the map count
   * @param from of one scale
   * @param to of one scale
   */
  record Average(
      Geometry geometry, boolean countPadding, Quantization from, Grid to, Formats formats)
      implements Quantizing {
    public Average {
      TaskChecks.pool(geometry, formats);
      TaskChecks.oneScale(from);
      TaskChecks.oneScale(to.quantization());
    }
  }

  /**
   * Sums of products as 32-bit integers that wrap around: {@code sum of (a - za) * (weight - zw)}.
   * Reads the integers and, where they have one, their zero point, a single number of the same
   * format.
   *
   * @param like the same sums of real numbers
   * @param weight as integers, in the extents of that of {@code like}
   * @param weightZeroPoints one, or one for each output channel
   */
  record Sums(Linear like, Param weight, List<Integer> weightZeroPoints, Formats formats)
      implements Quantizing {
    public Sums {
      weightZeroPoints = List.copyOf(weightZeroPoints);
      TaskChecks.count(weight, like.weight().count());
      TaskChecks.are(formats, formats.inputs().getFirst(), DType.I32);
    }

    @Override
    public List<Param> params() {
      return List.of(weight);
    }

    @Override
    public long multiplyAdds() {
      return like.multiplyAdds();
    }

    /** Whether the integers have a zero point, which is the second input. */
    public boolean hasZeroPoint() {
      return formats.inputs().size() == 2;
    }
  }

  /** What becomes of numbers that are quantized by their own range. */
  enum Dynamic {
    /** Reads the numbers; {@code (greatest - least) / 255}, or 1 where all are 0. */
    SCALE,
    /** Reads the numbers and the scale; {@code clamp(rint(-least / scale))}. */
    ZERO_POINT,
    /** Reads the numbers, the scale and the zero point; the integers. */
    INTEGERS
  }

  /**
   * Numbers that are quantized to {@link DType#U8} by their own range, from {@code least = min(0,
   * numbers)} to {@code greatest = max(0, numbers)}. NaNs count in neither end.
   *
   * @param count of the numbers
   */
  record ByRange(long count, Dynamic part, Formats formats) implements Quantizing {
    public ByRange {
      TaskChecks.elements(count, formats, part.ordinal() + 1);
    }
  }
}
