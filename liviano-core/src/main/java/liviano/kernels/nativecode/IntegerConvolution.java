package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A convolution of integers of one group. A unit is a line of the output: the lines that its
 * windows read are widened to shorts, with zeros around them; then each line of a window is a run
 * of neighbouring numbers, and the convolution a product whose rows overlap.
 */
final class IntegerConvolution implements Kernel {
  /** The most bytes of lines as shorts: beyond them the map is too wide to be widened by lines. */
  private static final long MOST_LINE_BYTES = 16 << 20;

  private final Geometry g;
  private final IntegerProduct product;
  private final Widening widening;

  static boolean canServe(Linear.Convolution task) {
    return task.groups() == 1
        && IntegerProduct.canServe(task)
        && lineBytes(task.geometry()) <= MOST_LINE_BYTES / task.geometry().kernelH();
  }

  IntegerConvolution(Linear.Convolution task, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.product =
        new IntegerProduct(task, segments(), segmentDepth(), new int[] {g.outW()}, codes, cache);
    this.widening =
        new Widening(
            task.formats().inputs().getFirst(),
            task.epilogue().requantize().orElseThrow().inputZeroPoint(),
            codes);
  }

  /** Whether a line of a window is one run of neighbouring numbers. */
  private boolean runsAreLines() {
    return g.dilationW() == 1;
  }

  private int segments() {
    return runsAreLines() ? g.kernelH() : g.kernelH() * g.kernelW();
  }

  private int segmentDepth() {
    return runsAreLines() ? g.kernelW() * g.inC() : g.inC();
  }

  /** Shorts of a position of the input. */
  private static long pixel(Geometry g) {
    return (long) g.inC() * Short.BYTES;
  }

  /**
   * Bytes of a line that all windows of a line read, and of the short after it: the last of an odd
   * number is multiplied with another, whose weight is 0.
   */
  private static long lineBytes(Geometry g) {
    long columns = (g.outW() - 1L) * g.strideW() + (g.kernelW() - 1L) * g.dilationW() + 1;
    return Math.ceilDiv(columns * pixel(g) + Short.BYTES, 64) * 64;
  }

  private long linesAt() {
    long before =
        IntegerProduct.BLOCK_BYTES + Widening.BLOCK_BYTES + (long) segments() * Long.BYTES;
    return Math.ceilDiv(before, 64) * 64;
  }

  @Override
  public long scratchBytes() {
    return linesAt() + g.kernelH() * lineBytes(g);
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long widen = scratch + IntegerProduct.BLOCK_BYTES;
    long segments = widen + Widening.BLOCK_BYTES;
    long lines = scratch + linesAt();
    long mapBytes = (long) g.inH() * g.inW() * g.inC();
    long outLine = (long) g.outW() * g.outC();
    setSegments(segments, lines);
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long map = frame.input(0).address() + unit / g.outH() * mapBytes;
      for (int i = 0; i < g.kernelH(); i++) {
        int y = unit % g.outH() * g.strideH() - g.padTop() + i * g.dilationH();
        widen(widen, map, y, lines + i * lineBytes(g));
      }
      product.run(
          scratch,
          segments,
          g.strideW() * pixel(g),
          g.outW(),
          0,
          product.panels(),
          frame.output().address() + unit * outLine);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /** Where the segments of the first window start. */
  private void setSegments(long segments, long lines) {
    int runs = runsAreLines() ? 1 : g.kernelW();
    for (int i = 0; i < g.kernelH(); i++) {
      for (int j = 0; j < runs; j++) {
        long at = lines + i * lineBytes(g) + (long) j * g.dilationW() * pixel(g);
        Memory.set(segments + ((long) i * runs + j) * Long.BYTES, at);
      }
    }
  }

  /** A line of the map as shorts, with zeros for positions outside the map. */
  private void widen(long block, long map, int y, long to) {
    long bytes = lineBytes(g);
    if (y < 0 || y >= g.inH()) {
      Memory.zero(to, bytes);
      return;
    }
    long before = Math.min(g.padLeft() * pixel(g), bytes);
    long inside = Math.min((long) g.inW() * g.inC(), (bytes - before) / Short.BYTES);
    Memory.zero(to, before);
    widening.run(block, map + (long) y * g.inW() * g.inC(), to + before, inside);
    long end = before + inside * Short.BYTES;
    Memory.zero(to + end, bytes - end);
  }
}
