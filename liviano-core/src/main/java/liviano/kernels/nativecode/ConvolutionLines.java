package liviano.kernels.nativecode;

import java.util.stream.IntStream;
import liviano.kernels.Geometry;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;

/**
 * A convolution made ready, some lines of its output at a time. The lines that their windows read
 * are copied with zeros around them; then each line of a window is a run of neighbouring numbers,
 * and the convolution a product whose rows overlap.
 */
final class ConvolutionLines {
  /** Weights that stay in the second-level cache beside the lines. */
  private static final int CACHED = 256 * 1024;

  private final Geometry g;
  private final int groups;
  private final Product[] products;
  private final int most;

  /** Whether padding with zeros gives the right sums: it does unless a weight is not finite. */
  static boolean canServe(Task.Convolution task) {
    return IntStream.range(0, Math.toIntExact(task.weight().count()))
        .allMatch(i -> Float.isFinite(task.weight().at(i)));
  }

  /**
   * @param most lines of the output that are asked for at once
   */
  ConvolutionLines(Task.Convolution task, int most, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.groups = task.groups();
    this.most = most;
    int outputs = g.outC() / groups;
    products = new Product[groups];
    for (int group = 0; group < products.length; group++) {
      products[group] =
          new Product(
              isa,
              new Product.Shape(
                  task.weight(), group * outputs, outputs, segments(), segmentDepth()),
              task.epilogue(),
              2,
              new int[] {g.outW()},
              codes,
              cache);
    }
  }

  /** Bytes that a caller sets aside for {@link #run}. */
  long scratchBytes() {
    return linesAt() + (long) lines(most) * lineBytes();
  }

  /**
   * Computes lines of the output.
   *
   * @param scratch address of {@link #scratchBytes}, on a 64-byte boundary
   * @param map address of the map
   * @param from the first line
   * @param to the line after the last, no more than {@code most} after the first
   * @param out address of the first line's first output
   * @param residual address of what is added to it; 0 for nothing
   */
  void run(long scratch, long map, int from, int to, long out, long residual) {
    copy(scratch, map, from, to);
    long lineOut = (long) g.outW() * g.outC() * Float.BYTES;
    long groupOut = (long) g.outC() / groups * Float.BYTES;
    for (int group = 0; group < products.length; group++) {
      Product product = products[group];
      long weights = (long) segments() * segmentDepth() * groupOut;
      // Weights that the cache does not hold are read once for all lines, panel by panel.
      int step = weights > CACHED ? 1 : product.panels();
      for (int panel = 0; panel < product.panels(); panel += step) {
        for (int y = from; y < to; y++) {
          segments(scratch, y - from, group);
          long at = (y - from) * lineOut + group * groupOut;
          product.run(
              scratch,
              scratch + Product.BLOCK_BYTES,
              (long) g.strideW() * g.inC() * Float.BYTES,
              g.outW(),
              panel,
              Math.min(panel + step, product.panels()),
              out + at,
              (long) g.outC() * Float.BYTES,
              residual == 0 ? 0 : residual + at);
        }
      }
    }
  }

  /** Bytes of a map of the input. */
  long mapBytes() {
    return (long) g.inH() * g.inW() * g.inC() * Float.BYTES;
  }

  /** Copies what the windows of some lines read; what lies beside the map is zero. */
  private void copy(long scratch, long map, int from, int to) {
    long pixel = (long) g.inC() * Float.BYTES;
    long before = g.padLeft() * pixel;
    long inside = Math.min(g.inW() * pixel, lineBytes() - before);
    long at = scratch + linesAt();
    for (int line = 0; line < lines(to - from); line++) {
      int y = from * g.strideH() - g.padTop() + line;
      if (y < 0 || y >= g.inH() || inside <= 0) {
        Memory.zero(at, lineBytes());
      } else {
        Memory.zero(at, before);
        Memory.copy(map + y * g.inW() * pixel, at + before, inside);
        Memory.zero(at + before + inside, lineBytes() - before - inside);
      }
      at += lineBytes();
    }
  }

  /** Writes where the segments of a line of the output start. */
  private void segments(long scratch, int line, int group) {
    long table = scratch + Product.BLOCK_BYTES;
    long groupIn = (long) group * (g.inC() / groups) * Float.BYTES;
    long first = scratch + linesAt() + groupIn;
    boolean wholeLine = runsAreLines();
    for (int i = 0; i < g.kernelH(); i++) {
      long at = first + ((long) line * g.strideH() + (long) i * g.dilationH()) * lineBytes();
      for (int j = 0; j < (wholeLine ? 1 : g.kernelW()); j++) {
        Memory.set(table, at + (long) j * g.dilationW() * g.inC() * Float.BYTES);
        table += Long.BYTES;
      }
    }
  }

  /** Whether a line of a window is one run of neighbouring numbers. */
  private boolean runsAreLines() {
    return groups == 1 && g.dilationW() == 1;
  }

  private int segments() {
    return runsAreLines() ? g.kernelH() : g.kernelH() * g.kernelW();
  }

  private int segmentDepth() {
    return runsAreLines() ? g.kernelW() * g.inC() : g.inC() / groups;
  }

  /** Lines that so many lines of the output read. */
  private int lines(int out) {
    return (out - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1;
  }

  private long lineBytes() {
    int columns = (g.outW() - 1) * g.strideW() + (g.kernelW() - 1) * g.dilationW() + 1;
    return (long) columns * g.inC() * Float.BYTES;
  }

  private long linesAt() {
    return Math.ceilDiv(Product.BLOCK_BYTES + (long) segments() * Long.BYTES, 64) * 64;
  }
}
