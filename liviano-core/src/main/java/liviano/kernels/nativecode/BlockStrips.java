package liviano.kernels.nativecode;

import java.util.LinkedHashSet;
import java.util.Set;
import liviano.kernels.Geometry;

/**
 * Which lines the strips of a block read and write. Lines of the expanded map are in a ring: line
 * {@code y} has place {@code y % ring}.
 *
 * @param g the filter's
 */
record BlockStrips(Geometry g, Tiling tiling) {
  /** Lines of the ring. */
  int ring() {
    return tiling.ringLines(g);
  }

  /** The first line of the expanded map that a strip reads. */
  int firstExpanded(int strip) {
    return Math.max(0, firstLine(tiling.from(strip)));
  }

  /** The line after the last one that a strip reads. */
  int afterExpanded(int strip) {
    return Math.min(g.inH(), firstLine(tiling.from(strip + 1) - 1) + 2 * g.dilationH() + 1);
  }

  /** The number of lines from {@code y} on that are contiguous in the ring. */
  int untilWrapped(int y, int to) {
    return Math.min(to - y, ring() - y % ring());
  }

  /** The first line that a line of the output reads; it may lie above the map. */
  int firstLine(int y) {
    return y * g.strideH() - g.padTop();
  }

  /**
   * The numbers of positions of the expanded map that are computed at once, at whichever strip a
   * worker begins.
   */
  int[] expandedAtOnce() {
    Set<Integer> counts = new LinkedHashSet<>(); // few numbers, however high the map is
    for (int strip = 0; strip < tiling.strips(); strip++) {
      int first = firstExpanded(strip);
      int last = afterExpanded(strip);
      int known = strip == 0 ? 0 : afterExpanded(strip - 1);
      for (int from : new int[] {first, Math.max(first, known)}) {
        for (int y = from; y < last; y += untilWrapped(y, last)) {
          counts.add(untilWrapped(y, last));
        }
      }
    }
    return times(g.inW(), counts);
  }

  /** The numbers of positions of the output that are computed at once. */
  int[] projectedAtOnce() {
    Set<Integer> counts = new LinkedHashSet<>();
    for (int strip = 0; strip < tiling.strips(); strip++) {
      counts.add(tiling.from(strip + 1) - tiling.from(strip));
    }
    return times(g.outW(), counts);
  }

  private static int[] times(int width, Set<Integer> lines) {
    int[] positions = new int[lines.size()];
    int i = 0;
    for (int count : lines) {
      positions[i++] = count * width;
    }
    return positions;
  }
}
