package liviano.kernels.nativecode;

import java.util.ArrayList;
import java.util.List;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Numbers;
import liviano.kernels.nativecode.code.RowTiles;
import liviano.kernels.nativecode.code.Walk;

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

  /** The number of independent sums that keep the vector units busy: latency times throughput. */
  private static final int SUMS_UNDER_WAY = 8;

  /** Bytes per cycle at which a map is written and read that does not fit the core's own caches. */
  private static final int BYTES_A_CYCLE = 40;

  /**
   * The number of strips is a multiple of this, so that this many threads, or half as many, get
   * equally many strips.
   */
  private static final int THREADS = 4;

  /** From so many strips on not every number of them is tried. */
  private static final int MANY_STRIPS = 1024;

  /**
   * The tiling with the lowest predicted time for a block; of equals the one with the fewest
   * strips.
   */
  static Tiling of(Fused.InvertedResidual task, Isa isa) {
    int height = task.filter().geometry().outH();
    Tiling best = new Tiling(height, Math.min(THREADS, height));
    double least = Double.POSITIVE_INFINITY;
    for (int strips : candidates(height)) {
      Tiling tiling = new Tiling(height, strips);
      double cycles = tiling.predictedCycles(task, isa);
      if (cycles < least) {
        best = tiling;
        least = cycles;
      }
    }
    return best;
  }

  /** Numbers of strips to try: of very high maps only some thousands of them. */
  static List<Integer> candidates(int height) {
    List<Integer> candidates = new ArrayList<>();
    long strips = Math.min(THREADS, height); // the one after the last may be more than an int holds
    for (; strips <= height; strips += Math.max(1, strips / MANY_STRIPS) * THREADS) {
      candidates.add((int) strips);
    }
    return candidates;
  }

  /** Strips of at most this number of lines. */
  static Tiling ofLines(int height, int lines) {
    return new Tiling(height, Math.ceilDiv(height, lines));
  }

  /** Strips of all maps of a batch. */
  int units(Geometry g) {
    return Math.multiplyExact(g.batch(), strips);
  }

  /** The first line of a strip; for the index after the last strip, the height. */
  int from(int strip) {
    return Math.toIntExact(Math.ceilDiv((long) strip * height, strips));
  }

  /** The number of lines of the tallest strip. */
  int lines() {
    return Math.ceilDiv(height, strips);
  }

  /** Lines of the expanded map that a strip of the output reads. */
  int ringLines(Geometry g) {
    return Math.min(g.inH(), (lines() - 1) * g.strideH() + 2 * g.dilationH() + 1);
  }

  /**
   * The predicted cost of a map on one thread, in cycles, without the multiply-adds and the filter,
   * which are the same for every tiling: calls, ends of tiles, and memory traffic if a strip does
   * not fit the caches.
   */
  double predictedCycles(Fused.InvertedResidual task, Isa isa) {
    Geometry g = task.filter().geometry();
    boolean expands = task.expand().isPresent();
    double calls = (expands ? 2.0 : 1.0) * strips * CALL;
    int longer = height % strips; // strips have one of two lengths
    double ends =
        longer * stripEnds(task, lines(), isa)
            + (strips - longer) * stripEnds(task, height / strips, isa);
    int bytes = task.filter().formats().output().bytes();
    double expandedBytes = (double) g.inH() * g.inW() * g.inC() * bytes;
    return calls + ends + spilled(g, expands, bytes, isa) * expandedBytes / BYTES_A_CYCLE;
  }

  /** What the tiles of a strip take beyond their products. */
  private static double stripEnds(Fused.InvertedResidual task, int lines, Isa isa) {
    Geometry g = task.filter().geometry();
    Linear.Pointwise project = task.project();
    double ends = ends(lines * g.outW(), project, isa);
    if (task.expand().orElse(null) instanceof Linear.Pointwise expand) {
      int rows = Math.min(g.inH(), lines * g.strideH()) * g.inW();
      ends += ends(rows, expand, isa);
    }
    return ends;
  }

  private static Numbers numbers(Linear.Pointwise product) {
    return Numbers.of(product.weight().format(), product.formats().output(), product.inChannels());
  }

  /** What the tiles of some rows take beyond their products. */
  private static double ends(int rows, Linear.Pointwise product, Isa isa) {
    int panels = Math.ceilDiv(product.outChannels(), 2 * isa.lanes());
    int depth = numbers(product).steps(product.inChannels());
    boolean residual = product.epilogue().residual();
    RowTiles tiles = RowTiles.of(rows, Walk.isWrittenOut(1, depth), residual, isa);
    // A step of the depth takes a cycle for each row of two vectors, or as long as a sum takes.
    int idle = tiles.smaller() == 0 ? 0 : Math.max(0, SUMS_UNDER_WAY - 2 * tiles.smaller());
    return panels * (tiles.count() * (double) TILE_END + (double) (idle - tiles.back()) * depth);
  }

  /**
   * The share of the expanded map that is evicted from the core's own caches before it is filtered,
   * 0 to 1.
   */
  private double spilled(Geometry g, boolean expands, int bytes, Isa isa) {
    double ring = expands ? (double) ringLines(g) * g.inW() * g.inC() * bytes : 0;
    double filtered = (double) lines() * g.outW() * g.outC() * bytes;
    double cache = isa.cacheBytes();
    return Math.clamp((ring + filtered) / cache * 2 - 1.5, 0.0, 1.0);
  }
}
