package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Arguments;
import liviano.kernels.Clamp;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Bf16DepthwiseCode;
import liviano.kernels.nativecode.code.DepthwiseCode;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.DType;

/** A 3x3 depthwise convolution made ready, line by line. */
final class Filter {
  private static final int KERNEL = FilterLines.KERNEL;

  /** Of {@link #run}: the code's, and three addresses. */
  static final int ARGUMENTS = Bf16DepthwiseCode.SLOTS + KERNEL;

  /** The slot of the first of three addresses. */
  private static final int LINES_AT = Bf16DepthwiseCode.SLOTS;

  private final Isa isa;
  private final FilterWeights layout;
  private final Geometry g;
  private final FilterLines lines;
  private final Clamp clamp;
  private final int vectors;
  private final int tail;
  private final MemorySegment weights;
  private final MemorySegment bias;
  private final MemorySegment mask;

  /** The address of the order of bfloat16 in a register; 0 for floats. */
  private final long order;

  /** By the first line on the map and the line after the last: code for full vectors. */
  private final MemorySegment[][] full = new MemorySegment[KERNEL + 1][KERNEL + 1];

  /** And for the last vector. */
  private final MemorySegment[][] last = new MemorySegment[KERNEL + 1][KERNEL + 1];

  /** Whether a task is one. */
  static boolean canServe(Linear.Depthwise task) {
    return FilterLines.canServe(task.geometry()) && !task.epilogue().residual();
  }

  /** Whether one of bfloat16 is: lines beside the map are zeros there, times the weights. */
  static boolean canServeBf16(Linear.Depthwise task) {
    return canServe(task) && task.weight().isFinite() && task.formats().are(DType.BF16);
  }

  Filter(Linear.Depthwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.isa = isa;
    this.g = task.geometry();
    this.clamp = task.epilogue().clamp();
    this.layout = FilterWeights.of(task.formats().output(), isa, g.inC());
    this.vectors = g.inC() / layout.channelsAVector();
    this.tail = g.inC() % layout.channelsAVector();
    this.weights = layout.weights(task.weight(), cache);
    this.bias = layout.bias(task.epilogue().bias(), cache);
    this.mask = NativeProduct.mask(isa, tail);
    this.order = task.formats().output() == DType.BF16 ? Bf16DepthwiseCode.STORED.address() : 0;
    this.lines = new FilterLines(g);
    for (int y = 0; y < g.outH(); y++) {
      int from = lines.from(y);
      int to = lines.to(y);
      if (vectors > 0 && full[from][to] == null) {
        full[from][to] = codes.get(layout.code(lines.sweep(y), false));
      }
      if (tail > 0 && last[from][to] == null) {
        last[from][to] = codes.get(layout.code(lines.sweep(y), true));
      }
    }
  }

  /**
   * Computes one line of the output; lines outside the map are not read.
   *
   * @param block of {@link #ARGUMENTS}
   * @param y the output's line on its map
   * @param line0 address of the first line that its windows read; so the two after it
   * @param out address of the output's first number
   */
  void run(Arguments block, int y, long line0, long line1, long line2, long out) {
    // The columns that an atrous window reads are adjacent if only every dilation-th column is
    // counted.
    long pixel = pixelBytes();
    for (int column = 0; column < Math.min(g.dilationW(), g.outW()); column++) {
      long skip = column * pixel;
      sweep(
          block,
          y,
          line0 + skip,
          line1 + skip,
          line2 + skip,
          out + skip,
          Math.ceilDiv(g.outW() - column, g.dilationW()));
    }
  }

  private void sweep(
      Arguments block, int y, long line0, long line1, long line2, long out, int width) {
    long step = pixelBytes() * g.dilationW();
    block.set(DepthwiseCode.LINES, block.address(LINES_AT));
    setLines(block, line0, line1, line2);
    block.set(DepthwiseCode.OUT_WIDTH, width);
    block.set(DepthwiseCode.STRIDE_IN, step);
    block.set(DepthwiseCode.OUT, out);
    block.set(DepthwiseCode.STRIDE_OUT, step);
    block.set(DepthwiseCode.WEIGHTS, weights.address());
    block.set(DepthwiseCode.BIAS, bias.address());
    block.set(DepthwiseCode.CLAMP, clamp.bits());
    block.set(Bf16DepthwiseCode.ORDER, order);
    if (vectors > 0) {
      block.set(DepthwiseCode.VECTORS, vectors);
      NativeCall.run(full[lines.from(y)][lines.to(y)], block.pass(ARGUMENTS));
    }
    if (tail > 0) {
      long done = (long) vectors * layout.channelsAVector() * layout.bytes();
      setLines(block, line0 + done, line1 + done, line2 + done);
      block.set(DepthwiseCode.OUT, out + done);
      block.set(DepthwiseCode.WEIGHTS, weights.address() + (long) vectors * layout.weightBytes());
      block.set(DepthwiseCode.BIAS, bias.address() + (long) vectors * layout.biasBytes());
      block.set(DepthwiseCode.VECTORS, 1);
      block.set(DepthwiseCode.MASK, isa.hasMasks() ? (1L << tail) - 1 : mask.address());
      NativeCall.run(last[lines.from(y)][lines.to(y)], block.pass(ARGUMENTS));
    }
  }

  private static void setLines(Arguments block, long line0, long line1, long line2) {
    block.set(LINES_AT, line0);
    block.set(LINES_AT + 1, line1);
    block.set(LINES_AT + 2, line2);
  }

  private long pixelBytes() {
    return (long) g.inC() * layout.bytes();
  }
}
