package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import liviano.kernels.Epilogue;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.DotEnd;
import liviano.kernels.nativecode.code.DotGemmCode;
import liviano.kernels.nativecode.code.DotTable;
import liviano.kernels.nativecode.code.DotTile;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * A product of rows of the input's own bytes, by instructions for dot products of bytes. They take
 * bytes without a sign times bytes with one: the input's are moved to have none, the weights' to
 * have one, and the zero points with them.
 */
final class DotProduct implements IntegerSums {
  /** Steps of the depth that one instruction takes. */
  static final int FOUR = DotGemmCode.FOUR;

  /**
   * How weights are packed: panel by panel, four steps of the depth side by side; after them, for
   * each output, the sum of its weights.
   *
   * @param segments of neighbouring numbers that a row is made of
   * @param depth of a segment; steps after the last of it are zeros
   * @param lanes of a register
   * @param most registers of a panel
   */
  private record Fours(int outputs, int segments, int depth, int lanes, int most)
      implements PackedWeights.Layout {
    /** Times four steps of a segment. */
    int fours() {
      return Math.ceilDiv(depth, FOUR);
    }

    /** Numbers of the depth that are no zeros. */
    int deep() {
      return Math.multiplyExact(segments, depth);
    }

    int width() {
      return most * lanes;
    }

    /** Full panels. */
    int full() {
      return outputs / width();
    }

    /** Outputs of the last panel if it is not full; else 0. */
    int tail() {
      return outputs % width();
    }

    int panels() {
      return Math.ceilDiv(outputs, width());
    }

    /** Registers of a panel. */
    int vectors(int panel) {
      return panel < full() ? most : Math.ceilDiv(tail(), lanes);
    }

    /** Bytes of a register's weights, for the whole depth. */
    long vectorBytes() {
      return (long) segments * fours() * lanes * FOUR;
    }

    /** Where a panel's weights start. */
    long panelAt(int panel) {
      return (long) panel * most * vectorBytes();
    }

    /** Where the sums of weights start. */
    long sumsAt() {
      return panelAt(full()) + Math.ceilDiv(tail(), lanes) * vectorBytes();
    }

    long bytes() {
      return sumsAt() + (long) outputs * Integer.BYTES;
    }

    /** Which output of a panel is in a lane. */
    int output(int panel, int vector, int lane) {
      return panel * width() + DotTile.output(vectors(panel), vector, lane);
    }
  }

  /**
   * Tiles of a number of rows: some, and some with one row less.
   *
   * @param whole how many tiles there are of {@code tile} rows
   * @param smaller how many of one row less
   * @param code of the whole tiles
   * @param smallerCode of the others
   */
  private record Cut(
      int rows, int tile, int whole, int smaller, MemorySegment code, MemorySegment smallerCode) {
    static Cut of(int rows, int most, IntFunction<MemorySegment> code) {
      int tiles = Math.ceilDiv(rows, most);
      int tile = Math.ceilDiv(rows, tiles);
      int smaller = tiles * tile - rows;
      return new Cut(
          rows,
          tile,
          tiles - smaller,
          smaller,
          code.apply(tile),
          smaller > 0 ? code.apply(tile - 1) : MemorySegment.NULL);
    }
  }

  private final Fours layout;
  private final Isa isa;
  private final boolean sumsRows;
  private final boolean flips;
  private final byte outside;
  private final DotEnd end;
  private final MemorySegment weights;
  private final MemorySegment[] ends;
  private final MemorySegment table;

  /** For full panels and for the last if it is none: for each number of rows, its tiles. */
  private final Cut[][] cuts = new Cut[2][];

  /** Whether there is a byte of the input that stands for what is outside a map. */
  static boolean canServe(Linear task) {
    DType input = task.formats().inputs().getFirst();
    int zero = task.epilogue().requantize().orElseThrow().inputZeroPoint();
    return zero >= input.least() && zero <= input.greatest();
  }

