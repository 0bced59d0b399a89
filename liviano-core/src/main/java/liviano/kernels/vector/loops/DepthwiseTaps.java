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
    FloatVector c0 = Lanes.load(bias, biasAt);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        FloatVector weight = Lanes.load(weights, w);
        c0 = Lanes.load(in, x).fma(weight, c0);
        c1 = Lanes.load(in, x + step).fma(weight, c1);
        c2 = Lanes.load(in, x + 2 * step).fma(weight, c2);
        c3 = Lanes.load(in, x + 3 * step).fma(weight, c3);
        c4 = Lanes.load(in, x + 4 * step).fma(weight, c4);
        c5 = Lanes.load(in, x + 5 * step).fma(weight, c5);
        x += across;
        w += weightsAcross;
      }
    }
    Lanes.store(c0, out, outAt);
    Lanes.store(c1, out, outAt + outStep);
    Lanes.store(c2, out, outAt + 2 * outStep);
    Lanes.store(c3, out, outAt + 3 * outStep);
    Lanes.store(c4, out, outAt + 4 * outStep);
    Lanes.store(c5, out, outAt + 5 * outStep);
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
    FloatVector c0 = Lanes.load(bias, biasAt);
    FloatVector c1 = Lanes.load(bias, biasAt + Lanes.BYTES);
    FloatVector c2 = Lanes.load(bias, biasAt + 2 * Lanes.BYTES);
    FloatVector c3 = Lanes.load(bias, biasAt + 3 * Lanes.BYTES);
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        c0 = next(in, x, weights, w, 0, c0);
        c1 = next(in, x, weights, w, Lanes.BYTES, c1);
        c2 = next(in, x, weights, w, 2 * Lanes.BYTES, c2);
        c3 = next(in, x, weights, w, 3 * Lanes.BYTES, c3);
        x += across;
        w += weightsAcross;
      }
    }
    Lanes.store(c0, out, outAt);
    Lanes.store(c1, out, outAt + Lanes.BYTES);
    Lanes.store(c2, out, outAt + 2 * Lanes.BYTES);
    Lanes.store(c3, out, outAt + 3 * Lanes.BYTES);
  }

  private static FloatVector next(
      MemorySegment in, long x, MemorySegment weights, long w, int further, FloatVector sum) {
    return Lanes.load(in, x + further).fma(Lanes.load(weights, w + further), sum);
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
    FloatVector sum = Lanes.load(bias, biasAt);
    for (int i = 0; i < rows; i++) {
      long x = inAt + i * down;
      long w = weightsAt + i * weightsDown;
      for (int j = 0; j < columns; j++) {
        sum = Lanes.load(in, x).fma(Lanes.load(weights, w), sum);
        x += across;
        w += weightsAcross;
      }
    }
    Lanes.store(sum, out, outAt);
  }
}
