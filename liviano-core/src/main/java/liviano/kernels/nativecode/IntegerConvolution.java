package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A convolution of integers of one group. A unit is a line of the output: the lines that its
 * windows read are copied, with numbers around them that add nothing; then each line of a window is
 * a run of neighbouring numbers, and the convolution a product whose rows overlap.
 */
final class IntegerConvolution implements Kernel {
  /** The most numbers of lines: beyond them the map is too wide to be copied by lines. */
  private static final long MOST_NUMBERS = 8 << 20;

  private final Geometry g;
  private final IntegerSums product;

  static boolean canServe(Linear.Convolution task) {
    return task.groups() == 1
        && IntegerProduct.canServe(task)
        && lineNumbers(task.geometry()) <= MOST_NUMBERS / task.geometry().kernelH();
  }

  IntegerConvolution(Linear.Convolution task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.product =
        IntegerSums.of(
            new IntegerSums.Shape(task, segments(), segmentDepth(), g.outW()), isa, codes, cache);
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

  /** Bytes of a position in a line. */
  private long pixel() {
    return (long) g.inC() * product.numberBytes();
  }

  /** Numbers that all windows of a line read. */
  private static long lineNumbers(Geometry g) {
    long columns = (g.outW() - 1L) * g.strideW() + (g.kernelW() - 1L) * g.dilationW() + 1;
    return columns * g.inC();
  }

  /**
   * Bytes of a line, and of numbers after it: where a segment is no multiple of what is multiplied
   * at once, they are multiplied with zeros.
   */
  private long lineBytes() {
    return Math.ceilDiv((lineNumbers(g) + product.atOnce() - 1) * (long) product.numberBytes(), 64)
        * 64;
  }

  private long linesAt() {
    return Math.ceilDiv(product.blockBytes() + (long) segments() * Long.BYTES, 64) * 64;
  }

  @Override
  public long scratchBytes() {
    return linesAt() + g.kernelH() * lineBytes();
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long outLine = (long) g.outW() * g.outC();
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long out = frame.output().address() + unit * outLine;
      line(scratch, frame.input(0).address(), unit / g.outH(), unit % g.outH(), out);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /**
   * Computes a line of the output.
   *
   * @param scratch address of {@link #scratchBytes}
   * @param maps address of the input
   * @param map which of its maps
   * @param out address of the line's first output
   */
  void line(long scratch, long maps, int map, int y, long out) {
    long segments = scratch + product.blockBytes();
    long lines = scratch + linesAt();
    long from = maps + (long) map * g.inH() * g.inW() * g.inC();
    for (int i = 0; i < g.kernelH(); i++) {
      int line = y * g.strideH() - g.padTop() + i * g.dilationH();
      load(scratch, from, line, lines + i * lineBytes());
    }
    setSegments(segments, lines);
    long stride = g.strideW() * pixel();
    product.run(scratch, segments, stride, g.outW(), 0, product.panels(), out);
  }

  /** Where the segments of the first window start. */
  private void setSegments(long segments, long lines) {
    int runs = runsAreLines() ? 1 : g.kernelW();
    for (int i = 0; i < g.kernelH(); i++) {
      for (int j = 0; j < runs; j++) {
        long at = lines + i * lineBytes() + (long) j * g.dilationW() * pixel();
        Memory.set(segments + ((long) i * runs + j) * Long.BYTES, at);
      }
    }
  }

  /** The numbers of a line of the map, and around them such as add nothing. */
  private void load(long scratch, long map, int y, long to) {
    long bytes = lineBytes();
    if (y < 0 || y >= g.inH()) {
      product.clear(to, bytes);
      return;
    }
    long before = Math.min(g.padLeft() * pixel(), bytes);
    long inside = Math.min((long) g.inW() * g.inC(), (bytes - before) / product.numberBytes());
    product.clear(to, before);
    product.load(scratch, map + (long) y * g.inW() * g.inC(), to + before, inside);
    long end = before + inside * product.numberBytes();
    product.clear(to + end, bytes - end);
  }
}
