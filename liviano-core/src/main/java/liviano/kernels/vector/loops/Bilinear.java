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
    FloatVector right = Lanes.broadcast(across);
    FloatVector below = Lanes.broadcast(down);
    long whole = (long) Lanes.SPECIES.loopBound(count) * Float.BYTES;
    long i = 0;
    for (; i < whole; i += Lanes.BYTES) {
      FloatVector north = mix(in, northWest + i, northEast + i, right);
      FloatVector south = mix(in, southWest + i, southEast + i, right);
      Lanes.store(south.sub(north).mul(below).add(north), out, outAt + i);
    }
    for (; i < (long) count * Float.BYTES; i += Float.BYTES) {
      float north = mix(in, northWest + i, northEast + i, across);
      float south = mix(in, southWest + i, southEast + i, across);
      Lanes.set(out, outAt + i, (south - north) * down + north);
    }
  }

  private static FloatVector mix(MemorySegment in, long from, long to, FloatVector share) {
    FloatVector a = Lanes.load(in, from);
    return Lanes.load(in, to).sub(a).mul(share).add(a);
  }

  private static float mix(MemorySegment in, long from, long to, float share) {
    float a = Lanes.get(in, from);
    return (Lanes.get(in, to) - a) * share + a;
  }
}
