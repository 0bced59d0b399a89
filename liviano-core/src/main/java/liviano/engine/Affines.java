package liviano.engine;

import java.util.Arrays;
import java.util.Optional;
import liviano.graph.Op;
import liviano.kernels.Clamp;
import liviano.kernels.Formats;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.kernels.Rows;
import liviano.tensor.DType;
import liviano.tensor.Shape;

/** Layers that multiply each channel by a number and add one. */
final class Affines {
  /** A batch norm's {@code scale / sqrt(variance + epsilon)}. */
  private record NormFactor(float epsilon) implements Origin.Rule {}

  /** And its {@code offset - mean * factor}. */
  private record NormShift(float epsilon) implements Origin.Rule {}

  /** One number again and again. */
  private record Repeated(float value, int count) implements Origin.Rule {}

  /** A constant's one number for each channel. */
  private record ForEach(int channels) implements Origin.Rule {}

  /** Each number of a constant with the other sign. */
  private record Negated() implements Origin.Rule {}

  private Affines() {}

  static Rows.Affine batchNorm(
      int rows, Param scale, Param offset, Param mean, Param variance, float epsilon, Formats f) {
    Shape shape = scale.shape();
    Param factor =
        DerivedConstants.floats(
            DerivedConstants.made(new NormFactor(epsilon), scale, variance),
            shape,
            () -> factor(scale, variance, epsilon));
    Param shift =
        DerivedConstants.floats(
            DerivedConstants.made(new NormShift(epsilon), scale, offset, mean, variance),
            shape,
            () -> shift(scale, offset, mean, variance, epsilon));
    return new Rows.Affine(rows, shape.elements(), factor, shift, Clamp.NONE, f);
  }

  static Rows.Affine scale(int rows, Param weight, Optional<Param> bias, Formats formats) {
    int channels = weight.shape().elements();
    Param offset = bias.orElseGet(() -> repeated(0, channels));
    return new Rows.Affine(rows, channels, weight, offset, Clamp.NONE, formats);
  }

  /**
   * A sum, difference or product with a constant of one number, or one per channel; empty if it is
   * another function or another constant.
   *
   * @param rows of the other tensor, each of so many channels
   */
  static Optional<Rows.Affine> of(Op op, Param constant, int rows, int channels) {
    int last = constant.shape().channels();
    boolean perChannel = constant.count() == last && (last == channels || last == 1);
    if (!perChannel || constant.format() != DType.F32) {
      return Optional.empty();
    }
    Param numbers = last == channels ? constant : forEach(constant, channels);
    Formats formats = Formats.f32(1);
    return switch (op) {
      case Op.Add _ ->
          Optional.of(
              new Rows.Affine(rows, channels, repeated(1, channels), numbers, Clamp.NONE, formats));
      // Adding a negative zero changes no number, not even a negative zero.
      case Op.Multiply _ ->
          Optional.of(
              new Rows.Affine(
                  rows, channels, numbers, repeated(-0f, channels), Clamp.NONE, formats));
      case Op.Subtract _ ->
          Optional.of(
              new Rows.Affine(
                  rows, channels, repeated(1, channels), negated(numbers), Clamp.NONE, formats));
      default -> Optional.empty();
    };
  }

  /** Every number times the same. */
  static Rows.Affine times(float factor, int rows, int channels) {
    // Adding a negative zero changes no number, not even a negative zero.
    return new Rows.Affine(
        rows,
        channels,
        repeated(factor, channels),
        repeated(-0f, channels),
        Clamp.NONE,
        Formats.f32(1));
  }

  /** The same added to every number. */
  static Rows.Affine plus(float summand, int rows, int channels) {
    return new Rows.Affine(
        rows,
        channels,
        repeated(1, channels),
        repeated(summand, channels),
        Clamp.NONE,
        Formats.f32(1));
  }

  /** Whether the numbers are all one, by how they were made. */
  static boolean isOne(Param scale) {
    return scale.origin() instanceof Origin.Made(Repeated(float value, _), _) && value == 1;
  }

  /** A constant of one number again and again. */
  static Param repeated(float value, int count) {
    return DerivedConstants.floats(
        DerivedConstants.made(new Repeated(value, count)),
        Shape.of(count),
        () -> repeat(value, count));
  }

  private static Param forEach(Param one, int channels) {
    return DerivedConstants.floats(
        DerivedConstants.made(new ForEach(channels), one),
        Shape.of(channels),
        () -> repeat(one.at(0), channels));
  }

  private static Param negated(Param numbers) {
    return DerivedConstants.floats(
        DerivedConstants.made(new Negated(), numbers), numbers.shape(), () -> negate(numbers));
  }

  private static float[] negate(Param numbers) {
    float[] negated = numbers.toFloats();
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    return negated;
  }

  private static float[] repeat(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] factor(Param scale, Param variance, float epsilon) {
    float[] factor = new float[scale.shape().elements()];
    for (int c = 0; c < factor.length; c++) {
      factor[c] = (float) factor(scale, variance, epsilon, c);
    }
    return factor;
  }

  private static double factor(Param scale, Param variance, float epsilon, int c) {
    return scale.at(c) / Math.sqrt((double) variance.at(c) + epsilon);
  }

  private static float[] shift(
      Param scale, Param offset, Param mean, Param variance, float epsilon) {
    float[] shift = new float[offset.shape().elements()];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (float) (offset.at(c) - mean.at(c) * factor(scale, variance, epsilon, c));
    }
    return shift;
  }
}
