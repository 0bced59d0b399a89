package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import java.util.Optional;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.Offer;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * Computes a block in strips of output lines. The lines of the expanded map that a strip needs are
 * in a ring buffer: each is computed once, and overwritten when no output line needs it any more.
 * The strip is filtered into a buffer and projected from there. A unit is a strip.
 */
final class NativeInvertedResidual implements Kernel {
  private static final long ALIGNMENT = 64;

  private final boolean expands;
  private final int inChannels;
  private final int outChannels;
  private final boolean residual;
  private final int bytes;
  private final int bytesOut;
  private final Geometry g;
  private final Tiling tiling;
  private final BlockStrips strips;
  private final Optional<NativeProduct> expand;
  private final Optional<ConvolutionLines> convolve;
  private final Filter filter;
  private final NativeProduct project;

  // The memory of a worker: what a convolution that expands needs; then, from these places on, the
  // lines that are projected, and the ring.
  private final long filteredAt;
  private final long ringAt;

  /** A block cut in a given way, whose strips may be written over what they have read. */
  static Offer offer(Fused.InvertedResidual task, Tiling tiling, Isa isa, CodeCache codes) {
    return new Offer() {
      @Override
      public Kernel kernel(PackedWeights cache) {
        return new NativeInvertedResidual(task, tiling, isa, codes, cache);
      }

      @Override
      public boolean overwritesInput(int workers) {
        return SpentInput.takesOutput(task, tiling, workers);
      }
    };
  }

  private NativeInvertedResidual(
      Fused.InvertedResidual task, Tiling tiling, Isa isa, CodeCache codes, PackedWeights cache) {
    this.expands = task.expand().isPresent();
    this.inChannels = task.inChannels();
    this.outChannels = task.project().outChannels();
    this.residual = task.project().epilogue().residual();
    this.bytes = task.filter().formats().output().bytes();
    this.bytesOut = task.project().formats().output().bytes();
    this.g = task.filter().geometry();
    this.tiling = tiling;
    this.strips = new BlockStrips(g, tiling);
    this.filter = new Filter(task.filter(), isa, codes, cache);
    this.expand =
        task.expand()
            .filter(Linear.Pointwise.class::isInstance)
            .map(e -> expansion((Linear.Pointwise) e, isa, codes, cache));
    this.convolve =
        task.expand()
            .filter(Linear.Convolution.class::isInstance)
            .map(e -> convolution((Linear.Convolution) e, isa, codes, cache));
    this.project = projection(task.project(), isa, codes, cache);
    this.filteredAt = rounded(convolve.map(ConvolutionLines::scratchBytes).orElse(0L));
    this.ringAt = filteredAt + rounded(tiling.lines() * filteredLine());
  }

  private NativeProduct expansion(
      Linear.Pointwise p, Isa isa, CodeCache codes, PackedWeights cache) {
    return new NativeProduct(
        isa,
        new NativeProduct.Shape(p.weight(), 0, p.outChannels(), 1, p.inChannels()),
        p.epilogue(),
        p.formats().output(),
        2,
        rows(p, strips.expandedAtOnce()),
        codes,
        cache);
  }

  /** As many lines at once as a strip reads; of those at the border, which are copied, one. */
  private ConvolutionLines convolution(
      Linear.Convolution c, Isa isa, CodeCache codes, PackedWeights cache) {
    return new ConvolutionLines(c, tiling.ringLines(g), 1, isa, codes, cache);
  }

  private NativeProduct projection(
      Linear.Pointwise p, Isa isa, CodeCache codes, PackedWeights cache) {
    return new NativeProduct(
        isa,
        new NativeProduct.Shape(p.weight(), 0, p.outChannels(), 1, p.inChannels()),
        p.epilogue(),
        p.formats().output(),
        2,
        rows(p, strips.projectedAtOnce()),
        codes,
        cache);
  }

  private static NativeProduct.Rows rows(Linear.Pointwise p, int[] atOnce) {
    return NativeProduct.Rows.of(
        (long) p.inChannels() * p.formats().inputs().getFirst().bytes(),
        (long) p.outChannels() * p.formats().output().bytes(),
        atOnce);
  }

  private static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public long scratchBytes() {
    return ringAt + (expands ? tiling.ringLines(g) * expandedLine() : 0);
  }

  @Override
  public int arguments() {
    int layers = Math.max(Filter.ARGUMENTS, project.arguments());
    return Math.max(layers, convolve.map(ConvolutionLines::arguments).orElse(0));
  }

  private long expandedLine() {
    return (long) g.inW() * g.inC() * bytes;
  }

  private long filteredLine() {
    return (long) g.outW() * g.outC() * bytes;
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
    Arguments block = frame.arguments(worker);
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
        expand(frame, block, scratch, map, Math.max(strips.firstExpanded(strip), expanded), last);
        expanded = Math.max(expanded, last);
      }
      filter(frame, block, scratch, map, from, to);
      project(frame, block, scratch, map, from, to);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /** Computes lines of the expanded map into the ring. */
  private void expand(Frame frame, Arguments block, long scratch, int map, int from, int to) {
    int ring = tiling.ringLines(g);
    for (int y = from; y < to; ) {
      int lines = strips.untilWrapped(y, to);
      long at = scratch + ringAt + y % ring * expandedLine();
      if (convolve.isPresent()) {
        long mapAt = map * convolve.get().mapBytes();
        convolve.get().run(block, scratch, frame.input(0).address() + mapAt, y, y + lines, at, 0);
      } else {
        long position = ((long) map * g.inH() + y) * g.inW();
        long in = frame.input(0).address() + position * inChannels * bytes;
        multiply(expand.orElseThrow(), block, in, lines * g.inW(), at, 0);
      }
      y += lines;
    }
  }

  private void filter(Frame frame, Arguments block, long scratch, int map, int from, int to) {
    long out = scratch + filteredAt;
    if (expands) {
      filter.run(block, from, to, scratch + ringAt, tiling.ringLines(g), out);
    } else {
      long in = frame.input(0).address() + (long) map * g.inH() * expandedLine();
      filter.run(block, from, to, in, Filter.WHOLE_MAP, out);
    }
  }

  private void project(Frame frame, Arguments block, long scratch, int map, int from, int to) {
    long position = ((long) map * g.outH() + from) * g.outW();
    long at = position * outChannels * bytesOut;
    multiply(
        project,
        block,
        scratch + filteredAt,
        (to - from) * g.outW(),
        frame.output().address() + at,
        residual ? frame.residual().address() + at : 0);
  }

  private static void multiply(
      NativeProduct product, Arguments block, long in, int rows, long out, long residual) {
    block.set(NativeProduct.SEGMENTS_AT, in);
    product.run(block, rows, 0, product.panels(), out, residual);
  }
}
