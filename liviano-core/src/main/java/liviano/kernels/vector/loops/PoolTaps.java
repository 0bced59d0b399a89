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
    FloatVector sum = FloatVector.broadcast(Lanes.SPECIES, 0);
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        sum = sum.add(FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap, Lanes.ORDER));
        tap += across;
      }
    }
    sum.div(FloatVector.broadcast(Lanes.SPECIES, divisor))
        .intoMemorySegment(out, outAt, Lanes.ORDER);
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
    FloatVector a = FloatVector.broadcast(Lanes.SPECIES, 0);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        a = a.add(FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap, Lanes.ORDER));
        b = b.add(FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap + Lanes.BYTES, Lanes.ORDER));
        c =
            c.add(
                FloatVector.fromMemorySegment(
                    Lanes.SPECIES, in, tap + 2 * Lanes.BYTES, Lanes.ORDER));
        d =
            d.add(
                FloatVector.fromMemorySegment(
                    Lanes.SPECIES, in, tap + 3 * Lanes.BYTES, Lanes.ORDER));
        tap += across;
      }
    }
    FloatVector by = FloatVector.broadcast(Lanes.SPECIES, divisor);
    a.div(by).intoMemorySegment(out, outAt, Lanes.ORDER);
    b.div(by).intoMemorySegment(out, outAt + Lanes.BYTES, Lanes.ORDER);
    c.div(by).intoMemorySegment(out, outAt + 2 * Lanes.BYTES, Lanes.ORDER);
    d.div(by).intoMemorySegment(out, outAt + 3 * Lanes.BYTES, Lanes.ORDER);
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
    FloatVector most = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        FloatVector next = FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap, Lanes.ORDER);
        most = most.blend(next, next.compare(VectorOperators.GT, most));
        tap += across;
      }
    }
    most.intoMemorySegment(out, outAt, Lanes.ORDER);
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
    FloatVector a = FloatVector.broadcast(Lanes.SPECIES, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = 0; i < rows; i++) {
      long tap = at + i * down;
      for (int j = 0; j < columns; j++) {
        FloatVector nextA = FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap, Lanes.ORDER);
        a = a.blend(nextA, nextA.compare(VectorOperators.GT, a));
        FloatVector nextB =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap + Lanes.BYTES, Lanes.ORDER);
        b = b.blend(nextB, nextB.compare(VectorOperators.GT, b));
        FloatVector nextC =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap + 2 * Lanes.BYTES, Lanes.ORDER);
        c = c.blend(nextC, nextC.compare(VectorOperators.GT, c));
        FloatVector nextD =
            FloatVector.fromMemorySegment(Lanes.SPECIES, in, tap + 3 * Lanes.BYTES, Lanes.ORDER);
        d = d.blend(nextD, nextD.compare(VectorOperators.GT, d));
        tap += across;
      }
    }
    a.intoMemorySegment(out, outAt, Lanes.ORDER);
    b.intoMemorySegment(out, outAt + Lanes.BYTES, Lanes.ORDER);
    c.intoMemorySegment(out, outAt + 2 * Lanes.BYTES, Lanes.ORDER);
    d.intoMemorySegment(out, outAt + 3 * Lanes.BYTES, Lanes.ORDER);
  }
}
