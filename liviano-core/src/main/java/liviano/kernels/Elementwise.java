package liviano.kernels;

import java.util.List;
import liviano.tensor.UnaryFunction;

/** Each number of the output comes from the numbers at its own place in the inputs. */
public sealed interface Elementwise extends Task {
  /** A function of each number of its one input. */
  sealed interface Activation extends Elementwise {
    /** Numbers of the input, and of the output. */
    long count();
  }

  /** {@code clamp(a + b)}, element by element. */
  record Add(long count, Clamp clamp, Formats formats) implements Elementwise, Clamped {
    public Add {
      TaskChecks.elements(count, formats, 2);
    }

    public Add(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(2));
    }

    @Override
    public Add withClamp(Clamp newClamp, Formats newFormats) {
      return new Add(count, newClamp, newFormats);
    }
  }

  /** {@code clamp(in)}, element by element: ReLU and ReLU6 that could not be fused. */
  record Clip(long count, Clamp clamp, Formats formats) implements Activation, Clamped {
    public Clip {
      TaskChecks.elements(count, formats, 1);
    }

    public Clip(long count, Clamp clamp) {
      this(count, clamp, Formats.f32(1));
    }

    @Override
    public Clip withClamp(Clamp newClamp, Formats newFormats) {
      return new Clip(count, newClamp, newFormats);
    }
  }

  /** {@code 1 / (1 + exp(-in))}, element by element. */
  record Sigmoid(long count, Formats formats) implements Activation {
    public Sigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public Sigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) / 6}, element by element. */
  record HardSigmoid(long count, Formats formats) implements Activation {
    public HardSigmoid {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSigmoid(long count) {
      this(count, Formats.f32(1));
    }
  }

  /** {@code clamp(in + 3, 0, 6) * in / 6}, element by element. */
  record HardSwish(long count, Formats formats) implements Activation {
    public HardSwish {
      TaskChecks.elements(count, formats, 1);
    }

    public HardSwish(long count) {
      this(count, Formats.f32(1));
    }
  }

  /**
   * {@code out[i] = function(in0[i], in1[number i of the view])}.
   *
   * @param otherCount numbers of the second tensor
   * @param other which number of the second tensor meets each of the first
   */
  record Pairwise(PairFunction function, long otherCount, StridedView other, Formats formats)
      implements Elementwise {
    public Pairwise {
      TaskChecks.within(other, otherCount);
      TaskChecks.inputs(formats, 2);
    }

    public Pairwise(PairFunction function, long otherCount, StridedView other) {
      this(function, otherCount, other, Formats.f32(2));
    }
  }

  /** {@code in < 0 ? slope * in : in}, element by element. */
  record LeakyRelu(long count, float slope, Formats formats) implements Activation {
    public LeakyRelu {
      TaskChecks.elements(count, formats, 1);
    }

    public LeakyRelu(long count, float slope) {
      this(count, slope, Formats.f32(1));
    }
  }

  /** {@code amplitude * tanh(rate * in)}, element by element. */
  record Tanh(long count, float amplitude, float rate, Formats formats) implements Activation {
    public Tanh {
      TaskChecks.elements(count, formats, 1);
    }

    public Tanh(long count, float amplitude, float rate) {
      this(count, amplitude, rate, Formats.f32(1));
    }
  }

  /** {@code function(in)}, element by element. */
  record Map(long count, UnaryFunction function, Formats formats) implements Activation {
    public Map {
      TaskChecks.elements(count, formats, 1);
    }

    public Map(long count, UnaryFunction function) {
      this(count, function, Formats.f32(1));
    }
  }

  /**
   * Each number in another format. A real number becomes the whole number towards zero, within the
   * range of the format; NaN becomes 0. An integer beyond the range of a narrower one keeps its
   * lowest bits. What is not 0 is true.
   */
  record Convert(long count, Formats formats) implements Elementwise {
    public Convert {
      TaskChecks.elements(count, formats, 1);
    }
  }

  /**
   * A sum of whole numbers of two scales as one of a third: {@code clamp(rint(first * firstFactor +
   * second * secondFactor))}, each product and the sum in single precision.
   *
   * @param least the least result, whole
   * @param greatest the greatest result, whole
   */
  record AddScaled(
      long count, float firstFactor, float secondFactor, int least, int greatest, Formats formats)
      implements Elementwise {
    public AddScaled {
      TaskChecks.elements(count, formats, 2);
      TaskChecks.factors(List.of((double) firstFactor, (double) secondFactor), 2, least, greatest);
    }

    public AddScaled(long count, float firstFactor, float secondFactor, int least, int greatest) {
      this(count, firstFactor, secondFactor, least, greatest, Formats.f32(2));
    }

    /** One result. */
    public float apply(float first, float second) {
      double sum = Math.rint(first * firstFactor + second * secondFactor);
      return (float) Math.clamp(Double.isNaN(sum) ? 0 : sum + 0.0, least, greatest);
    }
  }

  /**
   * The sum of two tensors of whole numbers as TensorFlow Lite's kernels form it: each is shifted
   * left by {@value #SHIFT} bits and brought to a common scale, and their sum to that of the
   * result, all three in fixed point.
   *
   * @param first what the shifted numbers of the first tensor are multiplied with
   * @param second those of the second
   * @param sum what the sum is multiplied with
   * @param least the least result, at most {@code greatest}
   */
  record AddFixed(
      long count,
      FixedPoint first,
      FixedPoint second,
      FixedPoint sum,
      int least,
      int greatest,
      Formats formats)
      implements Elementwise {
    /** Bits by which numbers are shifted left. */
    public static final int SHIFT = 20;

    public AddFixed {
      TaskChecks.elements(count, formats, 2);
      TaskChecks.range(least, greatest);
    }

    /**
     * Of tensors with these scales.
     *
     * @param first the scale of the first tensor
     * @param second the scale of the second
     * @param result the scale of the result
     */
    public static AddFixed of(
        long count, float first, float second, float result, int least, int greatest) {
      double common = 2.0 * Math.max(first, second);
      return new AddFixed(
          count,
          FixedPoint.of(first / common),
          FixedPoint.of(second / common),
          FixedPoint.of(common / ((1 << SHIFT) * (double) result)),
          least,
          greatest,
          Formats.f32(2));
    }

    /** The same sums within a narrower range. */
    public AddFixed within(int newLeast, int newGreatest) {
      return new AddFixed(
          count,
          first,
          second,
          sum,
          Math.clamp(newLeast, least, greatest),
          Math.clamp(newGreatest, least, greatest),
          formats);
    }

    /** One result. */
    public float apply(float a, float b) {
      double scaled =
          first.halfAway(Math.scalb((double) a, SHIFT))
              + second.halfAway(Math.scalb((double) b, SHIFT));
      double result = sum.halfAway(scaled);
      return (float) Math.clamp(Double.isNaN(result) ? 0 : result + 0.0, least, greatest);
    }
  }

  /**
   * The sum of two tensors of whole numbers as XNNPACK's kernels form it: {@code (a * first + b *
   * second + 2^(shift - 1)) >> shift}, of integers of 32 bits.
   *
   * @param first what the numbers of the first tensor are multiplied with: up to 21 bits
   * @param second those of the second
   * @param shift 1 to 31
   * @param least the least result, at most {@code greatest}
   */
  record AddShifted(
      long count, int first, int second, int shift, int least, int greatest, Formats formats)
      implements Elementwise {
    /** The greater factor has one bit more. */
    private static final int FACTOR_BITS = 20;

    private static final int LEAST_EXPONENT = FACTOR_BITS - 31;
    private static final int GREATEST_EXPONENT = FACTOR_BITS - 1;

    public AddShifted {
      TaskChecks.elements(count, formats, 2);
      TaskChecks.range(least, greatest);
    }

    /** Whether sums of tensors with these scales are formed so: no ratio is too great or small. */
    public static boolean isFor(float first, float second, float result) {
      float greater = Math.max(first / result, second / result);
      int exponent = Math.getExponent(greater);
      return exponent >= LEAST_EXPONENT && exponent <= GREATEST_EXPONENT;
    }

    /**
     * Of tensors with these scales.
     *
     * @param first the scale of the first tensor
     * @param second the scale of the second
     * @param result the scale of the result
     */
    public static AddShifted of(
        long count, float first, float second, float result, int least, int greatest) {
      float a = first / result;
      float b = second / result;
      int shift = FACTOR_BITS - Math.getExponent(Math.max(a, b));
      return new AddShifted(
          count, factor(a, shift), factor(b, shift), shift, least, greatest, Formats.f32(2));
    }

    private static int factor(float scale, int shift) {
      return (int) Math.rint(Math.scalb((double) scale, shift));
    }

    /** The same sums within a narrower range. */
    public AddShifted within(int newLeast, int newGreatest) {
      return new AddShifted(
          count,
          first,
          second,
          shift,
          Math.clamp(newLeast, least, greatest),
          Math.clamp(newGreatest, least, greatest),
          formats);
    }

    /** One result; NaN counts as 0. */
    public float apply(float a, float b) {
      int sum = (int) a * first + (int) b * second + (1 << shift - 1); // wraps around
      return Math.clamp(sum >> shift, least, greatest);
    }
  }
}
