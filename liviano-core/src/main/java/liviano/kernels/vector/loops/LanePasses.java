package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import liviano.kernels.Clamp;

/**
 * Passes over runs of numbers, most of them still in the cache. Counts are in numbers, places in
 * bytes. What fills no vector goes one by one, with the same bits: masks would cost C2 so many
 * nodes where the CPU has no mask registers that it boxes vectors.
 */
public final class LanePasses {
  private LanePasses() {}

  /** Bytes of the whole vectors in {@code count} numbers. */
  private static long whole(long count) {
    return Lanes.SPECIES.loopBound(count) * Float.BYTES;
  }

  /** {@code to[i] = from[i]}. */
  public static void copy(
      MemorySegment from, long fromAt, MemorySegment to, long toAt, long count) {
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector.fromMemorySegment(Lanes.SPECIES, from, fromAt + i, Lanes.ORDER)
          .intoMemorySegment(to, toAt + i, Lanes.ORDER);
    }
    for (; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, toAt + i, Lanes.get(from, fromAt + i));
    }
  }

  /** {@code to[i] = clamp(from[i])}; both may be one. */
  public static void clamp(
      MemorySegment from, long fromAt, MemorySegment to, long toAt, long count, Clamp clamp) {
    float min = clamp.min();
    float max = clamp.max();
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector x = FloatVector.fromMemorySegment(Lanes.SPECIES, from, fromAt + i, Lanes.ORDER);
      FloatVector least = x.blend(min, x.compare(VectorOperators.LT, min));
      least
          .blend(max, least.compare(VectorOperators.GT, max))
          .intoMemorySegment(to, toAt + i, Lanes.ORDER);
    }
    for (; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, toAt + i, clamp.apply(Lanes.get(from, fromAt + i)));
    }
  }

  /** Clamps a panel of {@code rows} rows in place. */
  static void clampPanel(MemorySegment x, long at, long row, int rows, Clamp clamp) {
    float min = clamp.min();
    float max = clamp.max();
    for (int r = 0; r < rows; r++) {
      long left = at + r * row;
      for (long i = left; i < left + 2 * Lanes.BYTES; i += Lanes.BYTES) {
        FloatVector sum = FloatVector.fromMemorySegment(Lanes.SPECIES, x, i, Lanes.ORDER);
        FloatVector least = sum.blend(min, sum.compare(VectorOperators.LT, min));
        least
            .blend(max, least.compare(VectorOperators.GT, max))
            .intoMemorySegment(x, i, Lanes.ORDER);
      }
    }
  }

  /** {@code to[i] = clamp(a[i] + b[i])}; {@code a} may be {@code to}. */
  public static void add(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment to,
      long toAt,
      long count,
      Clamp clamp) {
    float min = clamp.min();
    float max = clamp.max();
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector sum =
          FloatVector.fromMemorySegment(Lanes.SPECIES, a, aAt + i, Lanes.ORDER)
              .add(FloatVector.fromMemorySegment(Lanes.SPECIES, b, bAt + i, Lanes.ORDER));
      FloatVector least = sum.blend(min, sum.compare(VectorOperators.LT, min));
      least
          .blend(max, least.compare(VectorOperators.GT, max))
          .intoMemorySegment(to, toAt + i, Lanes.ORDER);
    }
    for (; i < count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, toAt + i, clamp.apply(Lanes.get(a, aAt + i) + Lanes.get(b, bAt + i)));
    }
  }

  /** {@code to[i] = clamp(from[i] * scale[i] + offset[i])}, rounded twice. */
  public static void affine(
      MemorySegment from,
      MemorySegment to,
      long at,
      MemorySegment scale,
      MemorySegment offset,
      int count,
      Clamp clamp) {
    float min = clamp.min();
    float max = clamp.max();
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector product =
          FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + i, Lanes.ORDER)
              .mul(FloatVector.fromMemorySegment(Lanes.SPECIES, scale, i, Lanes.ORDER));
      FloatVector x =
          product.add(FloatVector.fromMemorySegment(Lanes.SPECIES, offset, i, Lanes.ORDER));
      FloatVector least = x.blend(min, x.compare(VectorOperators.LT, min));
      least
          .blend(max, least.compare(VectorOperators.GT, max))
          .intoMemorySegment(to, at + i, Lanes.ORDER);
    }
    for (; i < (long) count * Float.BYTES; i += Float.BYTES) {
      float x = Lanes.get(from, at + i) * Lanes.get(scale, i) + Lanes.get(offset, i);
      Lanes.set(to, at + i, clamp.apply(x));
    }
  }

  /** {@code to[i] = from[i] < 0 ? slope * from[i] : from[i]}. */
  public static void leaky(MemorySegment from, MemorySegment to, long at, long count, float slope) {
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector x = FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + i, Lanes.ORDER);
      FloatVector below = x.mul(FloatVector.broadcast(Lanes.SPECIES, slope));
      x.blend(below, x.compare(VectorOperators.LT, 0)).intoMemorySegment(to, at + i, Lanes.ORDER);
    }
    for (; i < count * Float.BYTES; i += Float.BYTES) {
      float x = Lanes.get(from, at + i);
      Lanes.set(to, at + i, x < 0 ? slope * x : x);
    }
  }

  /** {@code to[i] = from[i] < 0 ? slope[i] * from[i] : from[i]}. */
  public static void leaky(
      MemorySegment from, MemorySegment to, long at, MemorySegment slope, int count) {
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      FloatVector x = FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + i, Lanes.ORDER);
      FloatVector below =
          x.mul(FloatVector.fromMemorySegment(Lanes.SPECIES, slope, i, Lanes.ORDER));
      x.blend(below, x.compare(VectorOperators.LT, 0)).intoMemorySegment(to, at + i, Lanes.ORDER);
    }
    for (; i < (long) count * Float.BYTES; i += Float.BYTES) {
      float x = Lanes.get(from, at + i);
      Lanes.set(to, at + i, x < 0 ? Lanes.get(slope, i) * x : x);
    }
  }

  /** {@code to[i] = 0}, for a count rounded up to vectors. */
  public static void zero(MemorySegment to, long at, long count) {
    FloatVector zero = FloatVector.broadcast(Lanes.SPECIES, 0);
    for (long i = 0; i < count * Float.BYTES; i += Lanes.BYTES) {
      zero.intoMemorySegment(to, at + i, Lanes.ORDER);
    }
  }

  /**
   * Copies {@code count} runs of {@code vectors} vectors.
   *
   * @param fromStep bytes from the start of a run to that of the next
   */
  static void copyRuns(
      MemorySegment from,
      long fromAt,
      long fromStep,
      MemorySegment to,
      long toAt,
      long toStep,
      int count,
      int vectors) {
    for (int v = 0; v < vectors; v++) {
      long source = fromAt + (long) v * Lanes.BYTES;
      long target = toAt + (long) v * Lanes.BYTES;
      for (int run = 0; run < count; run++) {
        FloatVector.fromMemorySegment(Lanes.SPECIES, from, source + run * fromStep, Lanes.ORDER)
            .intoMemorySegment(to, target + run * toStep, Lanes.ORDER);
      }
    }
  }

  /**
   * Rows of a tile out of scratch memory, where a row is {@link Panels#WIDTH} long: {@code to[r][i]
   * = from[r][i]} for {@code i < width}.
   */
  static void copyTile(
      MemorySegment from,
      long fromAt,
      MemorySegment to,
      long toAt,
      long toRow,
      int rows,
      int width) {
    VectorMask<Float> left = Lanes.SPECIES.indexInRange(0, Math.clamp(width, 0, Lanes.COUNT));
    VectorMask<Float> right =
        Lanes.SPECIES.indexInRange(0, Math.clamp(width - Lanes.COUNT, 0, Lanes.COUNT));
    for (int r = 0; r < rows; r++) {
      long at = fromAt + (long) r * Panels.WIDTH * Float.BYTES;
      FloatVector.fromMemorySegment(Lanes.SPECIES, from, at, Lanes.ORDER)
          .intoMemorySegment(to, toAt + r * toRow, Lanes.ORDER, left);
      FloatVector.fromMemorySegment(Lanes.SPECIES, from, at + Lanes.BYTES, Lanes.ORDER)
          .intoMemorySegment(to, toAt + r * toRow + Lanes.BYTES, Lanes.ORDER, right);
    }
  }

  /** The first {@code width} lanes of each of {@code count} vectors, side by side. */
  public static void copyNarrow(
      MemorySegment from, MemorySegment to, long toAt, int count, int width) {
    long at = toAt;
    for (int v = 0; v < count; v++) {
      long source = (long) v * Lanes.BYTES;
      for (long lane = 0; lane < (long) width * Float.BYTES; lane += Float.BYTES) {
        Lanes.set(to, at + lane, Lanes.get(from, source + lane));
      }
      at += (long) width * Float.BYTES;
    }
  }
}
