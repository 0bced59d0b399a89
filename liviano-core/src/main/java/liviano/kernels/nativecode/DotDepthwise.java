package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import liviano.kernels.Epilogue;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.Requantize;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.DotEnd;
import liviano.kernels.nativecode.code.DotFilterCode;
import liviano.kernels.nativecode.code.DotGemmCode;
import liviano.kernels.nativecode.code.DotTable;
import liviano.kernels.nativecode.code.DotTile;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * A 3x3 depthwise convolution of integers by dot products of bytes. A unit is one line of the
 * output. Channels are swept as many at a time as a register has bytes; the last of them under a
 * mask, or where there is none, together with some before them, to the same bytes.
 */
final class DotDepthwise implements Kernel {
  private static final int KERNEL = FilterLines.KERNEL;
  private static final int TAPS = KERNEL * KERNEL;

  /** As {@link DotFilterCode} reads them; after them, for each channel, the sum of its weights. */
  private record Columns(int channels, int lanes, boolean masked, List<Integer> zeroPoints)
      implements PackedWeights.Layout {
    int vectors() {
      return Math.ceilDiv(channels, lanes);
    }

    /** The channel at a place of the output of a vector. */
    int channel(int vector, int place) {
      int first = vector * lanes;
      return (masked ? first : Math.min(first, channels - lanes)) + place;
    }

    long sumsAt() {
      return (long) vectors() * DotFilterCode.weightBytes(lanes);
    }

    long bytes() {
      return sumsAt() + (long) channels * Integer.BYTES;
    }
  }

  private final Geometry g;
  private final FilterLines lines;
  private final Columns layout;
  private final boolean flips;
  private final DotEnd end;
  private final MemorySegment weights;
  private final MemorySegment ends;
  private final MemorySegment table;
  private final int endBytes;

  /** By the first line on the map and the line after the last; for all lanes, and under a mask. */
  private final MemorySegment[][][] code = new MemorySegment[KERNEL + 1][KERNEL + 1][2];

  /**
   * Whether weights less their zero points are bytes with a sign.
   *
   * @param task that {@link IntegerDepthwise} could serve
   */
  static boolean canServe(Linear.Depthwise task, Isa isa) {
    Requantize step = task.epilogue().requantize().orElseThrow();
    DType input = task.formats().inputs().getFirst();
    return isa.dots()
        && (isa.hasMasks() || task.geometry().inC() >= isa.bytes())
        && step.inputZeroPoint() >= input.least()
        && step.inputZeroPoint() <= input.greatest()
        && areBytes(task.weight(), step);
  }

