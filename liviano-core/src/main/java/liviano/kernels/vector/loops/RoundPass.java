package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import liviano.kernels.Grid;

/** Real numbers to the nearest ones that integers of one scale stand for. */
public final class RoundPass {
  /**
   * A float between half and one and a half of it is whole: a sum with it is rounded half to even,
   * and the difference from it is exact.
   */
  private static final float WHOLE = 0x1.8p23f;

  private RoundPass() {}

  /**
   * {@code to[i] = grid.nearest(from[i])}, bit by bit; both may be one.
   *
   * @param at the first byte in both
   * @param count of numbers
   */
  public static void round(MemorySegment from, MemorySegment to, long at, long count, Grid grid) {
    float scale = grid.quantization().scale(0);
    int zeroPoint = grid.quantization().zeroPoint(0);
    float least = grid.least() - zeroPoint;
    float greatest = grid.greatest() - zeroPoint;
    // The integer 0 is where a NaN goes, held in the range.
    float none = Math.clamp(0, least, greatest);
    long whole = Lanes.SPECIES.loopBound(count) * Float.BYTES;
    long i = at;
    for (; i < at + whole; i += Lanes.BYTES) {
      FloatVector steps = Lanes.load(from, i).div(scale);
      FloatVector held = Lanes.clamp(steps, least, greatest);
      FloatVector rounded = held.add(WHOLE).sub(WHOLE);
      Lanes.store(rounded.blend(none, steps.test(VectorOperators.IS_NAN)).mul(scale), to, i);
    }
    for (; i < at + count * Float.BYTES; i += Float.BYTES) {
      Lanes.set(to, i, grid.nearest(Lanes.get(from, i), 0));
    }
  }
}
