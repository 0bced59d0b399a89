package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.IntegerGemmCode;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.SumEnd;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * A matrix product of integers made ready, with the end of {@link Requantize}: rows of shorts, less
 * their zero point, times weights, stored as bytes.
 */
final class IntegerProduct implements IntegerSums {
  private static final long WIDENING_AT = IntegerGemmCode.SLOTS * Long.BYTES;

  /**
   * The greatest difference of a byte of one format from one of the other: two products of such
   * differences are far from overflowing.
   */
  static final int MOST = DType.U8.greatest() - DType.I8.least();

  private static final int WIDTH = IntegerGemmCode.WIDTH;

  /**
   * How weights are packed: shorts, less their zero points, two steps of the depth side by side.
   *
   * @param segments of neighbouring numbers that a row is made of
   * @param depth of a segment; the last of an odd number is paired with a zero
   */
  private record Pairs(int outputs, int segments, int depth, List<Integer> zeroPoints)
      implements PackedWeights.Layout {
    int pairs() {
      return Math.ceilDiv(depth, 2);
    }

    long panelBytes() {
      return (long) segments * pairs() * IntegerGemmCode.PAIR_BYTES;
    }

    int panels() {
      return Math.ceilDiv(outputs, WIDTH);
    }
  }

  private final Pairs layout;
  private final MemorySegment weights;
  private final MemorySegment ends;
  private final MemorySegment table;
  private final Widening widening;
  private final SumEnd end;
  private final int endBytes;

  /** Code by the rows of its tile, for full panels and for the last if it is none. */
  private final MemorySegment[][] code = new MemorySegment[IntegerGemmCode.MOST_ROWS + 1][2];

  /** Whether a sum of products is computed so. */
  static boolean canServe(Linear task) {
    Optional<Requantize> step = task.epilogue().requantize();
    return step.isPresent()
        && task.formats().inputs().size() == 1
        && task.formats().inputs().getFirst().isByte()
        && task.weight().format().isByte()
        && isOfBytes(step.get().inputZeroPoint())
        && step.get().weightZeroPoints().stream().allMatch(IntegerProduct::isOfBytes);
  }

  /** Whether it is a byte of either format: then bytes differ from it by {@link #MOST} at most. */
  static boolean isOfBytes(int zeroPoint) {
    return zeroPoint >= DType.I8.least() && zeroPoint <= DType.U8.greatest();
  }

  IntegerProduct(Shape shape, CodeCache codes, PackedWeights cache) {
    Linear task = shape.task();
    Epilogue epilogue = task.epilogue();
    Requantize step = epilogue.requantize().orElseThrow();
    this.layout =
        new Pairs(task.outChannels(), shape.segments(), shape.depth(), step.weightZeroPoints());
    this.widening = new Widening(task.formats().inputs().getFirst(), step.inputZeroPoint(), codes);
    this.weights = pack(task.weight(), cache);
    this.end = SumEnd.of(step);
    this.endBytes = code(1, WIDTH).endBytes();
    this.ends = ends(epilogue.bias(), step);
    this.table = end.table(step, epilogue.clamp(), 0);
    for (int count : shape.rows()) {
      for (int tile : new int[] {Math.min(count, IntegerGemmCode.MOST_ROWS), rest(count)}) {
        if (tile > 0 && code[tile][0] == null) {
          code[tile][0] = codes.get(code(tile, WIDTH));
          code[tile][1] = tail() > 0 ? codes.get(code(tile, tail())) : code[tile][0];
        }
      }
    }
  }

  private static int rest(int rows) {
    return rows % IntegerGemmCode.MOST_ROWS;
  }

  private IntegerGemmCode code(int tile, int outputs) {
    return new IntegerGemmCode(tile, layout.pairs() % IntegerGemmCode.UNROLL, outputs, end);
  }

  @Override
  public int numberBytes() {
    return Short.BYTES;
  }

  @Override
  public int atOnce() {
    return 2;
  }

  @Override
  public boolean readsInput() {
    return false;
  }

  @Override
  public long blockBytes() {
    return WIDENING_AT + Widening.BLOCK_BYTES;
  }

  @Override
  public void load(long block, long from, long to, long count) {
    widening.run(block + WIDENING_AT, from, to, count);
  }

  @Override
  public void clear(long to, long bytes) {
    Memory.zero(to, bytes);
  }

  @Override
  public int panels() {
    return layout.panels();
  }

  /** Outputs of the last panel if it is not full; else 0. */
  private int tail() {
    return layout.outputs() % WIDTH;
  }

