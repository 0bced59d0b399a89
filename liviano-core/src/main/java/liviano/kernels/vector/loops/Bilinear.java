package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** The mean of four positions, weighted by the distance of the requested point from each. */
public final class Bilinear {
  private Bilinear() {}

  /**
   * Mixes {@code count} numbers that start at the given bytes.
   *
   * @param across how far the point lies from west to east, 0 to 1
   * @param down how far it lies from north to south, 0 to 1
   */
  public static void mix(
      MemorySegment in,
      long northWest,
      long northEast,
      long southWest,
      long southEast,
      float across,
      float down,
      MemorySegment out,
      long outAt,
      int count) {
    long whole = (long) Lanes.SPECIES.loopBound(count) * Float.BYTES;
    long i = 0;
    for (; i < whole; i += Lanes.BYTES) {
      FloatVector nw = FloatVector.fromMemorySegment(Lanes.SPECIES, in, northWest + i, Lanes.ORDER);
      FloatVector ne = FloatVector.fromMemorySegment(Lanes.SPECIES, in, northEast + i, Lanes.ORDER);
      FloatVector north = ne.sub(nw).mul(across).add(nw);
      FloatVector sw = FloatVector.fromMemorySegment(Lanes.SPECIES, in, southWest + i, Lanes.ORDER);
      FloatVector se = FloatVector.fromMemorySegment(Lanes.SPECIES, in, southEast + i, Lanes.ORDER);
      FloatVector south = se.sub(sw).mul(across).add(sw);
      south.sub(north).mul(down).add(north).intoMemorySegment(out, outAt + i, Lanes.ORDER);
    }
    for (; i < (long) count * Float.BYTES; i += Float.BYTES) {
      float north = mix(in, northWest + i, northEast + i, across);
      float south = mix(in, southWest + i, southEast + i, across);
      Lanes.set(out, outAt + i, (south - north) * down + north);
    }
  }

  private static float mix(MemorySegment in, long from, long to, float share) {
    float a = Lanes.get(in, from);
    return (Lanes.get(in, to) - a) * share + a;
  }
}
