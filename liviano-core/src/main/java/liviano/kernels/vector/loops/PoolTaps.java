package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What pools make of one window: {@code rows} by {@code columns} taps, all inside the map, {@code
 * down} and {@code across} bytes apart. The methods with {@code four} take four vectors of
 * channels, so that four chains of operations run side by side.
 */
public final class PoolTaps {
  private PoolTaps() {}

  /** The sum of the taps, in reading order, divided by {@code divisor}. */
  public static void mean(
      MemorySegment in,
      long at,
      long down,
      long across,
      int rows,
      int columns,
      float divisor,
      MemorySegment out,
      long outAt) {
    FloatVector sum = Lanes.broadcast(0);
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        sum = sum.add(Lanes.load(in, tap));
        tap += across;
      }
    }
    Lanes.store(sum.div(Lanes.broadcast(divisor)), out, outAt);
  }

  /** {@link #mean} of four vectors. */
  public static void fourMeans(
      MemorySegment in,
      long at,
      long down,
      long across,
      int rows,
      int columns,
      float divisor,
      MemorySegment out,
      long outAt) {
    FloatVector a = Lanes.broadcast(0);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        a = a.add(Lanes.load(in, tap));
        b = b.add(Lanes.load(in, tap + Lanes.BYTES));
        c = c.add(Lanes.load(in, tap + 2 * Lanes.BYTES));
        d = d.add(Lanes.load(in, tap + 3 * Lanes.BYTES));
        tap += across;
      }
    }
    FloatVector by = Lanes.broadcast(divisor);
    Lanes.store(a.div(by), out, outAt);
    Lanes.store(b.div(by), out, outAt + Lanes.BYTES);
    Lanes.store(c.div(by), out, outAt + 2 * Lanes.BYTES);
    Lanes.store(d.div(by), out, outAt + 3 * Lanes.BYTES);
  }

  /** The greatest of the taps: no NaN, and the first of equals. */
  public static void greatest(
      MemorySegment in,
      long at,
      long down,
      long across,
      int rows,
      int columns,
      MemorySegment out,
      long outAt) {
    FloatVector most = Lanes.broadcast(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        most = greater(most, Lanes.load(in, tap));
        tap += across;
      }
    }
    Lanes.store(most, out, outAt);
  }

  /** {@link #greatest} of four vectors. */
  public static void fourGreatest(
      MemorySegment in,
      long at,
      long down,
      long across,
      int rows,
      int columns,
      MemorySegment out,
      long outAt) {
    FloatVector a = Lanes.broadcast(Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        a = greater(a, Lanes.load(in, tap));
        b = greater(b, Lanes.load(in, tap + Lanes.BYTES));
        c = greater(c, Lanes.load(in, tap + 2 * Lanes.BYTES));
        d = greater(d, Lanes.load(in, tap + 3 * Lanes.BYTES));
        tap += across;
      }
    }
    Lanes.store(a, out, outAt);
    Lanes.store(b, out, outAt + Lanes.BYTES);
    Lanes.store(c, out, outAt + 2 * Lanes.BYTES);
    Lanes.store(d, out, outAt + 3 * Lanes.BYTES);
  }

  private static FloatVector greater(FloatVector most, FloatVector x) {
    return most.blend(x, x.compare(VectorOperators.GT, most));
  }
}