  DotProduct(Shape shape, Isa isa, CodeCache codes, PackedWeights cache) {
    Epilogue epilogue = shape.task().epilogue();
    Requantize step = epilogue.requantize().orElseThrow();
    Param weight = shape.task().weight();
    DType input = shape.task().formats().inputs().getFirst();
    this.isa = isa;
    this.sumsRows = step.weightZeroPoints().stream().anyMatch(zero -> moved(zero, weight) != 0);
    this.flips = input == DType.I8;
    this.outside = (byte) step.inputZeroPoint();
    this.layout =
        new Fours(
            shape.task().outChannels(),
            shape.segments(),
            shape.depth(),
            DotTile.lanes(isa),
            DotTile.mostVectors(isa, sumsRows));
    this.end = DotEnd.of(step, epilogue.clamp(), isa.bytes());
    this.weights = pack(weight, cache);
    Optional<int[]> numbers = epilogue.bias().map(Param::toInts);
    this.ends =
        IntStream.range(0, layout.panels())
            .mapToObj(panel -> ends(panel, numbers, step, weight))
            .toArray(MemorySegment[]::new);
    this.table = DotTable.of(end, step, epilogue.clamp(), input, lastOfFour());
    for (int which = 0; which < cuts.length; which++) {
      if (which == 0 ? layout.full() > 0 : layout.tail() > 0) {
        cuts[which] = cuts(which, shape.rows(), codes);
      }
    }
  }

  /** The zero point of weights when they are moved to have a sign. */
  private static int moved(int zeroPoint, Param weight) {
    return weight.format() == DType.I8 ? zeroPoint : zeroPoint - DotTable.MOVED;
  }

  private int lastOfFour() {
    return layout.depth() - (layout.fours() - 1) * FOUR;
  }

  private int vectors(int which) {
    return layout.vectors(which == 0 ? 0 : layout.full());
  }

  private Cut[] cuts(int which, int[] rows, CodeCache codes) {
    int most = DotTile.mostRows(isa, vectors(which), sumsRows);
    return IntStream.of(rows)
        .filter(count -> count > 0)
        .distinct()
        .mapToObj(count -> Cut.of(count, most, tile -> codes.get(code(which, tile))))
        .toArray(Cut[]::new);
  }

  private DotGemmCode code(int which, int tile) {
    return new DotGemmCode(
        new DotTile(isa, tile, vectors(which), sumsRows),
        outputs(which),
        layout.fours() - turns() * DotGemmCode.UNROLL,
        lastOfFour(),
        flips,
        end);
  }

  /** Outputs of a panel. */
  private int outputs(int which) {
    return which == 0 ? layout.width() : layout.tail();
  }

  /** All but the last of a segment's times four steps, as whole turns. */
  private int turns() {
    return (layout.fours() - 1) / DotGemmCode.UNROLL;
  }

  @Override
  public int numberBytes() {
    return Byte.BYTES;
  }

  @Override
  public int atOnce() {
    return FOUR;
  }

  @Override
  public boolean readsInput() {
    return true;
  }

  @Override
  public long blockBytes() {
    return DotGemmCode.SLOTS * Long.BYTES;
  }

  @Override
  public void load(long block, long from, long to, long count) {
    Memory.copy(from, to, count);
  }

  @Override
  public void clear(long to, long bytes) {
    Memory.fill(to, bytes, outside);
  }

  @Override
  public int panels() {
    return layout.panels();
  }

  @Override
  public void run(
      long block, long segments, long stride, int rows, int fromPanel, int toPanel, long out) {
    ArgumentBlock.set(block, DotGemmCode.SEGMENTS, segments);
    ArgumentBlock.set(block, DotGemmCode.SEGMENT_COUNT, layout.segments());
    ArgumentBlock.set(block, DotGemmCode.TURNS, turns());
    ArgumentBlock.set(block, DotGemmCode.STRIDE_A, stride);
    ArgumentBlock.set(block, DotGemmCode.STRIDE_C, layout.outputs());
    ArgumentBlock.set(block, DotGemmCode.TABLE, table.address());
    int full = layout.full();
    for (int panel = fromPanel; panel < Math.min(toPanel, full); panel++) {
      run(block, stride, rows, panel, out, 0);
    }
    if (toPanel > full) {
      run(block, stride, rows, full, out, 1);
    }
  }

