package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Arguments;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.PaddedLinesCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/**
 * A convolution made ready, some lines of its output at a time. The lines that their windows read
 * are copied with zeros around them; then each line of a window is a run of neighbouring numbers,
 * and the convolution a product whose rows overlap. If the map is wide, only the columns that
 * windows at its left and right border read are copied; the other windows read the map itself.
 * Floats that meet weights of bfloat16 are rounded to it when they are copied, all of them.
 */
final class ConvolutionLines {
  /** Bytes of weights that stay in the second-level cache together with the lines. */
  private static final int CACHED = 256 * 1024;

  private final Geometry g;

  /** Of a number of the map, of a number of a line that was copied, and of a result. */
  private final int mapNumber;

  private final int bytesIn;
  private final int bytesOut;
  private final Optional<Bf16Pass.Run> narrowing;
  private final int groups;
  private final NativeProduct[] products;
  private final int most;

  /** Columns of the output before those that may read the map itself: whole tiles. */
  private final int left;

  /** Columns that may read the map itself: whole tiles; 0 where all are computed from copies. */
  private final int middle;

  /** What copies the columns beside them, if they are floats. */
  private final Optional<MemorySegment> padding;

  /** Whether padding with zeros gives the right sums: it does unless a weight is not finite. */
  static boolean canServe(Linear.Convolution task) {
    return task.weight().isFinite();
  }

  /**
   * @param most the most output lines that one call requests
   */
  ConvolutionLines(
      Linear.Convolution task, int most, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.mapNumber = task.formats().inputs().getFirst().bytes();
    this.bytesIn = task.weight().format().bytes();
    this.narrowing =
        mapNumber == bytesIn ? Optional.empty() : Optional.of(new Bf16Pass.Run(false, codes));
    this.bytesOut = task.formats().output().bytes();
    this.groups = task.groups();
    this.most = most;
    int tile = isa.tileRows();
    int beside = Math.ceilDiv(Math.ceilDiv(g.padLeft(), g.strideW()), tile) * tile;
    this.middle =
        narrowing.isEmpty() && runsAreLines() && g.outW() >= 3 * tile
            ? inside(beside) / tile * tile
            : 0;
    this.left = middle > 0 ? beside : 0;
    this.padding =
        middle > 0 && bytesIn == Float.BYTES
            ? Optional.of(codes.get(new PaddedLinesCode()))
            : Optional.empty();
    int outputs = g.outC() / groups;
    products = new NativeProduct[groups];
    for (int group = 0; group < products.length; group++) {
      products[group] =
          new NativeProduct(
              isa,
              new NativeProduct.Shape(
                  task.weight(), group * outputs, outputs, segments(), segmentDepth()),
              task.epilogue(),
              task.formats().output(),
              2,
              runs(),
              codes,
              cache);
    }
  }

  /**
   * While it computes the middle columns, it prefetches the first lines that the next output line
   * reads.
   */
  private List<NativeProduct.Run> runs() {
    if (middle == 0) {
      return NativeProduct.runs(g.outW());
    }
    long lines = (long) (g.kernelH() - 1) * g.dilationH() + 1;
    return List.of(
        new NativeProduct.Run(middle, lines * inLineBytes(), g.strideH() * inLineBytes()),
        new NativeProduct.Run(left, 0, 0),
        new NativeProduct.Run(g.outW() - left - middle, 0, 0));
  }

  /** Of {@link #run}. */
  int arguments() {
    return NativeProduct.arguments(segments());
  }

  /** Bytes that a caller sets aside for {@link #run}. */
  long scratchBytes() {
    return linesAt() + (long) lines(most) * lineBytes();
  }

