package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import liviano.tensor.LittleEndian;

/** The vectors that all kernels here compute with, and their layout in memory. */
public final class Lanes {
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in one vector. */
  public static final int COUNT = SPECIES.length();

  /** Bytes of one vector. */
  public static final int BYTES = SPECIES.vectorByteSize();

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private Lanes() {}

  public static FloatVector load(MemorySegment from, long at) {
    return FloatVector.fromMemorySegment(SPECIES, from, at, ORDER);
  }

  public static void store(FloatVector x, MemorySegment to, long at) {
    x.intoMemorySegment(to, at, ORDER);
  }

  static void store(FloatVector x, MemorySegment to, long at, VectorMask<Float> mask) {
    x.intoMemorySegment(to, at, ORDER, mask);
  }

  public static float get(MemorySegment from, long at) {
    return from.get(LittleEndian.FLOAT, at);
  }

  public static void set(MemorySegment to, long at, float x) {
    to.set(LittleEndian.FLOAT, at, x);
  }

  /** The number at byte {@code at} in every lane. */
  static FloatVector broadcast(MemorySegment from, long at) {
    return FloatVector.broadcast(SPECIES, from.get(LittleEndian.FLOAT, at));
  }

  static FloatVector broadcast(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  /** The first {@code lanes} lanes, from none of them to all. */
  static VectorMask<Float> first(int lanes) {
    return SPECIES.indexInRange(0, Math.clamp(lanes, 0, COUNT));
  }

  /**
   * The clamp of the numeric contract. Not {@code max} and {@code min}: those turn a negative zero
   * into a positive one and cost more instructions than two comparisons. The limits are plain
   * numbers: as vectors that live across a loop they were boxed now and then.
   */
  public static FloatVector clamp(FloatVector x, float min, float max) {
    FloatVector least = broadcast(min);
    FloatVector most = broadcast(max);
    FloatVector atLeast = x.blend(least, x.compare(VectorOperators.LT, least));
    return atLeast.blend(most, atLeast.compare(VectorOperators.GT, most));
  }
}
