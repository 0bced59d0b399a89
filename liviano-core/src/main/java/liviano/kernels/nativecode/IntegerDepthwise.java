package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
import liviano.kernels.nativecode.code.ByteFilterCode;
import liviano.kernels.nativecode.code.IntegerTable;
import liviano.kernels.nativecode.code.SumEnd;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;

/**
 * A 3x3 depthwise convolution of integers. A unit is one line of the output. The last eight
 * channels are swept by themselves where their number is no multiple of eight; some of them twice,
 * to the same bytes.
 */
final class IntegerDepthwise implements Kernel {
  private static final int KERNEL = FilterLines.KERNEL;
  private static final int TAPS = KERNEL * KERNEL;
  private static final int LANES = ByteFilterCode.LANES;

  /** Up to which all whole numbers are floats. */
  private static final long EXACT = 1 << 24;

  private static final int WEIGHT_BYTES = TAPS * LANES * Float.BYTES;

  /** Eight channels after the other, each time nine times eight floats less their zero points. */
  private record NineEights(int channels, List<Integer> zeroPoints)
      implements PackedWeights.Layout {}

  private final Geometry g;
  private final FilterLines lines;
  private final MemorySegment weights;
  private final MemorySegment ends;
  private final MemorySegment table;
  private final SumEnd end;
  private final int endBytes;

  /** By the first line on the map and the line after the last. */
  private final MemorySegment[][] code = new MemorySegment[KERNEL + 1][KERNEL + 1];

  static boolean canServe(Linear.Depthwise task) {
    return FilterLines.canServe(task.geometry())
        && task.geometry().inC() >= LANES
        && IntegerProduct.canServe(task)
        && task.epilogue().bias().stream().allMatch(IntegerDepthwise::leavesSumsExact);
  }

  /** Of a bias that has no numbers yet it is assumed. */
  static boolean leavesSumsExact(Param bias) {
    if (!bias.origin().hasNumbers()) {
      return true;
    }
    for (int number : bias.toInts()) {
      long size = Math.abs((long) number);
      if (size + (long) TAPS * IntegerProduct.MOST * IntegerProduct.MOST > EXACT) {
        return false;
      }
    }
    return true;
  }

  IntegerDepthwise(Linear.Depthwise task, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.lines = new FilterLines(g);
    Epilogue epilogue = task.epilogue();
    Requantize step = epilogue.requantize().orElseThrow();
    this.weights = pack(task.weight(), step.weightZeroPoints(), cache);
    this.end = SumEnd.of(step);
    boolean signed = task.formats().inputs().getFirst() == DType.I8;
    this.endBytes = new ByteFilterCode(lines.sweep(0), signed, end).endBytes();
    this.ends = ends(epilogue.bias(), step);
    this.table = end.table(step, epilogue.clamp(), LANES * Float.BYTES);
    IntegerTable.set(table, end.tableBytes(), (float) step.inputZeroPoint());
    for (int y = 0; y < g.outH(); y++) {
      int from = lines.from(y);
      int to = lines.to(y);
      if (code[from][to] == null) {
        code[from][to] = codes.get(new ByteFilterCode(lines.sweep(y), signed, end));
      }
    }
  }

  @Override
  public long scratchBytes() {
    return (ByteFilterCode.SLOTS + KERNEL) * Long.BYTES;
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
      long out = frame.output().address() + unit * outLine;
      // The columns that an atrous window reads are adjacent if only every dilation-th column is
      // counted.
      for (int column = 0; column < Math.min(g.dilationW(), g.outW()); column++) {
        int width = Math.ceilDiv(g.outW() - column, g.dilationW());
        long skip = (long) column * g.inC();
        sweep(block, y, line + skip, g.dilationH() * inLine, out + skip, width);
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  private void sweep(long block, int y, long line, long step, long out, int width) {
    ArgumentBlock.set(block, ByteFilterCode.LINES, block + ByteFilterCode.SLOTS * Long.BYTES);
    ArgumentBlock.set(block, ByteFilterCode.OUT_WIDTH, width);
    ArgumentBlock.set(block, ByteFilterCode.STRIDE, (long) g.inC() * g.dilationW());
    ArgumentBlock.set(block, ByteFilterCode.TABLE, table.address());
    MemorySegment sweep = code[lines.from(y)][lines.to(y)];
    sweep(block, sweep, line, step, out, 0, 0, g.inC() / LANES);
    if (g.inC() % LANES > 0) {
      sweep(block, sweep, line, step, out, g.inC() - LANES, g.inC() / LANES, 1);
    }
  }

  private void sweep(
      long block,
      MemorySegment sweep,
      long line,
      long step,
      long out,
      int channel,
      int vector,
      int vectors) {
    for (int i = 0; i < KERNEL; i++) {
      ArgumentBlock.set(block, ByteFilterCode.SLOTS + i, line + i * step + channel);
    }
    ArgumentBlock.set(block, ByteFilterCode.OUT, out + channel);
    ArgumentBlock.set(
        block, ByteFilterCode.WEIGHTS, weights.address() + (long) vector * WEIGHT_BYTES);
    ArgumentBlock.set(block, ByteFilterCode.ENDS, ends.address() + (long) vector * endBytes);
    ArgumentBlock.set(block, ByteFilterCode.VECTORS, vectors);
    NativeCall.run(sweep, block);
  }

  private int vectors() {
    return Math.ceilDiv(g.inC(), LANES);
  }

  /** The channel in a lane of a vector: the last vector holds the last eight. */
  private int channel(int vector, int lane) {
    return Math.min(vector * LANES, g.inC() - LANES) + lane;
  }

  private MemorySegment pack(Param weight, List<Integer> zeroPoints, PackedWeights cache) {
    int channels = g.inC();
    boolean signed = weight.format() == DType.I8;
    return cache.get(
        weight,
        new NineEights(channels, zeroPoints),
        (long) vectors() * WEIGHT_BYTES,
        packed -> {
          byte[] stored = weight.data().toArray(ValueLayout.JAVA_BYTE);
          for (int i = 0; i < vectors() * TAPS * LANES; i++) {
            int c = channel(i / (TAPS * LANES), i % LANES);
            byte number = stored[i / LANES % TAPS * channels + c];
            int zeroPoint = zeroPoints.get(zeroPoints.size() == 1 ? 0 : c);
            packed.setAtIndex(
                JAVA_FLOAT, i, (signed ? number : Byte.toUnsignedInt(number)) - zeroPoint);
          }
        });
  }

  private MemorySegment ends(Optional<Param> bias, Requantize step) {
    MemorySegment packed = NativeMemory.allocate((long) vectors() * endBytes);
    Optional<int[]> numbers = bias.map(Param::toInts);
    for (int i = 0; i < vectors() * LANES; i++) {
      int c = channel(i / LANES, i % LANES);
      long at = (long) (i / LANES) * endBytes;
      if (numbers.isPresent()) {
        packed.set(JAVA_FLOAT, at + i % LANES * 4L, numbers.get()[c]);
      }
      end.set(packed, at + ByteFilterCode.FACTORS, i % LANES, LANES, step, c);
    }
    return packed;
  }
}
