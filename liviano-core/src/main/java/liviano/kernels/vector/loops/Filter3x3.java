package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
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
    FloatVector start = Lanes.load(bias, weightsAt);
    float min = clamp.min();
    float max = clamp.max();
    FloatVector w00 = Lanes.load(weights, weightsAt);
    FloatVector w01 = Lanes.load(weights, weightsAt + tap);
    FloatVector w02 = Lanes.load(weights, weightsAt + 2 * tap);
    FloatVector w10 = Lanes.load(weights, weightsAt + 3 * tap);
    FloatVector w11 = Lanes.load(weights, weightsAt + 4 * tap);
    FloatVector w12 = Lanes.load(weights, weightsAt + 5 * tap);
    FloatVector w20 = Lanes.load(weights, weightsAt + 6 * tap);
    FloatVector w21 = Lanes.load(weights, weightsAt + 7 * tap);
    FloatVector w22 = Lanes.load(weights, weightsAt + 8 * tap);
    long top = inAt;
    long middle = top + down;
    long bottom = middle + down;
    FloatVector x00 = Lanes.load(in, top);
    FloatVector x01 = Lanes.load(in, top + across);
    FloatVector x10 = Lanes.load(in, middle);
    FloatVector x11 = Lanes.load(in, middle + across);
    FloatVector x20 = Lanes.load(in, bottom);
    FloatVector x21 = Lanes.load(in, bottom + across);
    long at = 2 * across;
    for (int x = 0; x < count; x++) {
      FloatVector x02 = Lanes.load(in, top + at);
      FloatVector x12 = Lanes.load(in, middle + at);
      FloatVector x22 = Lanes.load(in, bottom + at);
      FloatVector sum = x00.fma(w00, start);
      sum = x01.fma(w01, sum);
      sum = x02.fma(w02, sum);
      sum = x10.fma(w10, sum);
      sum = x11.fma(w11, sum);
      sum = x12.fma(w12, sum);
      sum = x20.fma(w20, sum);
      sum = x21.fma(w21, sum);
      sum = x22.fma(w22, sum);
      Lanes.store(Lanes.clamp(sum, min, max), out, outAt + x * outStep);
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
    FloatVector start = Lanes.load(bias, weightsAt);
    float min = clamp.min();
    float max = clamp.max();
    FloatVector w00 = Lanes.load(weights, weightsAt);
    FloatVector w01 = Lanes.load(weights, weightsAt + tap);
    FloatVector w02 = Lanes.load(weights, weightsAt + 2 * tap);
    FloatVector w10 = Lanes.load(weights, weightsAt + 3 * tap);
    FloatVector w11 = Lanes.load(weights, weightsAt + 4 * tap);
    FloatVector w12 = Lanes.load(weights, weightsAt + 5 * tap);
    FloatVector w20 = Lanes.load(weights, weightsAt + 6 * tap);
    FloatVector w21 = Lanes.load(weights, weightsAt + 7 * tap);
    FloatVector w22 = Lanes.load(weights, weightsAt + 8 * tap);
    long top = inAt;
    long middle = top + down;
    long bottom = middle + down;
    for (int x = 0; x < count; x++) {
      long at = x * step;
      FloatVector sum = Lanes.load(in, top + at).fma(w00, start);
      sum = Lanes.load(in, top + at + across).fma(w01, sum);
      sum = Lanes.load(in, top + at + 2 * across).fma(w02, sum);
      sum = Lanes.load(in, middle + at).fma(w10, sum);
      sum = Lanes.load(in, middle + at + across).fma(w11, sum);
      sum = Lanes.load(in, middle + at + 2 * across).fma(w12, sum);
      sum = Lanes.load(in, bottom + at).fma(w20, sum);
      sum = Lanes.load(in, bottom + at + across).fma(w21, sum);
      sum = Lanes.load(in, bottom + at + 2 * across).fma(w22, sum);
      Lanes.store(Lanes.clamp(sum, min, max), out, outAt + x * outStep);
    }
  }
}
