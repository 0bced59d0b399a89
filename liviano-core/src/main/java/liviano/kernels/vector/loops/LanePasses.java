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

  /** {@code to[i] = clamp(from[i])}; both may be one. */
  public static void clamp(
      MemorySegment from, long fromAt, MemorySegment to, long toAt, long count, Clamp clamp) {
    float min = clamp.min();
    float max = clamp.max();
    long i = 0;
    for (; i < whole(count); i += Lanes.BYTES) {
      Lanes.store(Lanes.clamp(Lanes.load(from, fromAt + i), min, max), to, toAt + i);
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
      long right = left + Lanes.BYTES;
      Lanes.store(Lanes.clamp(Lanes.load(x, left), min, max), x, left);
      Lanes.store(Lanes.clamp(Lanes.load(x, right), min, max), x, right);
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
      FloatVector sum = Lanes.load(a, aAt + i).add(Lanes.load(b, bAt + i));
      Lanes.store(Lanes.clamp(sum, min, max), to, toAt + i);
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
      FloatVector product = Lanes.load(from, at + i).mul(Lanes.load(scale, i));
      FloatVector x = product.add(Lanes.load(offset, i));
      Lanes.store(Lanes.clamp(x, min, max), to, at + i);
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
      FloatVector x = Lanes.load(from, at + i);
      FloatVector below = x.mul(Lanes.broadcast(slope));
      Lanes.store(x.blend(below, x.compare(VectorOperators.LT, 0)), to, at + i);
    }
    for (; i < count * Float.BYTES; i += Float.BYTES) {
      float x = Lanes.get(from, at + i);
      Lanes.set(to, at + i, x < 0 ? slope * x : x);
    }
  }

  /** {@code to[i] = 0}, for a count rounded up to vectors. */
  public static void zero(MemorySegment to, long at, long count) {
    FloatVector zero = Lanes.broadcast(0);
    for (long i = 0; i < count * Float.BYTES; i += Lanes.BYTES) {
      Lanes.store(zero, to, at + i);
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
        Lanes.store(Lanes.load(from, source + run * fromStep), to, target + run * toStep);
      }
    }
  }

  /**
   * Rows of a tile out of scratch memory, where a row is {@link Panels#WIDTH} long: {@code to[r][i]
   * = from[r][i]} for {@code i < width}.
   */
  static void copyTile(
      MemorySegment from, MemorySegment to, long toAt, long toRow, int rows, int width) {
    VectorMask<Float> left = Lanes.first(width);
    VectorMask<Float> right = Lanes.first(width - Lanes.COUNT);
    for (int r = 0; r < rows; r++) {
      long at = (long) r * Panels.WIDTH * Float.BYTES;
      Lanes.store(Lanes.load(from, at), to, toAt + r * toRow, left);
      Lanes.store(Lanes.load(from, at + Lanes.BYTES), to, toAt + r * toRow + Lanes.BYTES, right);
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