  @Override
  public void run(
      long block, long segments, long stride, int rows, int fromPanel, int toPanel, long out) {
    ArgumentBlock.set(block, IntegerGemmCode.SEGMENTS, segments);
    ArgumentBlock.set(block, IntegerGemmCode.SEGMENT_COUNT, layout.segments());
    ArgumentBlock.set(block, IntegerGemmCode.TURNS, layout.pairs() / IntegerGemmCode.UNROLL);
    ArgumentBlock.set(block, IntegerGemmCode.STRIDE_A, stride);
    ArgumentBlock.set(block, IntegerGemmCode.STRIDE_C, layout.outputs());
    ArgumentBlock.set(block, IntegerGemmCode.TABLE, table.address());
    int full = layout.outputs() / WIDTH;
    if (fromPanel < Math.min(toPanel, full)) {
      runPanels(block, stride, rows, fromPanel, Math.min(toPanel, full), out, 0);
    }
    if (toPanel > full) {
      runPanels(block, stride, rows, full, full + 1, out, 1);
    }
  }

  private void runPanels(
      long block, long stride, int rows, int fromPanel, int toPanel, long out, int which) {
    int tiles = rows / IntegerGemmCode.MOST_ROWS;
    int whole = tiles * IntegerGemmCode.MOST_ROWS;
    long at = out + (long) fromPanel * WIDTH;
    ArgumentBlock.set(block, IntegerGemmCode.PANELS, toPanel - fromPanel);
    if (tiles > 0) {
      first(block, fromPanel);
      ArgumentBlock.set(block, IntegerGemmCode.C, at);
      ArgumentBlock.set(block, IntegerGemmCode.START_A, 0);
      ArgumentBlock.set(block, IntegerGemmCode.TILES, tiles);
      NativeCall.run(code[IntegerGemmCode.MOST_ROWS][which], block);
    }
    if (whole < rows) {
      first(block, fromPanel);
      ArgumentBlock.set(block, IntegerGemmCode.C, at + (long) whole * layout.outputs());
      ArgumentBlock.set(block, IntegerGemmCode.START_A, whole * stride);
      ArgumentBlock.set(block, IntegerGemmCode.TILES, 1);
      NativeCall.run(code[rows - whole][which], block);
    }
  }

  private void first(long block, int panel) {
    ArgumentBlock.set(block, IntegerGemmCode.B, weights.address() + panel * layout.panelBytes());
    ArgumentBlock.set(block, IntegerGemmCode.ENDS, ends.address() + (long) panel * endBytes);
  }

  private MemorySegment pack(Param weight, PackedWeights cache) {
    boolean signed = weight.format() == DType.I8;
    return cache.get(
        weight,
        layout,
        layout.panels() * layout.panelBytes(),
        packed -> {
          byte[] row = new byte[Math.multiplyExact(layout.segments(), layout.depth())];
          List<Integer> zeroPoints = layout.zeroPoints();
          for (int n = 0; n < layout.outputs(); n++) {
            MemorySegment.copy(
                weight.data(), ValueLayout.JAVA_BYTE, (long) n * row.length, row, 0, row.length);
            pack(row, signed, zeroPoints.get(zeroPoints.size() == 1 ? 0 : n), packed, n);
          }
        });
  }

  /** The weights of an output to their places. */
  private void pack(byte[] row, boolean signed, int zeroPoint, MemorySegment packed, int n) {
    long first = n / WIDTH * layout.panelBytes() + n % WIDTH * 2L * Short.BYTES;
    for (int i = 0; i < row.length; i++) {
      int step = i % layout.depth();
      long pair = (long) (i / layout.depth()) * layout.pairs() + step / 2;
      int stored = signed ? row[i] : Byte.toUnsignedInt(row[i]);
      packed.set(
          JAVA_SHORT,
          first + pair * IntegerGemmCode.PAIR_BYTES + step % 2 * Short.BYTES,
          (short) (stored - zeroPoint));
    }
  }

  private MemorySegment ends(Optional<Param> bias, Requantize step) {
    MemorySegment packed = NativeMemory.allocate((long) layout.panels() * endBytes);
    Optional<int[]> numbers = bias.map(Param::toInts);
    for (int n = 0; n < layout.outputs(); n++) {
      long panel = (long) (n / WIDTH) * endBytes;
      if (numbers.isPresent()) {
        packed.set(JAVA_INT, panel + n % WIDTH * 4L, numbers.get()[n]);
      }
      end.set(packed, panel + IntegerGemmCode.FACTORS, n % WIDTH, WIDTH, step, n);
    }
    return packed;
  }
}
