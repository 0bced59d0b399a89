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

/** A 3x3 depthwise convolution made ready. */
final class Filter {
  private static final int KERNEL = FilterLines.KERNEL;

  /** A place for every line of the input. */
  static final int WHOLE_MAP = Integer.MAX_VALUE;

  /** The most lines of the output that one call of the code computes. */
  private static final int AT_ONCE = 16;

  /** The slot of the first line's addresses. */
  private static final int LINES_AT = Bf16DepthwiseCode.SLOTS;

  /** Of {@link #run}: the code's, and three addresses a line. */
  static final int ARGUMENTS = LINES_AT + KERNEL * AT_ONCE;

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

  /** The number of lines from each on, up to {@link #AT_ONCE}, that the same code computes. */
  private final int[] alike;

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
    this.alike = alike(lines, g.outH());
  }

  private static int[] alike(FilterLines lines, int height) {
    int[] alike = new int[height];
    for (int y = height - 1; y >= 0; y--) {
      boolean asNext =
          y + 1 < height && lines.from(y) == lines.from(y + 1) && lines.to(y) == lines.to(y + 1);
      alike[y] = asNext ? Math.min(alike[y + 1] + 1, AT_ONCE) : 1;
    }
    return alike;
  }

  /**
   * Computes lines of the output; lines outside the map are not read.
   *
   * @param block of {@link #ARGUMENTS}
   * @param from the first line
   * @param to the line after the last
   * @param in address of the place of the input's first line
   * @param places of lines of the input, over and over for those that follow; {@link #WHOLE_MAP} if
   *     each has its own
   * @param out address of the first number of line {@code from}
   */
  void run(Arguments block, int from, int to, long in, int places, long out) {
    long step = pixelBytes() * g.dilationW();
    long outLine = pixelBytes() * g.outW();
    block.set(DepthwiseCode.LINES, block.address(LINES_AT));
    block.set(DepthwiseCode.STRIDE_IN, step);
    block.set(DepthwiseCode.STRIDE_OUT, step);
    block.set(DepthwiseCode.OUT_LINE, outLine);
    block.set(DepthwiseCode.CLAMP, clamp.bits());
    block.set(Bf16DepthwiseCode.ORDER, order);
    for (int y = from; y < to; ) {
      int count = Math.min(alike[y], to - y);
      block.set(DepthwiseCode.COUNT, count);
      // The columns that an atrous window reads are adjacent if only every dilation-th column is
      // counted.
      for (int column = 0; column < Math.min(g.dilationW(), g.outW()); column++) {
        block.set(DepthwiseCode.OUT_WIDTH, Math.ceilDiv(g.outW() - column, g.dilationW()));
        long skip = column * pixelBytes();
        sweep(block, y, count, in + skip, places, out + (y - from) * outLine + skip);
      }
      y += count;
    }
  }

  private void sweep(Arguments block, int y, int count, long in, int places, long out) {
    if (vectors > 0) {
      setLines(block, y, count, in, places);
      block.set(DepthwiseCode.OUT, out);
      block.set(DepthwiseCode.WEIGHTS, weights.address());
      block.set(DepthwiseCode.BIAS, bias.address());
      block.set(DepthwiseCode.VECTORS, vectors);
      NativeCall.run(full[lines.from(y)][lines.to(y)], block.pass(LINES_AT + KERNEL * count));
    }
    if (tail > 0) {
      long done = (long) vectors * layout.channelsAVector() * layout.bytes();
      setLines(block, y, count, in + done, places);
      block.set(DepthwiseCode.OUT, out + done);
      block.set(DepthwiseCode.WEIGHTS, weights.address() + (long) vectors * layout.weightBytes());
      block.set(DepthwiseCode.BIAS, bias.address() + (long) vectors * layout.biasBytes());
      block.set(DepthwiseCode.VECTORS, 1);
      block.set(DepthwiseCode.MASK, isa.hasMasks() ? (1L << tail) - 1 : mask.address());
      NativeCall.run(last[lines.from(y)][lines.to(y)], block.pass(LINES_AT + KERNEL * count));
    }
  }

  /** The places of the three lines that each line of the output reads. */
  private void setLines(Arguments block, int y, int count, long in, int places) {
    long lineBytes = g.inW() * pixelBytes();
    for (int i = 0; i < count; i++) {
      long place = Math.floorMod((y + i) * g.strideH() - g.padTop(), places);
      for (int line = 0; line < KERNEL; line++) {
        block.set(LINES_AT + KERNEL * i + line, in + place * lineBytes);
        place = (place + g.dilationH()) % places;
      }
    }
  }

  private long pixelBytes() {
    return (long) g.inC() * layout.bytes();
  }
}
