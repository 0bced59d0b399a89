package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import liviano.kernels.nativecode.code.RepeatedProductCode;
import liviano.kernels.nativecode.code.RowTiles;
import liviano.kernels.nativecode.code.Walk;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

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
  private final MemorySegment weights;
  private final MemorySegment bias;
  private final MemorySegment mask;
  private final long strideIn;
  private final long strideOut;

  /** Where each call is several: what makes them. */
  private final Optional<MemorySegment> repeating;

  /** One for each number of rows that will be requested. */
  private final Cut[] cuts;

  /** The code for full panels and for the last one. */
  private record Cut(Run run, Pieces full, Pieces last) {
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

  /**
   * How rows lie, and how many there are.
   *
   * @param strideIn bytes from a row to the next
   * @param strideOut bytes from a row of the output to the next
   * @param runs the calls that will be made; of several with the same number of rows the first is
   *     used
   * @param repeats whether {@link #repeat} comes before each call
   */
  record Rows(long strideIn, long strideOut, List<Run> runs, boolean repeats) {
    /** Calls with some numbers of rows. */
    static Rows of(long strideIn, long strideOut, int... rows) {
      List<Run> runs = new ArrayList<>();
      for (int count : rows) {
        runs.add(new Run(count, 0, 0));
      }
      return new Rows(strideIn, strideOut, runs, false);
    }

    /** The same, each call several times. */
    Rows repeated() {
      return new Rows(strideIn, strideOut, runs, true);
    }
  }

  /**
   * @param output how results are stored, and the residual; rows are stored as the weight is
   * @param vectors in a panel
   */
  NativeProduct(
      Isa isa,
      Shape shape,
      Epilogue epilogue,
      DType output,
      int vectors,
      Rows rows,
      CodeCache codes,
      PackedWeights cache) {
    this.isa = isa;
    this.numbers = Numbers.of(shape.weight().format(), output, shape.depth());
    this.segments = shape.segments();
    this.steps = numbers.steps(shape.depth());
    this.width = vectors * isa.lanes();
    this.fullPanels = shape.outputs() / width;
    this.tail = shape.outputs() % width;
    this.weights = PanelWeights.of(shape, isa.lanes(), width, numbers, codes, cache);
    this.bias = bias(shape, epilogue.bias(), cache);
    this.mask = mask(isa, tail);
    this.strideIn = rows.strideIn();
    this.strideOut = rows.strideOut();
    this.repeating =
        rows.repeats() ? Optional.of(codes.get(new RepeatedProductCode())) : Optional.empty();
    List<Cut> cuts = new ArrayList<>();
    for (Run run : rows.runs()) {
      if (run.rows() > 0) {
        cuts.add(cut(run, vectors, epilogue, codes));
      }
    }
    this.cuts = cuts.toArray(new Cut[0]);
  }

  /**
   * Code of whole tiles, and of the smaller one after them.
   *
   * @param rest {@link MemorySegment#NULL} where there is none
   * @param constants the arguments that are the same in every call
   */
  private record Pieces(MemorySegment whole, MemorySegment rest, long[] constants) {
    static final Pieces NONE = new Pieces(MemorySegment.NULL, MemorySegment.NULL, new long[0]);
  }

  private Cut cut(Run run, int vectors, Epilogue epilogue, CodeCache codes) {
    Panel full = new Panel(isa, vectors, Edge.WHOLE);
    Panel last = new Panel(isa, Math.ceilDiv(tail, isa.lanes()), edge());
    return new Cut(
        run,
        fullPanels > 0 ? pieces(run, full, epilogue, codes) : Pieces.NONE,
        tail > 0 ? pieces(run, last, epilogue, codes) : Pieces.NONE);
  }

  private Pieces pieces(Run run, Panel panel, Epilogue epilogue, CodeCache codes) {
    boolean residual = epilogue.residual();
    RowTiles tiles = RowTiles.of(run.rows(), Walk.isWrittenOut(segments, steps), residual, isa);
    Walk walk = walk(run, tiles, panel);
    GemmCode smaller =
        GemmCode.ofRest(tiles.smaller(), panel, residual, walk.withoutStreaming(), numbers);
    MemorySegment rest = tiles.smaller() > 0 ? codes.get(smaller) : MemorySegment.NULL;
    return new Pieces(
        codes.get(GemmCode.of(tiles.rows(), panel, residual, walk, numbers)),
        rest,
        constants(tiles, panel, epilogue.clamp(), rest));
  }

  private long[] constants(RowTiles tiles, Panel panel, Clamp clamp, MemorySegment rest) {
    long[] constants = new long[GemmCode.SLOTS];
    constants[GemmCode.SEGMENT_COUNT] = segments;
    constants[GemmCode.TURNS] = numbers.turns(steps);
    constants[GemmCode.STRIDE_A] = strideIn;
    constants[GemmCode.STRIDE_C] = strideOut;
    constants[GemmCode.PANEL_BYTES] = (long) segments * steps * panel.width();
    constants[GemmCode.TILES] = tiles.whole();
    constants[GemmCode.CLAMP] = clamp.bits();
    constants[GemmCode.MASK] = isa.hasMasks() ? (1L << tail % isa.lanes()) - 1 : mask.address();
    constants[GemmCode.ADVANCE_A] = tiles.rows() * strideIn;
    constants[GemmCode.ADVANCE_C] = tiles.rows() * strideOut;
    constants[GemmCode.OVERLAPS] = tiles.overlaps() ? 1 : 0;
    constants[GemmCode.BACK_A] = tiles.back() * strideIn;
    constants[GemmCode.BACK_C] = tiles.back() * strideOut;
    constants[GemmCode.REST] = rest.address();
    return constants;
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
    return repeating.isPresent() ? repeatAt() + RepeatedProductCode.SLOTS + repeatAt() : repeatAt();
  }

  /** The slot behind a product's own, where those of {@link RepeatedProductCode} are. */
  private int repeatAt() {
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
   * Says how often the next call of {@link #run} does what it does.
   *
   * @param times at least once
   * @param stepIn bytes of the input from one time to the next
   * @param stepOut bytes of the output and the residual
   */
  void repeat(Arguments block, int times, long stepIn, long stepOut) {
    int at = repeatAt();
    block.set(at + RepeatedProductCode.TIMES, times);
    block.set(at + RepeatedProductCode.STEP_IN, stepIn);
    block.set(at + RepeatedProductCode.STEP_OUT, stepOut);
    block.set(at + RepeatedProductCode.ARGUMENTS, block.address(0));
    block.set(at + RepeatedProductCode.COPY, block.address(copyAt()));
    block.set(at + RepeatedProductCode.COPIED, at);
  }

  /** The slot of the copy of its own that a product is given. */
  private int copyAt() {
    return repeating.isPresent() ? repeatAt() + RepeatedProductCode.SLOTS : 0;
  }

  /**
   * Multiplies some rows with some panels.
   *
   * @param block of {@link #arguments()}; from {@link #SEGMENTS_AT} on the addresses of each
   *     segment's first row
   * @param out address of the first row's first output
   * @param residual address of what is added to the first row's first output, laid out as the
   *     output; 0 for nothing
   */
  void run(Arguments block, int rows, int fromPanel, int toPanel, long out, long residual) {
    Cut cut = cut(rows);
    long next = block.get(SEGMENTS_AT) + cut.run().next();
    int panels = Math.min(toPanel, fullPanels) - fromPanel;
    if (panels > 0) {
      run(cut.full(), block, fromPanel, panels, next, out, residual);
    }
    if (toPanel > fullPanels) {
      run(cut.last(), block, fullPanels, 1, next, out, residual);
    }
  }

  private void run(
      Pieces pieces, Arguments block, int from, int count, long next, long out, long residual) {
    long before = (long) from * width * Float.BYTES;
    long results = (long) from * width * numbers.bytesOut();
    block.set(pieces.constants());
    block.set(GemmCode.SEGMENTS, block.address(copyAt() + SEGMENTS_AT));
    block.set(GemmCode.B, weights.address() + before * segments * steps);
    block.set(GemmCode.PANELS, count);
    block.set(GemmCode.C, out + results);
    block.set(GemmCode.BIAS, bias.address() + before);
    block.set(GemmCode.RESIDUAL, residual + results);
    block.set(GemmCode.NEXT, next);
    if (repeating.isEmpty()) {
      NativeCall.run(pieces.whole(), block.pass(repeatAt()));
      return;
    }
    block.set(repeatAt() + RepeatedProductCode.CODE, pieces.whole().address());
    block.pass(copyAt());
    NativeCall.run(repeating.get(), block.address(repeatAt()));
  }

  private Cut cut(int rows) {
    for (Cut cut : cuts) {
      if (cut.rows() == rows) {
        return cut;
      }
    }
    throw new IllegalArgumentException("no code was made for " + rows + " rows");
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
    MemorySegment mask = NativeMemory.allocate(isa.bytes());
    int lanes = there % isa.lanes();
    mask.asSlice(0, (long) lanes * Integer.BYTES).fill((byte) -1);
    return mask;
  }
}
