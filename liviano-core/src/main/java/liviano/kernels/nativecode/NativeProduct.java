package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.kernels.Arguments;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.nativecode.code.Edge;
import liviano.kernels.nativecode.code.GemmCode;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Numbers;
import liviano.kernels.nativecode.code.Panel;
import liviano.kernels.nativecode.code.RowTiles;
import liviano.kernels.nativecode.code.Walk;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;

/**
 * A matrix product made ready: {@code out[row][n] = clamp(sum over segments and k of
 * a[segment][row][k] * weight[n][segment][k] + bias[n] + residual[row][n])}, for any number of
 * rows.
 */
final class NativeProduct {
  /** The place of the first segment's address among the arguments; the others' follow. */
  static final int SEGMENTS_AT = GemmCode.SLOTS;

  /** Bytes of weights that stay in the second-level cache together with a block's maps. */
  private static final int CACHED = 512 * 1024;

  private final Isa isa;
  private final Numbers numbers;
  private final int segments;

  /** Of a segment, each of four bytes: a float or a pair. */
  private final int steps;

  private final int width;
  private final int fullPanels;
  private final int tail;
  private final Clamp clamp;
  private final MemorySegment weights;
  private final MemorySegment bias;
  private final MemorySegment mask;

  /** One for each number of rows that will be requested. */
  private final Cut[] cuts;

  /** How rows are cut into tiles, and the code for full panels and for the last one. */
  private record Cut(Run run, RowTiles tiles, Pieces full, Pieces last) {
    int rows() {
      return run.rows();
    }
  }

  /**
   * What is multiplied.
   *
   * @param weight {@code [outputs, segments * depth]}, or a group's part of it
   * @param first the first output of the group
   * @param outputs n
   * @param segments runs of neighbouring numbers that a row is made of
   * @param depth numbers in a run
   */
  record Shape(Param weight, int first, int outputs, int segments, int depth) {
    int weights() {
      return segments * depth;
    }
  }

  /**
   * One way of calling {@link #run}.
   *
   * @param rows that are multiplied at once
   * @param next the distance in bytes from the first row to the data that will be read next
   * @param ahead the number of bytes of it to prefetch meanwhile, if the depth is small
   */
  record Run(int rows, long next, long ahead) {}

  /** Calls with some numbers of rows. */
  static List<Run> runs(int... rows) {
    return IntStream.of(rows).mapToObj(count -> new Run(count, 0, 0)).toList();
  }

  /**
   * @param output how results are stored, and the residual; rows are stored as the weight is
   * @param vectors in a panel
   * @param runs the calls that will be made; of several with the same number of rows the first is
   *     used
   */
  NativeProduct(
      Isa isa,
      Shape shape,
      Epilogue epilogue,
      DType output,
      int vectors,
      List<Run> runs,
      CodeCache codes,
      PackedWeights cache) {
    this.isa = isa;
    this.numbers = Numbers.of(shape.weight().format(), output, shape.depth());
    this.segments = shape.segments();
    this.steps = numbers.steps(shape.depth());
    this.width = vectors * isa.lanes();
    this.fullPanels = shape.outputs() / width;
    this.tail = shape.outputs() % width;
    this.clamp = epilogue.clamp();
    this.weights = PanelWeights.of(shape, isa.lanes(), width, numbers, codes, cache);
    this.bias = bias(shape, epilogue.bias(), cache);
    this.mask = mask(isa, tail);
    this.cuts =
        runs.stream()
            .filter(run -> run.rows() > 0)
            .map(run -> cut(run, vectors, epilogue.residual(), codes))
            .toArray(Cut[]::new);
  }

  /**
   * Code of whole tiles, and of the smaller one after them.
   *
   * @param rest {@link MemorySegment#NULL} where there is none
   */
  private record Pieces(MemorySegment whole, MemorySegment rest) {
    static final Pieces NONE = new Pieces(MemorySegment.NULL, MemorySegment.NULL);
  }

  private Cut cut(Run run, int vectors, boolean residual, CodeCache codes) {
    RowTiles tiles = RowTiles.of(run.rows(), Walk.isWrittenOut(segments, steps), residual, isa);
    Panel full = new Panel(isa, vectors, Edge.WHOLE);
    Panel last = new Panel(isa, Math.ceilDiv(tail, isa.lanes()), edge());
    return new Cut(
        run,
        tiles,
        fullPanels > 0 ? pieces(run, tiles, full, residual, codes) : Pieces.NONE,
        tail > 0 ? pieces(run, tiles, last, residual, codes) : Pieces.NONE);
  }

  private Pieces pieces(Run run, RowTiles tiles, Panel panel, boolean residual, CodeCache codes) {
    Walk walk = walk(run, tiles, panel);
    GemmCode rest =
        GemmCode.ofRest(tiles.smaller(), panel, residual, walk.withoutStreaming(), numbers);
    return new Pieces(
        codes.get(GemmCode.of(tiles.rows(), panel, residual, walk, numbers)),
        tiles.smaller() > 0 ? codes.get(rest) : MemorySegment.NULL);
  }