  /**
   * Computes lines of the output.
   *
   * @param block of {@link #arguments()}
   * @param scratch address of {@link #scratchBytes}, on a 64-byte boundary
   * @param map address of the map
   * @param from the first line
   * @param to the line after the last, no more than {@code most} after the first
   * @param out address of the first line's first output
   * @param residual address of what is added to it; 0 for nothing
   */
  void run(Arguments block, long scratch, long map, int from, int to, long out, long residual) {
    boolean direct = middle > 0 && staysOnMap(from, to);
    if (direct) {
      copySides(block, scratch, map, from, to);
    } else {
      copy(scratch, map, from, to);
    }
    long weights = (long) segments() * segmentDepth() * g.outC() / groups * bytesIn;
    for (int group = 0; group < groups; group++) {
      // Weights that do not fit the cache are read once for all lines, panel by panel.
      int panels = products[group].panels();
      int step = weights > CACHED ? 1 : panels;
      for (int panel = 0; panel < panels; panel += step) {
        int toPanel = Math.min(panel + step, panels);
        for (int y = from; y < to; y++) {
          long line = scratch + linesAt() + (long) (y - from) * g.strideH() * lineBytes();
          long at = (long) (y - from) * g.outW() * outPixel();
          long add = residual == 0 ? 0 : residual + at;
          long inside = map + firstLine(y) * inLineBytes();
          long first = direct ? inside - g.padLeft() * inPixel() : line;
          long next = direct ? inLineBytes() : lineBytes();
          int right = left + middle;
          columns(block, group, line, lineBytes(), 0, left, panel, toPanel, out + at, add);
          columns(block, group, first, next, left, right, panel, toPanel, out + at, add);
          columns(block, group, line, lineBytes(), right, g.outW(), panel, toPanel, out + at, add);
        }
      }
    }
  }

  /**
   * Computes columns of a line.
   *
   * @param first address of what the window of column 0 reads first, maybe before the line
   * @param lineBytes from there to the next line
   * @param out address of the line's first output; so {@code residual}
   */
  private void columns(
      Arguments block,
      int group,
      long first,
      long lineBytes,
      int fromColumn,
      int toColumn,
      int fromPanel,
      int toPanel,
      long out,
      long residual) {
    if (fromColumn == toColumn) {
      return;
    }
    long strideIn = g.strideW() * inPixel();
    segments(block, first + fromColumn * strideIn + group * inPixel() / groups, lineBytes);
    long at = fromColumn * outPixel() + group * outPixel() / groups;
    products[group].run(
        block,
        strideIn,
        toColumn - fromColumn,
        fromPanel,
        toPanel,
        out + at,
        outPixel(),
        residual == 0 ? 0 : residual + at);
  }

  /** Bytes of a map of the input. */
  long mapBytes() {
    return (long) g.inH() * g.inW() * g.inC() * mapNumber;
  }

  /** Whether windows of some lines of the output read no line above or below the map. */
  private boolean staysOnMap(int from, int to) {
    int first = firstLine(from);
    return first >= 0 && first + lines(to - from) <= g.inH();
  }

  /** How many of the windows from a column on end on the map. */
  private int inside(int fromColumn) {
    int width = (g.kernelW() - 1) * g.dilationW() + 1;
    int to = Math.floorDiv(g.inW() + g.padLeft() - width, g.strideW()) + 1;
    return Math.max(0, Math.min(to, g.outW()) - fromColumn);
  }

  /** Copies what the windows of some lines read, with zeros for positions outside the map. */
  private void copy(long scratch, long map, int from, int to) {
    long at = scratch + linesAt();
    for (int line = 0; line < lines(to - from); line++) {
      copyLine(scratch, map, firstLine(from) + line, at, 0, lineBytes());
      at += lineBytes();
    }
  }

  /** The same, but only what the windows at the left and right of the middle read. */
  private void copySides(Arguments block, long scratch, long map, int from, int to) {
    copyColumns(block, scratch, map, from, to, 0, columnsBytes(left));
    if (left + middle < g.outW()) {
      copyColumns(
          block, scratch, map, from, to, (left + middle) * g.strideW() * inPixel(), lineBytes());
    }
  }

