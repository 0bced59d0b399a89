package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import java.util.Optional;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A block of integers in strips of output lines, as {@link NativeInvertedResidual} one of floats: a
 * ring of lines of the expanded map, a buffer of filtered ones. A unit is a strip.
 */
final class IntegerInvertedResidual implements Kernel {
  private static final long ALIGNMENT = 64;

  /**
   * What the ring and the filtered lines take of the second-level cache, beside weights, the input
   * and the output.
   */
  private static final int SHARE = 4;

  private final boolean expands;
  private final int inChannels;
  private final int outChannels;
  private final Geometry g;
  private final Tiling tiling;
  private final BlockStrips strips;
  private final Optional<DotProduct> expand;
  private final Optional<IntegerConvolution> convolve;
  private final DotDepthwise filter;
  private final DotProduct project;

  // The memory of a worker: what a convolution that expands needs; then, from these places on, a
  // product's block with one segment's address, the filter's, the lines that are projected, and the
  // ring.
  private final long productAt;
  private final long filterAt;
  private final long filteredAt;
  private final long ringAt;

  /**
   * Whether a block is computed so: by dot products of bytes, whose rows lie in the maps
   * themselves.
   */
  static boolean canServe(Fused.InvertedResidual task, Isa isa) {
    return task.filter().geometry().outC() % DotProduct.FOUR == 0
        && isProduct(task.project())
        && IntegerDepthwise.canServe(task.filter())
        && DotDepthwise.canServe(task.filter(), isa)
        && task.expand().map(IntegerInvertedResidual::canExpand).orElse(true);
  }

  private static boolean canExpand(Linear.Expansion expansion) {
    return switch (expansion) {
      case Linear.Pointwise t -> t.inChannels() % DotProduct.FOUR == 0 && isProduct(t);
      case Linear.Convolution t -> IntegerConvolution.canServe(t);
    };
  }

  private static boolean isProduct(Linear.Pointwise task) {
    return IntegerSums.canServe(task) && DotProduct.canServe(task);
  }

  /** Whether the map that is filtered leaves the core's own caches when it is held whole. */
  static boolean isWorthIt(Fused.InvertedResidual task, Isa isa) {
    Geometry g = task.filter().geometry();
    return task.expand().isPresent() && (long) g.inH() * g.inW() * g.inC() > share(isa);
  }

  private static long share(Isa isa) {
    return isa.cacheBytes() / SHARE;
  }

  /** As few strips as keep the ring within its share of the cache. */
  static Tiling tiling(Fused.InvertedResidual task, Isa isa) {
    Geometry g = task.filter().geometry();
    for (int count : Tiling.candidates(g.outH())) {
      Tiling tiling = new Tiling(g.outH(), count);
      if (bufferBytes(g, tiling) <= share(isa)) {
        return tiling;
      }
    }
    return new Tiling(g.outH(), g.outH());
  }

  private static long bufferBytes(Geometry g, Tiling tiling) {
    return (long) tiling.ringLines(g) * g.inW() * g.inC()
        + (long) tiling.lines() * g.outW() * g.outC();
  }

  /** A block cut in a given way, whose strips may be written over what they have read. */
  static Offer offer(Fused.InvertedResidual task, Tiling tiling, Isa isa, CodeCache codes) {
    return new Offer() {
      @Override
      public Kernel kernel(PackedWeights cache) {
        return new IntegerInvertedResidual(task, tiling, isa, codes, cache);
      }

      @Override
      public boolean overwritesInput(int workers) {
        return SpentInput.takesOutput(task, tiling, workers);
      }
    };
  }