  /** Only whole tiles prefetch the data that is read next. */
  private Walk walk(Run run, RowTiles tiles, Panel panel) {
    int whole = tiles.overlaps() ? tiles.count() : tiles.whole();
    if (Walk.isWrittenOut(segments, steps)) {
      long ahead = Math.ceilDiv(Math.ceilDiv(run.ahead(), 64), (long) whole * panels());
      return new Walk.WrittenOut(segments, steps, (int) Math.min(ahead, Walk.MOST_STREAMED));
    }
    long bytes = (long) paddedOutputs() * segments * steps * Float.BYTES;
    int lines = Walk.UNROLL * panel.width() / 64;
    return new Walk.Looped(
        segments > 1,
        steps - numbers.turns(steps) * Walk.UNROLL,
        tiles.count() == 1 || bytes < CACHED ? 0 : Math.ceilDiv(lines, whole));
  }

  private Edge edge() {
    int lanes = tail % isa.lanes();
    boolean half = isa.hasMasks() && lanes == isa.lanes() / 2 && tail <= 2 * isa.lanes();
    return lanes == 0 ? Edge.WHOLE : half ? Edge.HALF : Edge.MASKED;
  }

  /** Of {@link #run}. */
  int arguments() {
    return arguments(segments);
  }

  /** Of a product of rows of so many segments. */
  static int arguments(int segments) {
    return SEGMENTS_AT + segments;
  }

  int panels() {
    return fullPanels + (tail > 0 ? 1 : 0);
  }

  /** Outputs of a full panel. */
  int panelOutputs() {
    return width;
  }

  /**
   * Multiplies some rows with some panels.
   *
   * @param block of {@link #arguments()}; from {@link #SEGMENTS_AT} on the addresses of each
   *     segment's first row
   * @param strideA bytes from a row to the next
   * @param out address of the first row's first output
   * @param strideOut bytes from a row of the output to the next
   * @param residual address of what is added to the first row's first output, laid out as the
   *     output; 0 for nothing
   */
  void run(
      Arguments block,
      long strideA,
      int rows,
      int fromPanel,
      int toPanel,
      long out,
      long strideOut,
      long residual) {
    Cut cut = cut(rows);
    block.set(GemmCode.SEGMENTS, block.address(SEGMENTS_AT));
    block.set(GemmCode.SEGMENT_COUNT, segments);
    block.set(GemmCode.TURNS, numbers.turns(steps));
    block.set(GemmCode.STRIDE_A, strideA);
    block.set(GemmCode.STRIDE_C, strideOut);
    RowTiles tiles = cut.tiles();
    block.set(GemmCode.TILES, tiles.whole());
    block.set(GemmCode.CLAMP, clamp.bits());
    block.set(GemmCode.NEXT, block.get(SEGMENTS_AT) + cut.run().next());
    block.set(GemmCode.ADVANCE_A, tiles.rows() * strideA);
    block.set(GemmCode.ADVANCE_C, tiles.rows() * strideOut);
    block.set(GemmCode.OVERLAPS, tiles.overlaps() ? 1 : 0);
    block.set(GemmCode.BACK_A, tiles.back() * strideA);
    block.set(GemmCode.BACK_C, tiles.back() * strideOut);
    int panels = Math.min(toPanel, fullPanels) - fromPanel;
    if (panels > 0) {
      panels(block, fromPanel, panels, width, out, residual);
      run(cut.full(), block);
    }
    if (toPanel > fullPanels) {
      int padded = Math.ceilDiv(tail, isa.lanes()) * isa.lanes();
      panels(block, fullPanels, 1, padded, out, residual);
      block.set(GemmCode.MASK, isa.hasMasks() ? (1L << tail % isa.lanes()) - 1 : mask.address());
      run(cut.last(), block);
    }
  }

  private void run(Pieces pieces, Arguments block) {
    block.set(GemmCode.REST, pieces.rest().address());
    NativeCall.run(pieces.whole(), block.pass(arguments()));
  }

  private Cut cut(int rows) {
    for (Cut cut : cuts) {
      if (cut.rows() == rows) {
        return cut;
      }
    }
    throw new IllegalArgumentException("no code was made for " + rows + " rows");
  }

  private void panels(
      Arguments block, int from, int count, int panelWidth, long out, long residual) {
    long before = (long) from * width * Float.BYTES;
    long results = (long) from * width * numbers.bytesOut();
    long deep = (long) segments * steps;
    block.set(GemmCode.B, weights.address() + before * deep);
    block.set(GemmCode.PANELS, count);
    block.set(GemmCode.PANEL_BYTES, panelWidth * deep * Float.BYTES);
    block.set(GemmCode.C, out + results);
    block.set(GemmCode.BIAS, bias.address() + before);
    block.set(GemmCode.RESIDUAL, residual + results);
  }

  private MemorySegment bias(Shape shape, Optional<Param> param, PackedWeights cache) {
    int padded = paddedOutputs();
    if (param.isEmpty()) {
      return cache.zeros((long) padded * Float.BYTES);
    }
    return cache.get(
        param.get(),
        new PaddedBias(shape.first(), shape.outputs(), padded),
        (long) padded * Float.BYTES,
        packed ->
            MemorySegment.copy(
                param.get().data(),
                (long) shape.first() * Float.BYTES,
                packed,
                0,
                (long) shape.outputs() * Float.BYTES));
  }

  private int paddedOutputs() {
    return fullPanels * width + Math.ceilDiv(tail, isa.lanes()) * isa.lanes();
  }

  /** A vector in which each used lane has its highest bit set. */
  static MemorySegment mask(Isa isa, int there) {
    MemorySegment mask = Arena.ofAuto().allocate(isa.bytes(), 64);
    for (int lane = 0; lane < there % isa.lanes(); lane++) {
      mask.setAtIndex(JAVA_INT, lane, -1);
    }
    return mask;
  }
}
