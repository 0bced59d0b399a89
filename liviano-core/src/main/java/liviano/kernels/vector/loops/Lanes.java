package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import liviano.tensor.LittleEndian;

/**
 * The vectors that all kernels here compute with, and their layout in memory.
 *
 * <p>No method here or in a kernel takes or gives a vector: one that C2 does not inline, because it
 * has counted too few of its calls yet, boxes every vector that goes through it for as long as the
 * program runs. The JDK's own are inlined always.
 */
public final class Lanes {
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in one vector. */
  public static final int COUNT = SPECIES.length();

  /** Bytes of one vector. */
  public static final int BYTES = SPECIES.vectorByteSize();

  /** Of the bytes of a number, in memory. */
  public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private Lanes() {}

  public static float get(MemorySegment from, long at) {
    return from.get(LittleEndian.FLOAT, at);
  }

  public static void set(MemorySegment to, long at, float x) {
    to.set(LittleEndian.FLOAT, at, x);
  }
}
