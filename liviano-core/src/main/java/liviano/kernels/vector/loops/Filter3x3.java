package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import liviano.kernels.Clamp;

/**
 * The 3x3 depthwise filter along a line of output positions whose windows lie inside the map, for
 * one vector of channels. The nine weights stay in registers.
 *
 * <p>The step from one position to the next is no constant, so that C2 cannot lift the bounds
 * checks out of the loop: what counts is how few numbers a position loads.
 */
public final class Filter3x3 {
  private Filter3x3() {}

  /**
   * Filters {@code count} positions that lie {@code across} apart in the input, as taps of a window
   * do: the second and third column of a window are the first and second of the next.
   *
   * @param inAt byte of the first window's upper left corner
   * @param down bytes from one row of a window to the next
   * @param across bytes from one column of a window to the next
   * @param weights {@code [3][3]} runs of channels, each {@code tap} bytes long
   * @param weightsAt byte of the first channel in a run of weights, and in the bias
   * @param outAt byte of the first position in the output; the others follow at {@code outStep}
   *     bytes
   */
  public static void slide(
      MemorySegment in,
      long inAt,
      long down,
      long across,
      MemorySegment weights,
      long weightsAt,
      long tap,
      MemorySegment bias,
      MemorySegment out,
      long outAt,
      long outStep,
      int count,
      Clamp clamp) {
    FloatVector start = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, weightsAt, Lanes.ORDER);
    float min = clamp.min();
    float max = clamp.max();
    FloatVector w00 = FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt, Lanes.ORDER);
    FloatVector w01 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + tap, Lanes.ORDER);
    FloatVector w02 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 2 * tap, Lanes.ORDER);
    FloatVector w10 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 3 * tap, Lanes.ORDER);
    FloatVector w11 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 4 * tap, Lanes.ORDER);
    FloatVector w12 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 5 * tap, Lanes.ORDER);
    FloatVector w20 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 6 * tap, Lanes.ORDER);
    FloatVector w21 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 7 * tap, Lanes.ORDER);
    FloatVector w22 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 8 * tap, Lanes.ORDER);
    long top = inAt;
    long middle = top + down;
    long bottom = middle + down;
    FloatVector x00 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, top, Lanes.ORDER);
    FloatVector x01 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, top + across, Lanes.ORDER);
    FloatVector x10 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle, Lanes.ORDER);
    FloatVector x11 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle + across, Lanes.ORDER);
    FloatVector x20 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom, Lanes.ORDER);
    FloatVector x21 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom + across, Lanes.ORDER);
    long at = 2 * across;
    for (int x = 0; x < count; x++) {
      FloatVector x02 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, top + at, Lanes.ORDER);
      FloatVector x12 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle + at, Lanes.ORDER);
      FloatVector x22 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom + at, Lanes.ORDER);
      FloatVector sum = x00.fma(w00, start);
      sum = x01.fma(w01, sum);
      sum = x02.fma(w02, sum);
      sum = x10.fma(w10, sum);
      sum = x11.fma(w11, sum);
      sum = x12.fma(w12, sum);
      sum = x20.fma(w20, sum);
      sum = x21.fma(w21, sum);
      sum = x22.fma(w22, sum);
      FloatVector least = sum.blend(min, sum.compare(VectorOperators.LT, min));
      least
          .blend(max, least.compare(VectorOperators.GT, max))
          .intoMemorySegment(out, outAt + x * outStep, Lanes.ORDER);
      x00 = x01;
      x01 = x02;
      x10 = x11;
      x11 = x12;
      x20 = x21;
      x21 = x22;
      at += across;
    }
  }

  /**
   * Filters {@code count} positions that lie {@code step} bytes apart in the input; the rest as in
   * {@link #slide}.
   */
  public static void line(
      MemorySegment in,
      long inAt,
      long step,
      long down,
      long across,
      MemorySegment weights,
      long weightsAt,
      long tap,
      MemorySegment bias,
      MemorySegment out,
      long outAt,
      long outStep,
      int count,
      Clamp clamp) {
    FloatVector start = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, weightsAt, Lanes.ORDER);
    float min = clamp.min();
    float max = clamp.max();
    FloatVector w00 = FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt, Lanes.ORDER);
    FloatVector w01 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + tap, Lanes.ORDER);
    FloatVector w02 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 2 * tap, Lanes.ORDER);
    FloatVector w10 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 3 * tap, Lanes.ORDER);
    FloatVector w11 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 4 * tap, Lanes.ORDER);
    FloatVector w12 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 5 * tap, Lanes.ORDER);
    FloatVector w20 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 6 * tap, Lanes.ORDER);
    FloatVector w21 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 7 * tap, Lanes.ORDER);
    FloatVector w22 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, weights, weightsAt + 8 * tap, Lanes.ORDER);
    long top = inAt;
    long middle = top + down;
    long bottom = middle + down;
    for (int x = 0; x < count; x++) {
      long at = x * step;
      FloatVector sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, top + at, Lanes.ORDER).fma(w00, start);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, top + at + across, Lanes.ORDER)
              .fma(w01, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, top + at + 2 * across, Lanes.ORDER)
              .fma(w02, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle + at, Lanes.ORDER).fma(w10, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle + at + across, Lanes.ORDER)
              .fma(w11, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, middle + at + 2 * across, Lanes.ORDER)
              .fma(w12, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom + at, Lanes.ORDER).fma(w20, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom + at + across, Lanes.ORDER)
              .fma(w21, sum);
      sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, in, bottom + at + 2 * across, Lanes.ORDER)
              .fma(w22, sum);
      FloatVector least = sum.blend(min, sum.compare(VectorOperators.LT, min));
      least
          .blend(max, least.compare(VectorOperators.GT, max))
          .intoMemorySegment(out, outAt + x * outStep, Lanes.ORDER);
    }
  }
}