  /**
   * Copies columns of lines that are on the map.
   *
   * @param first of the bytes of each line with zeros around it
   * @param until the byte after the last
   */
  private void copyColumns(
      Arguments block, long scratch, long map, int from, int to, long first, long until) {
    int lines = lines(to - from);
    long at = scratch + linesAt();
    if (padding.isEmpty()) {
      for (int line = 0; line < lines; line++) {
        copyLine(scratch, map, firstLine(from) + line, at + line * lineBytes(), first, until);
      }
      return;
    }
    long before = g.padLeft() * inPixel();
    long onMap = Math.clamp(before, first, until);
    long behind = Math.clamp(before + inLineBytes(), first, until);
    block.set(PaddedLinesCode.FROM, map + firstLine(from) * inLineBytes() + onMap - before);
    block.set(PaddedLinesCode.TO, at + first);
    block.set(PaddedLinesCode.LINES, lines);
    block.set(PaddedLinesCode.FROM_BYTES, inLineBytes());
    block.set(PaddedLinesCode.TO_BYTES, lineBytes());
    block.set(PaddedLinesCode.BEFORE, (onMap - first) / Float.BYTES);
    block.set(PaddedLinesCode.NUMBERS, (behind - onMap) / Float.BYTES);
    block.set(PaddedLinesCode.AFTER, (until - behind) / Float.BYTES);
    NativeCall.run(padding.get(), block.pass(PaddedLinesCode.SLOTS));
  }

  /** The first line that a line of the output reads; it may lie above the map. */
  private int firstLine(int y) {
    return y * g.strideH() - g.padTop();
  }

  /**
   * Copies some bytes of a line with zeros around it.
   *
   * @param block memory that narrowing may use
   */
  private void copyLine(long block, long map, int y, long to, long from, long until) {
    long before = g.padLeft() * inPixel();
    boolean there = y >= 0 && y < g.inH();
    long first = there ? Math.clamp(before, from, until) : until;
    long last = there ? Math.clamp(before + inLineBytes(), from, until) : until;
    Memory.zero(to + from, first - from);
    long number = (y * inLineBytes() + first - before) / bytesIn;
    long source = map + number * mapNumber;
    if (narrowing.isPresent()) {
      narrowing.get().run(block, source, to + first, (last - first) / bytesIn);
    } else {
      Memory.copy(source, to + first, last - first);
    }
    Memory.zero(to + last, until - last);
  }

  /**
   * Writes where the segments of a window start.
   *
   * @param first address of what it reads first
   * @param lineBytes from there to the next line
   */
  private void segments(Arguments block, long first, long lineBytes) {
    int segment = NativeProduct.SEGMENTS_AT;
    int runs = runsAreLines() ? 1 : g.kernelW();
    for (int i = 0; i < g.kernelH(); i++) {
      for (int j = 0; j < runs; j++) {
        long at = i * g.dilationH() * lineBytes + j * g.dilationW() * inPixel();
        block.set(segment++, first + at);
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

  /** The number of input lines that this number of output lines reads. */
  private int lines(int out) {
    return (out - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1;
  }

  private long inPixel() {
    return (long) g.inC() * bytesIn;
  }

  private long outPixel() {
    return (long) g.outC() * bytesOut;
  }

  private long inLineBytes() {
    return g.inW() * inPixel();
  }

  /** Bytes of a line with zeros around it. */
  private long lineBytes() {
    return columnsBytes(g.outW());
  }

  /** Bytes of a line that this number of windows reads. */
  private long columnsBytes(int out) {
    return out == 0
        ? 0
        : ((out - 1L) * g.strideW() + (g.kernelW() - 1L) * g.dilationW() + 1) * inPixel();
  }

  /** Behind what narrowing needs. */
  private long linesAt() {
    return narrowing.isPresent() ? 64 : 0;
  }
}
