package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * Sums of squares and what is divided by them, over runs of whole vectors; counts are in bytes.
 * Single precision throughout: the terms are positive, so that no digits cancel.
 */
public final class Norms {
  private Norms() {}

  /** {@code to[i] = x[i]^2}. */
  public static void squares(MemorySegment x, long at, long bytes, MemorySegment to, long toAt) {
    for (long i = 0; i < bytes; i += Lanes.BYTES) {
      FloatVector value = FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER);
      value.mul(value).intoMemorySegment(to, toAt + i, Lanes.ORDER);
    }
  }

  /**
   * One vector of sums of squares: every lane adds those of its own column of vectors.
   *
   * @param to where the lanes go, to be added up in their order: a reduction of the Vector API may
   *     add them in one order today and in another once it is compiled
   */
  public static void sumsOfSquares(MemorySegment x, long at, long bytes, MemorySegment to) {
    FloatVector even = FloatVector.broadcast(Lanes.SPECIES, 0);
    FloatVector odd = even;
    long i = 0;
    for (; i + 2 * Lanes.BYTES <= bytes; i += 2 * Lanes.BYTES) {
      FloatVector a = FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER);
      FloatVector b =
          FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i + Lanes.BYTES, Lanes.ORDER);
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    if (i < bytes) {
      FloatVector a = FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER);
      even = a.fma(a, even);
    }
    even.add(odd).intoMemorySegment(to, 0, Lanes.ORDER);
  }

  /**
   * {@code to[i] = x[i] / (offset + alpha * sum)^(3/4)}, where {@code sum} adds {@code size}
   * neighbours from {@code squares[i]} on.
   */
  public static void threeQuarters(
      MemorySegment x,
      long at,
      long bytes,
      MemorySegment squares,
      long squaresAt,
      int size,
      float alpha,
      float offset,
      MemorySegment to) {
    for (long i = 0; i < bytes; i += Lanes.BYTES) {
      FloatVector sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, squares, squaresAt + i, Lanes.ORDER);
      for (int j = 1; j < size; j++) {
        long further = squaresAt + i + (long) j * Float.BYTES;
        sum = sum.add(FloatVector.fromMemorySegment(Lanes.SPECIES, squares, further, Lanes.ORDER));
      }
      FloatVector root = sum.mul(alpha).add(offset).sqrt();
      FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER)
          .div(root.mul(root.sqrt()))
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
  }

  /** {@link #threeQuarters} with an exponent of a half. */
  public static void half(
      MemorySegment x,
      long at,
      long bytes,
      MemorySegment squares,
      long squaresAt,
      int size,
      float alpha,
      float offset,
      MemorySegment to) {
    for (long i = 0; i < bytes; i += Lanes.BYTES) {
      FloatVector sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, squares, squaresAt + i, Lanes.ORDER);
      for (int j = 1; j < size; j++) {
        long further = squaresAt + i + (long) j * Float.BYTES;
        sum = sum.add(FloatVector.fromMemorySegment(Lanes.SPECIES, squares, further, Lanes.ORDER));
      }
      FloatVector root = sum.mul(alpha).add(offset).sqrt();
      FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER)
          .div(root)
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
  }

  /** {@code to[i] = x[i] / divisor}. */
  public static void divide(MemorySegment x, long at, long bytes, float divisor, MemorySegment to) {
    FloatVector by = FloatVector.broadcast(Lanes.SPECIES, divisor);
    for (long i = 0; i < bytes; i += Lanes.BYTES) {
      FloatVector.fromMemorySegment(Lanes.SPECIES, x, at + i, Lanes.ORDER)
          .div(by)
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
  }
}