  private IntegerInvertedResidual(
      Fused.InvertedResidual task, Tiling tiling, Isa isa, CodeCache codes, PackedWeights cache) {
    this.expands = task.expand().isPresent();
    this.inChannels = task.inChannels();
    this.outChannels = task.project().outChannels();
    this.g = task.filter().geometry();
    this.tiling = tiling;
    this.strips = new BlockStrips(g, tiling);
    this.filter = new DotDepthwise(task.filter(), isa, codes, cache);
    this.expand =
        task.expand()
            .filter(Linear.Pointwise.class::isInstance)
            .map(e -> product(e, strips.expandedAtOnce(), isa, codes, cache));
    this.convolve =
        task.expand()
            .filter(Linear.Convolution.class::isInstance)
            .map(e -> new IntegerConvolution((Linear.Convolution) e, isa, codes, cache));
    this.project = product(task.project(), strips.projectedAtOnce(), isa, codes, cache);
    this.productAt = rounded(convolve.map(Kernel::scratchBytes).orElse(0L));
    this.filterAt = productAt + rounded(project.blockBytes() + Long.BYTES);
    this.filteredAt = filterAt + rounded(filter.scratchBytes());
    this.ringAt = filteredAt + rounded(tiling.lines() * filteredLine());
  }

  private static DotProduct product(
      Linear task, int[] rows, Isa isa, CodeCache codes, PackedWeights cache) {
    return new DotProduct(
        new IntegerSums.Shape(task, 1, task.inChannels(), rows), isa, codes, cache);
  }

  private static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public long scratchBytes() {
    return ringAt + (expands ? strips.ring() * expandedLine() : 0);
  }

  private long expandedLine() {
    return (long) g.inW() * g.inC();
  }

  private long filteredLine() {
    return (long) g.outW() * g.outC();
  }

  @Override
  public int units() {
    return tiling.units(g);
  }

  @Override
  public String schedule() {
    return tiling.strips() == 1 ? "whole" : "strips of " + tiling.lines();
  }

  /** Lines that two adjacent runs need are expanded by both. */
  @Override
  public boolean favoursLongRuns() {
    return expands;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    int map = -1;
    int expanded = 0;
    for (int unit = fromUnit; unit < toUnit; unit++) {
      if (unit / tiling.strips() != map) {
        map = unit / tiling.strips();
        expanded = 0;
      }
      int strip = unit % tiling.strips();
      int from = tiling.from(strip);
      int to = tiling.from(strip + 1);
      if (expands) {
        int last = strips.afterExpanded(strip);
        expand(frame, scratch, map, Math.max(strips.firstExpanded(strip), expanded), last);
        expanded = Math.max(expanded, last);
      }
      filter(frame, scratch, map, from, to);
      project(frame, scratch, map, from, to);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /** Computes lines of the expanded map into the ring. */
  private void expand(Frame frame, long scratch, int map, int from, int to) {
    for (int y = from; y < to; ) {
      long at = scratch + ringAt + y % strips.ring() * expandedLine();
      int lines = 1;
      if (convolve.isPresent()) {
        convolve.get().line(scratch, frame.input(0).address(), map, y, at);
      } else {
        lines = strips.untilWrapped(y, to);
        long position = ((long) map * g.inH() + y) * g.inW();
        long in = frame.input(0).address() + position * inChannels;
        multiply(expand.orElseThrow(), scratch, in, inChannels, lines * g.inW(), at);
      }
      y += lines;
    }
  }

  private void filter(Frame frame, long scratch, int map, int from, int to) {
    long lines =
        expands
            ? scratch + ringAt
            : frame.input(0).address() + (long) map * g.inH() * expandedLine();
    int ring = expands ? strips.ring() : Integer.MAX_VALUE;
    long out = scratch + filteredAt;
    for (int y = from; y < to; y++) {
      int first = strips.firstLine(y);
      filter.line(
          scratch + filterAt,
          y,
          lines + Math.floorMod(first, ring) * expandedLine(),
          lines + Math.floorMod(first + g.dilationH(), ring) * expandedLine(),
          lines + Math.floorMod(first + 2 * g.dilationH(), ring) * expandedLine(),
          out + (y - from) * filteredLine());
    }
  }

  private void project(Frame frame, long scratch, int map, int from, int to) {
    long position = ((long) map * g.outH() + from) * g.outW();
    long out = frame.output().address() + position * outChannels;
    multiply(project, scratch, scratch + filteredAt, g.outC(), (to - from) * g.outW(), out);
  }

  private void multiply(
      DotProduct product, long scratch, long in, int channels, int rows, long out) {
    long block = scratch + productAt;
    long segments = block + product.blockBytes();
    Memory.set(segments, in);
    product.run(block, segments, channels, rows, 0, product.panels(), out);
  }
}
