package liviano.kernels.nativecode;

import java.util.Comparator;
import java.util.stream.IntStream;
import liviano.kernels.Geometry;
import liviano.kernels.Task;

/**
 * How a block is cut: into strips of its output's lines, as even as can be.
 *
 * @param height lines of the output
 * @param strips how many, from 1 to {@code height}
 */
record Tiling(int height, int strips) {
  /** Cycles to call a piece of code: writing its arguments, going there and back. */
  private static final int CALL = 200;

  /** Cycles that the end of a tile takes beyond its products: bias in, clamp, sums out. */
  private static final int TILE_END = 60;

  /** Sums that must be under way for a vector unit to be busy: latency times throughput. */
  private static final int SUMS_UNDER_WAY = 8;

  /** Bytes a cycle by which a map comes and goes that the core's own caches do not hold. */
  private static final int BYTES_A_CYCLE = 40;

  /** So many threads, or half as many, shall find as many strips each. */
  private static final int THREADS = 4;

  /** From so many strips on not every number of them is tried. */
  private static final int MANY_STRIPS = 1024;

  /** The tiling for which a block is predicted to take least; of equals the fewest strips. */
  static Tiling of(Task.InvertedResidual task, Isa isa) {
    int height = task.filter().geometry().outH();
    return candidates(height)
        .mapToObj(strips -> new Tiling(height, strips))
        .min(Comparator.comparingDouble(tiling -> tiling.predictedCycles(task, isa)))
        .orElseThrow();
  }

  /** Numbers of strips to try: of very high maps only some thousands of them. */
  static IntStream candidates(int height) {
    return IntStream.iterate(
        Math.min(THREADS, height),
        strips -> strips <= height,
        strips -> strips + Math.max(1, strips / MANY_STRIPS) * THREADS);
  }

  /** Strips of at most so many lines. */
  static Tiling ofLines(int height, int lines) {
    return new Tiling(height, Math.ceilDiv(height, lines));
  }

  /** The first line of a strip; of the one after the last, the line after the last. */
  int from(int strip) {
    return Math.toIntExact(Math.ceilDiv((long) strip * height, strips));
  }

  /** Lines of a strip, the most that one has. */
  int lines() {
    return Math.ceilDiv(height, strips);
  }

  /** Lines of the expanded map that a strip of the output reads. */
  int ringLines(Geometry g) {
    return Math.min(g.inH(), (lines() - 1) * g.strideH() + 2 * g.dilationH() + 1);
  }

  /**
   * What one thread is predicted to need for a map beyond the multiply-adds and the filter, which
   * every tiling does alike: calls, ends of tiles, and traffic once a strip outgrows the caches.
   */
  double predictedCycles(Task.InvertedResidual task, Isa isa) {
    Geometry g = task.filter().geometry();
    boolean expands = task.expand().isPresent();
    double calls = (expands ? 2.0 : 1.0) * strips * CALL;
    int longer = height % strips; // strips have one of two lengths
    double ends =
        longer * stripEnds(task, lines(), isa)
            + (strips - longer) * stripEnds(task, height / strips, isa);
    double expandedBytes = (double) g.inH() * g.inW() * g.inC() * Float.BYTES;
    return calls + ends + spilled(g, expands, isa) * expandedBytes / BYTES_A_CYCLE;
  }

  /** What the tiles of a strip take beyond their products. */
  private static double stripEnds(Task.InvertedResidual task, int lines, Isa isa) {
    Geometry g = task.filter().geometry();
    Task.Pointwise project = task.project();
    boolean residual = project.epilogue().residual();
    double ends = ends(lines * g.outW(), residual, project.outChannels(), g.outC(), isa);
    if (task.expand().orElse(null) instanceof Task.Pointwise expand) {
      int rows = Math.min(g.inH(), lines * g.strideH()) * g.inW();
      ends += ends(rows, false, expand.outChannels(), expand.inChannels(), isa);
    }
    return ends;
  }

  /** What the tiles of some rows take beyond their products. */
  private static double ends(int rows, boolean residual, int outputs, int depth, Isa isa) {
    int panels = Math.ceilDiv(outputs, 2 * isa.lanes());
    Tiles tiles = Tiles.of(rows, Walk.isWrittenOut(1, depth), residual, isa);
    // A step of the depth takes a cycle for each row of two vectors, or as long as a sum takes.
    int idle = tiles.smaller() == 0 ? 0 : Math.max(0, SUMS_UNDER_WAY - 2 * tiles.smaller());
    return panels * (tiles.count() * (double) TILE_END + (double) (idle - tiles.back()) * depth);
  }

  /** Which part of the expanded map leaves the core's own caches before it is filtered, 0 to 1. */
  private double spilled(Geometry g, boolean expands, Isa isa) {
    double ring = expands ? (double) ringLines(g) * g.inW() * g.inC() * Float.BYTES : 0;
    double filtered = (double) lines() * g.outW() * g.outC() * Float.BYTES;
    double cache = isa.cacheBytes();
    return Math.clamp((ring + filtered) / cache * 2 - 1.5, 0.0, 1.0);
  }
}
