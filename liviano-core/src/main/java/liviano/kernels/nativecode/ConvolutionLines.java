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
 * windows at its left and right border read are copied; the other windows read the map itself. A
 * product is called once for all the lines. Floats that meet weights of bfloat16 are rounded to it
 * when they are copied, all of them.
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
  private final int copied;

  /** The first line of the output whose windows read no line above or below the map. */
  private final int onMapFrom;

  /** The line after the last of them. */
  private final int onMapTo;

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
   * @param most output lines at once of which only the sides are copied
   * @param copied output lines at once of which all is copied
   */
  ConvolutionLines(
      Linear.Convolution task,
      int most,
      int copied,
      Isa isa,
      CodeCache codes,
      PackedWeights cache) {
    this.g = task.geometry();
    this.mapNumber = task.formats().inputs().getFirst().bytes();
    this.bytesIn = task.weight().format().bytes();
    this.narrowing =
        mapNumber == bytesIn ? Optional.empty() : Optional.of(new Bf16Pass.Run(false, codes));
    this.bytesOut = task.formats().output().bytes();
    this.groups = task.groups();
    this.most = most;
    this.copied = copied;
    int tile = isa.tileRows();
    int beside = Math.ceilDiv(Math.ceilDiv(g.padLeft(), g.strideW()), tile) * tile;
    boolean isWide = narrowing.isEmpty() && runsAreLines() && g.outW() >= 3 * tile;
    this.middle = isWide ? inside(beside) / tile * tile : 0;
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
              rows().repeated(),
              codes,
              cache);
    }
    this.onMapFrom = Math.ceilDiv(g.padTop(), g.strideH());
    int last = Math.floorDiv(g.inH() + g.padTop() - lines(1), g.strideH());
    this.onMapTo = Math.clamp(last + 1L, onMapFrom, Math.max(onMapFrom, g.outH()));
  }

  /**
   * While it computes the middle columns, it prefetches the first lines that the next output line
   * reads.
   */
  private NativeProduct.Rows rows() {
    long strideIn = g.strideW() * inPixel();
    if (middle == 0) {
      return NativeProduct.Rows.of(strideIn, outPixel(), g.outW());
    }
    return new NativeProduct.Rows(
        strideIn,
        outPixel(),
        List.of(
            new NativeProduct.Run(middle, lines(1) * inLineBytes(), g.strideH() * inLineBytes()),
            new NativeProduct.Run(left, 0, 0),
            new NativeProduct.Run(g.outW() - left - middle, 0, 0)),
        false);
  }

  /** Of {@link #run}. */
  int arguments() {
    return Math.max(products[0].arguments(), PaddedLinesCode.SLOTS);
  }

  /** Bytes that a caller sets aside for {@link #run}. */
  long scratchBytes() {
    long sides = middle > 0 ? lines(most) * (columnsBytes(left) + rightBytes()) : 0;
    return linesAt() + Math.max(lines(copied) * lineBytes(), sides);
  }

  /**
   * Computes lines of the output.
   *
   * @param block of {@link #arguments()}
   * @param scratch address of {@link #scratchBytes}, on a 64-byte boundary
   * @param map address of the map
   * @param from the first line
   * @param to the line after the last
   * @param out address of the first line's first output
   * @param residual address of what is added to it; 0 for nothing
   */
  void run(Arguments block, long scratch, long map, int from, int to, long out, long residual) {
    for (int y = from; y < to; ) {
      long at = (long) (y - from) * outLineBytes();
      long add = residual == 0 ? 0 : residual + at;
      boolean direct = middle > 0 && y >= onMapFrom && y < onMapTo;
      int until = direct ? onMapTo : y < onMapFrom ? onMapFrom : g.outH();
      int count = Math.min(Math.min(until, to) - y, direct ? most : copied);
      if (direct) {
        copySides(block, scratch, map, y, count);
      } else {
        copy(scratch, map, y, count);
      }
      multiply(block, scratch + linesAt(), map, y, count, direct, out + at, add);
      y += count;
    }
  }

  /**
   * @param lines address of what was copied: lines, or the columns at their left, and behind those
   *     of all lines the columns at their right
   * @param direct whether the columns between them are read from the map
   */
  private void multiply(
      Arguments block,
      long lines,
      long map,
      int y,
      int count,
      boolean direct,
      long out,
      long residual) {
    int behind = left + middle;
    long leftBytes = direct ? columnsBytes(left) : lineBytes();
    long inside = direct ? map + firstLine(y) * inLineBytes() - g.padLeft() * inPixel() : lines;
    long insideBytes = direct ? inLineBytes() : lineBytes();
    long beforeRight = lines(count) * leftBytes - behind * g.strideW() * inPixel();
    long right = direct ? lines + beforeRight : lines;
    long rightBytes = direct ? rightBytes() : lineBytes();
    long weights = (long) segments() * segmentDepth() * g.outC() / groups * bytesIn;
    for (int group = 0; group < groups; group++) {
      // Weights that do not fit the cache are read once for all lines, panel by panel.
      int panels = products[group].panels();
      int step = weights > CACHED ? 1 : panels;
      for (int from = 0; from < panels; from += step) {
        int to = Math.min(from + step, panels);
        columns(block, group, lines, leftBytes, count, 0, left, from, to, out, residual);
        columns(block, group, inside, insideBytes, count, left, behind, from, to, out, residual);
        columns(block, group, right, rightBytes, count, behind, g.outW(), from, to, out, residual);
      }
    }
  }

  /**
   * Computes columns of lines.
   *
   * @param first address of what the window of column 0 reads first, maybe before the line
   * @param lineBytes from there to the next line
   * @param count lines of the output
   * @param out address of the first line's first output; so {@code residual}
   */
  private void columns(
      Arguments block,
      int group,
      long first,
      long lineBytes,
      int count,
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
    products[group].repeat(block, count, g.strideH() * lineBytes, outLineBytes());
    long add = residual == 0 ? 0 : residual + at;
    products[group].run(block, toColumn - fromColumn, fromPanel, toPanel, out + at, add);
  }

  /** Bytes of a map of the input. */
  long mapBytes() {
    return (long) g.inH() * g.inW() * g.inC() * mapNumber;
  }

  /** How many of the windows from a column on end on the map. */
  private int inside(int fromColumn) {
    int width = (g.kernelW() - 1) * g.dilationW() + 1;
    int to = Math.floorDiv(g.inW() + g.padLeft() - width, g.strideW()) + 1;
    return Math.max(0, Math.min(to, g.outW()) - fromColumn);
  }

  /** Copies what the windows of some lines read, with zeros for positions outside the map. */
  private void copy(long scratch, long map, int y, int count) {
    for (int line = 0; line < lines(count); line++) {
      long at = scratch + linesAt() + line * lineBytes();
      copyLine(scratch, map, firstLine(y) + line, at, 0, lineBytes());
    }
  }

  /**
   * The same, but only what the windows at the left of the middle read, and behind it what those at
   * the right read.
   */
  private void copySides(Arguments block, long scratch, long map, int y, int count) {
    long at = scratch + linesAt();
    if (left > 0) {
      copyColumns(block, scratch, map, y, count, 0, columnsBytes(left), at);
    }
    if (rightBytes() > 0) {
      long first = lineBytes() - rightBytes();
      long behindLeft = at + lines(count) * columnsBytes(left);
      copyColumns(block, scratch, map, y, count, first, lineBytes(), behindLeft);
    }
  }

  /**
   * Copies columns of lines that are on the map.
   *
   * @param first of the bytes of each line with zeros around it
   * @param until the byte after the last
   * @param to where they are put, those of one line after those of another
   */
  private void copyColumns(
      Arguments block, long scratch, long map, int y, int count, long first, long until, long to) {
    int lines = lines(count);
    if (padding.isEmpty()) {
      for (int line = 0; line < lines; line++) {
        long at = to + line * (until - first) - first;
        copyLine(scratch, map, firstLine(y) + line, at, first, until);
      }
      return;
    }
    long before = g.padLeft() * inPixel();
    long onMap = Math.clamp(before, first, until);
    long behind = Math.clamp(before + inLineBytes(), first, until);
    block.set(PaddedLinesCode.FROM, map + firstLine(y) * inLineBytes() + onMap - before);
    block.set(PaddedLinesCode.TO, to);
    block.set(PaddedLinesCode.LINES, lines);
    block.set(PaddedLinesCode.FROM_BYTES, inLineBytes());
    block.set(PaddedLinesCode.TO_BYTES, until - first);
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

  private long outLineBytes() {
    return g.outW() * outPixel();
  }

  /** Bytes of a line with zeros around it that the windows behind the middle read. */
  private long rightBytes() {
    int behind = left + middle;
    return behind == g.outW() ? 0 : lineBytes() - behind * g.strideW() * inPixel();
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
