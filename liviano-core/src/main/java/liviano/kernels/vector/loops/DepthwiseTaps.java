package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * A depthwise filter of any size: a rectangle of taps that all fall inside the map. Sums start at
 * the bias and take one tap after the other in reading order, so that a position gets the same bits
 * from every method. What follows the sum is a pass of its own: six clamps would make the method
 * larger than C2 inlines.
 *
 * @param down bytes from one row of taps to the next in the input
 * @param across bytes from one tap to the next in its row
 * @param rows taps from top to bottom
 * @param columns taps from left to right
 * @param weightsDown bytes from one row of taps to the next in the weights
 * @param weightsAcross bytes from one tap to the next in the weights
 */
public record DepthwiseTaps(
    long down, long across, int rows, int columns, long weightsDown, long weightsAcross) {
  /** Positions of {@link #six}. */
  public static final int POSITIONS = 6;

  /** The most taps of a filter: there is a table of all rectangles of them. */
  public static final int MOST = 1 << 12;

  /**
   * Every rectangle that the border of a map leaves of a filter: {@code [rows][columns]}.
   *
   * @param weightsAcross bytes from one tap to the next in the weights
   */
  public static DepthwiseTaps[][] all(Places places, long weightsAcross) {
    int height = places.geometry().kernelH();
    int width = places.geometry().kernelW();
    long down = width * weightsAcross;
    DepthwiseTaps[][] all = new DepthwiseTaps[height + 1][width + 1];
    for (int rows = 0; rows <= height; rows++) {
      for (int columns = 0; columns <= width; columns++) {
        all[rows][columns] =
            new DepthwiseTaps(places.down(), places.across(), rows, columns, down, weightsAcross);
      }
    }
    return all;
  }

  /** The byte behind the last vector that a window reads which starts at {@code inAt}. */
  public long end(long inAt) {
    return inAt + (rows - 1) * down + (columns - 1) * across + Lanes.BYTES;
  }

  /**
   * Six positions of a line.
   *
   * @param inAt byte of the first position's first tap; the others follow at {@code step} bytes
   * @param weightsAt byte of the first tap's weights
   * @param biasAt byte of the bias
   * @param outAt byte of the first output; the others follow at {@code outStep} bytes
   */
  public void six(
      MemorySegment in,
      long inAt,
      long step,
      MemorySegment weights,
      long weightsAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment out,
      long outAt,
      long outStep) {
    FloatVector c0 = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        FloatVector weight = FloatVector.fromMemorySegment(Lanes.SPECIES, weights, w, Lanes.ORDER);
        c0 = FloatVector.fromMemorySegment(Lanes.SPECIES, in, x, Lanes.ORDER).fma(weight, c0);
        c1 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + step, Lanes.ORDER).fma(weight, c1);
        c2 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 2 * step, Lanes.ORDER)
                .fma(weight, c2);
        c3 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 3 * step, Lanes.ORDER)
                .fma(weight, c3);
        c4 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 4 * step, Lanes.ORDER)
                .fma(weight, c4);
        c5 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 5 * step, Lanes.ORDER)
                .fma(weight, c5);
        x += across;
        w += weightsAcross;
      }
    }
    c0.intoMemorySegment(out, outAt, Lanes.ORDER);
    c1.intoMemorySegment(out, outAt + outStep, Lanes.ORDER);
    c2.intoMemorySegment(out, outAt + 2 * outStep, Lanes.ORDER);
    c3.intoMemorySegment(out, outAt + 3 * outStep, Lanes.ORDER);
    c4.intoMemorySegment(out, outAt + 4 * outStep, Lanes.ORDER);
    c5.intoMemorySegment(out, outAt + 5 * outStep, Lanes.ORDER);
  }

  /**
   * Four vectors of channels of one position: chains that run side by side.
   *
   * @param inAt byte of the first tap
   * @param weightsAt byte of the first tap's weights
   * @param biasAt byte of the bias
   * @param outAt byte of the output
   */
  public void four(
      MemorySegment in,
      long inAt,
      MemorySegment weights,
      long weightsAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment out,
      long outAt) {
    FloatVector c0 = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    FloatVector c1 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt + Lanes.BYTES, Lanes.ORDER);
    FloatVector c2 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt + 2 * Lanes.BYTES, Lanes.ORDER);
    FloatVector c3 =
        FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt + 3 * Lanes.BYTES, Lanes.ORDER);
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        c0 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x, Lanes.ORDER)
                .fma(FloatVector.fromMemorySegment(Lanes.SPECIES, weights, w, Lanes.ORDER), c0);
        c1 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + Lanes.BYTES, Lanes.ORDER)
                .fma(
                    FloatVector.fromMemorySegment(
                        Lanes.SPECIES, weights, w + Lanes.BYTES, Lanes.ORDER),
                    c1);
        c2 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 2 * Lanes.BYTES, Lanes.ORDER)
                .fma(
                    FloatVector.fromMemorySegment(
                        Lanes.SPECIES, weights, w + 2 * Lanes.BYTES, Lanes.ORDER),
                    c2);
        c3 =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x + 3 * Lanes.BYTES, Lanes.ORDER)
                .fma(
                    FloatVector.fromMemorySegment(
                        Lanes.SPECIES, weights, w + 3 * Lanes.BYTES, Lanes.ORDER),
                    c3);
        x += across;
        w += weightsAcross;
      }
    }
    c0.intoMemorySegment(out, outAt, Lanes.ORDER);
    c1.intoMemorySegment(out, outAt + Lanes.BYTES, Lanes.ORDER);
    c2.intoMemorySegment(out, outAt + 2 * Lanes.BYTES, Lanes.ORDER);
    c3.intoMemorySegment(out, outAt + 3 * Lanes.BYTES, Lanes.ORDER);
  }

  /** One vector of {@link #four}. */
  public void one(
      MemorySegment in,
      long inAt,
      MemorySegment weights,
      long weightsAt,
      MemorySegment bias,
      long biasAt,
      MemorySegment out,
      long outAt) {
    FloatVector sum = FloatVector.fromMemorySegment(Lanes.SPECIES, bias, biasAt, Lanes.ORDER);
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        sum =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, x, Lanes.ORDER)
                .fma(FloatVector.fromMemorySegment(Lanes.SPECIES, weights, w, Lanes.ORDER), sum);
        x += across;
        w += weightsAcross;
      }
    }
    sum.intoMemorySegment(out, outAt, Lanes.ORDER);
  }
}