  private void run(long block, long stride, int rows, int panel, long out, int which) {
    Cut cut = cut(which, rows);
    long at = out + (long) panel * layout.width();
    ArgumentBlock.set(block, DotGemmCode.PANELS, 1);
    ArgumentBlock.set(block, DotGemmCode.MASK, -1L >>> Long.SIZE - outputs(which));
    ArgumentBlock.set(block, DotGemmCode.B, weights.address() + layout.panelAt(panel));
    ArgumentBlock.set(block, DotGemmCode.ENDS, ends[panel].address());
    ArgumentBlock.set(block, DotGemmCode.C, at);
    ArgumentBlock.set(block, DotGemmCode.START_A, 0);
    ArgumentBlock.set(block, DotGemmCode.TILES, cut.whole());
    NativeCall.run(cut.code(), block);
    if (cut.smaller() > 0) {
      int done = cut.whole() * cut.tile();
      ArgumentBlock.set(block, DotGemmCode.C, at + (long) done * layout.outputs());
      ArgumentBlock.set(block, DotGemmCode.START_A, done * stride);
      ArgumentBlock.set(block, DotGemmCode.TILES, cut.smaller());
      NativeCall.run(cut.smallerCode(), block);
    }
  }

  private Cut cut(int which, int rows) {
    for (Cut cut : cuts[which]) {
      if (cut.rows() == rows) {
        return cut;
      }
    }
    throw new IllegalArgumentException("no code was made for " + rows + " rows");
  }

  private MemorySegment pack(Param weight, PackedWeights cache) {
    int move = weight.format() == DType.I8 ? 0 : DotTable.MOVED;
    return cache.get(
        weight,
        layout,
        layout.bytes(),
        packed -> {
          byte[] row = new byte[layout.deep()];
          for (int panel = 0; panel < layout.panels(); panel++) {
            for (int v = 0; v < layout.vectors(panel); v++) {
              for (int lane = 0; lane < layout.lanes(); lane++) {
                int n = layout.output(panel, v, lane);
                if (n < layout.outputs()) {
                  MemorySegment.copy(
                      weight.data(), JAVA_BYTE, (long) n * row.length, row, 0, row.length);
                  long at = layout.panelAt(panel) + (v * layout.lanes() + lane) * (long) FOUR;
                  int sum = pack(row, move, packed, at, layout.vectors(panel));
                  packed.set(JAVA_INT, layout.sumsAt() + (long) n * Integer.BYTES, sum);
                }
              }
            }
          }
        });
  }

  /** The weights of an output to their places. Returns their sum. */
  private int pack(byte[] row, int move, MemorySegment packed, long first, int vectors) {
    long next = (long) vectors * layout.lanes() * FOUR;
    int sum = 0;
    int from = 0;
    long at = first;
    for (int segment = 0; segment < layout.segments(); segment++) {
      for (int step = 0; step < layout.depth(); step++) {
        byte number = (byte) (row[from + step] - move);
        packed.set(JAVA_BYTE, at + step / FOUR * next + step % FOUR, number);
        sum += number;
      }
      from += layout.depth();
      at += layout.fours() * next;
    }
    return sum;
  }

  /**
   * What {@link DotGemmCode} wants to know of each output of a panel. Its sum starts as the bias,
   * less the constant part of what zero points take.
   */
  private MemorySegment ends(int panel, Optional<int[]> numbers, Requantize step, Param weight) {
    DotTile tile = new DotTile(isa, 1, layout.vectors(panel), sumsRows);
    MemorySegment packed = NativeMemory.allocate(tile.endBytes(end));
    int zero = step.inputZeroPoint() + (flips ? DotTable.MOVED : 0);
    for (int i = 0; i < tile.outputs(); i++) {
      int n = layout.output(panel, i / layout.lanes(), i % layout.lanes());
      if (n < layout.outputs()) {
        int weightZero = moved(step.weightZeroPoint(n), weight);
        int sum = weights.get(JAVA_INT, layout.sumsAt() + (long) n * Integer.BYTES);
        int start = zero * (layout.deep() * weightZero - sum); // wraps around, as sums do
        if (numbers.isPresent()) {
          start += numbers.get()[n];
        }
        packed.set(JAVA_INT, i * 4L, start);
        if (sumsRows) {
          packed.set(JAVA_INT, tile.zeroPointsAt() + i * 4L, -weightZero);
        }
        end.set(packed, tile.factorsAt(), i, tile.outputs(), step, n);
      }
    }
    return packed;
  }
}