  private static boolean areBytes(Param weight, Requantize step) {
    if (weight.format() == DType.I8 && step.weightZeroPoints().stream().allMatch(z -> z == 0)) {
      return true;
    }
    byte[] stored = weight.data().toArray(JAVA_BYTE);
    int channels = stored.length / TAPS;
    for (int i = 0; i < stored.length; i++) {
      int number = number(stored[i], weight) - step.weightZeroPoint(i % channels);
      if (number != (byte) number) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte stored, Param weight) {
    return weight.format() == DType.I8 ? stored : Byte.toUnsignedInt(stored);
  }

  DotDepthwise(Linear.Depthwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.lines = new FilterLines(g);
    Epilogue epilogue = task.epilogue();
    Requantize step = epilogue.requantize().orElseThrow();
    DType input = task.formats().inputs().getFirst();
    this.flips = input == DType.I8;
    this.end = DotEnd.of(step, epilogue.clamp(), isa.bytes());
    this.layout = new Columns(g.inC(), isa.bytes(), isa.hasMasks(), step.weightZeroPoints());
    this.weights = pack(task.weight(), step, cache);
    DotFilterCode any = new DotFilterCode(lines.sweep(0), false, flips, end);
    this.endBytes = any.endBytes();
    this.ends = ends(epilogue.bias(), step, any.factorsAt());
    this.table = DotTable.of(end, step, epilogue.clamp(), input, DotGemmCode.FOUR);
    for (int y = 0; y < g.outH(); y++) {
      MemorySegment[] pieces = code[lines.from(y)][lines.to(y)];
      for (int masked = 0; masked < pieces.length; masked++) {
        if (pieces[masked] == null && (masked == 0 ? full() > 0 : rest() > 0)) {
          boolean under = masked == 1 && layout.masked();
          pieces[masked] = codes.get(new DotFilterCode(lines.sweep(y), under, flips, end));
        }
      }
    }
  }

  /** Times that all lanes are channels of their own. */
  private int full() {
    return g.inC() / layout.lanes();
  }

  /** Channels after them. */
  private int rest() {
    return g.inC() % layout.lanes();
  }

  @Override
  public long scratchBytes() {
    return (DotFilterCode.SLOTS + KERNEL) * Long.BYTES;
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long block = frame.scratch(worker).address();
    long inLine = (long) g.inW() * g.inC();
    long outLine = (long) g.outW() * g.outC();
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int y = unit % g.outH();
      long map = frame.input(0).address() + (long) (unit / g.outH()) * g.inH() * inLine;
      long line = map + ((long) y * g.strideH() - g.padTop()) * inLine;
      long step = g.dilationH() * inLine;
      long out = frame.output().address() + unit * outLine;
      line(block, y, line, line + step, line + 2 * step, out);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /**
   * Filters a line.
   *
   * @param block address of {@link #scratchBytes}
   * @param y of the output
   * @param line0 address of the first of the lines that its windows read; where it is not on the
   *     map, any address
   * @param out address of the line's first output
   */
  void line(long block, int y, long line0, long line1, long line2, long out) {
    ArgumentBlock.set(block, DotFilterCode.LINES, block + DotFilterCode.SLOTS * Long.BYTES);
    ArgumentBlock.set(block, DotFilterCode.STRIDE, (long) g.inC() * g.dilationW());
    ArgumentBlock.set(block, DotFilterCode.TABLE, table.address());
    ArgumentBlock.set(block, DotFilterCode.MASK, (1L << rest()) - 1);
    MemorySegment[] pieces = code[lines.from(y)][lines.to(y)];
    // The columns that an atrous window reads are adjacent if only every dilation-th column is
    // counted.
    for (int column = 0; column < Math.min(g.dilationW(), g.outW()); column++) {
      ArgumentBlock.set(
          block, DotFilterCode.OUT_WIDTH, Math.ceilDiv(g.outW() - column, g.dilationW()));
      long skip = (long) column * g.inC();
      if (full() > 0) {
        lines(block, line0, line1, line2, skip + layout.channel(0, 0));
        sweep(block, pieces[0], out + skip, 0, full());
      }
      if (rest() > 0) {
        lines(block, line0, line1, line2, skip + layout.channel(full(), 0));
        sweep(block, pieces[1], out + skip, full(), 1);
      }
    }
  }

  private static void lines(long block, long line0, long line1, long line2, long skip) {
    ArgumentBlock.set(block, DotFilterCode.SLOTS, line0 + skip);
    ArgumentBlock.set(block, DotFilterCode.SLOTS + 1, line1 + skip);
    ArgumentBlock.set(block, DotFilterCode.SLOTS + 2, line2 + skip);
  }

  private void sweep(long block, MemorySegment sweep, long out, int vector, int vectors) {
    ArgumentBlock.set(block, DotFilterCode.OUT, out + layout.channel(vector, 0));
    ArgumentBlock.set(
        block,
        DotFilterCode.WEIGHTS,
        weights.address() + (long) vector * DotFilterCode.weightBytes(layout.lanes()));
    ArgumentBlock.set(block, DotFilterCode.ENDS, ends.address() + (long) vector * endBytes);
    ArgumentBlock.set(block, DotFilterCode.VECTORS, vectors);
    NativeCall.run(sweep, block);
  }

  private MemorySegment pack(Param weight, Requantize step, PackedWeights cache) {
    return cache.get(
        weight,
        layout,
        layout.bytes(),
        packed -> {
          byte[] stored = weight.data().toArray(JAVA_BYTE);
          for (int i = 0; i < layout.vectors() * layout.lanes(); i++) {
            int c = channel(i);
            if (c < layout.channels()) {
              int sum = 0;
              for (int tap = 0; tap < TAPS; tap++) {
                byte own = stored[tap * layout.channels() + c];
                int number = number(own, weight) - step.weightZeroPoint(c);
                packed.set(JAVA_BYTE, weightAt(i, tap), (byte) number);
                sum += number;
              }
              packed.set(JAVA_INT, layout.sumsAt() + (long) c * Integer.BYTES, sum);
            }
          }
        });
  }

  private long weightAt(int i, int tap) {
    int lanes = layout.lanes();
    int ints = lanes / Integer.BYTES;
    long vector = (long) (i / lanes) * DotFilterCode.weightBytes(lanes);
    int place = i % lanes;
    return vector
        + DotFilterCode.weightAt(lanes, tap / KERNEL, tap % KERNEL, place / ints, place % ints);
  }

  /** The channel whose sum is in place {@code i}, counted through vectors, registers and lanes. */
  private int channel(int i) {
    int lanes = layout.lanes();
    int ints = lanes / Integer.BYTES;
    int place = i % lanes;
    int quarters = DotFilterCode.QUARTERS;
    return layout.channel(i / lanes, DotTile.output(quarters, place / ints, place % ints));
  }

  private MemorySegment ends(Optional<Param> bias, Requantize step, int factorsAt) {
    MemorySegment packed = NativeMemory.allocate((long) layout.vectors() * endBytes);
    Optional<int[]> numbers = bias.map(Param::toInts);
    int zero = step.inputZeroPoint() + (flips ? DotTable.MOVED : 0);
    int lanes = layout.lanes();
    for (int i = 0; i < layout.vectors() * lanes; i++) {
      int c = channel(i);
      if (c < layout.channels()) {
        long at = (long) (i / lanes) * endBytes;
        int sum = weights.get(JAVA_INT, layout.sumsAt() + (long) c * Integer.BYTES);
        int start = -zero * sum; // wraps around, as sums do
        if (numbers.isPresent()) {
          start += numbers.get()[c];
        }
        packed.set(JAVA_INT, at + i % lanes * 4L, start);
        end.set(packed, at + factorsAt, i % lanes, lanes, step, c);
      }
    }
    return packed;
  }
}
