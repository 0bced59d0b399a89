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
      FloatVector value = Lanes.load(x, at + i);
      Lanes.store(value.mul(value), to, toAt + i);
    }
  }

  /**
   * One vector of sums of squares: every lane adds those of its own column of vectors.
   *
   * @param to where the lanes go, to be added up in their order: a reduction of the Vector API may
   *     add them in one order today and in another once it is compiled
   */
  public static void sumsOfSquares(MemorySegment x, long at, long bytes, MemorySegment to) {
    FloatVector even = Lanes.broadcast(0);
    FloatVector odd = even;
    long i = 0;
    for (; i + 2 * Lanes.BYTES <= bytes; i += 2 * Lanes.BYTES) {
      FloatVector a = Lanes.load(x, at + i);
      FloatVector b = Lanes.load(x, at + i + Lanes.BYTES);
      even = a.fma(a, even);
      odd = b.fma(b, odd);
    }
    if (i < bytes) {
      FloatVector a = Lanes.load(x, at + i);
      even = a.fma(a, even);
    }
    Lanes.store(even.add(odd), to, 0);
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
      FloatVector root = base(squares, squaresAt + i, size, alpha, offset).sqrt();
      Lanes.store(Lanes.load(x, at + i).div(root.mul(root.sqrt())), to, at + i);
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
      FloatVector root = base(squares, squaresAt + i, size, alpha, offset).sqrt();
      Lanes.store(Lanes.load(x, at + i).div(root), to, at + i);
    }
  }

  /** {@code offset + alpha * sum} for a vector of channels. */
  private static FloatVector base(
      MemorySegment squares, long at, int size, float alpha, float offset) {
    FloatVector sum = Lanes.load(squares, at);
    for (int j = 1; j < size; j++) {
      sum = sum.add(Lanes.load(squares, at + (long) j * Float.BYTES));
    }
    return sum.mul(alpha).add(Lanes.broadcast(offset));
  }

  /** {@code to[i] = x[i] / divisor}. */
  public static void divide(MemorySegment x, long at, long bytes, float divisor, MemorySegment to) {
    FloatVector by = Lanes.broadcast(divisor);
    for (long i = 0; i < bytes; i += Lanes.BYTES) {
      Lanes.store(Lanes.load(x, at + i).div(by), to, at + i);
    }
  }
}
