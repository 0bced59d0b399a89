package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import liviano.kernels.Clamp;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.DepthwiseCode;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/** A 3x3 depthwise convolution made ready, line by line. */
final class Filter {
  private static final int KERNEL = FilterLines.KERNEL;

  /** Bytes that a caller sets aside for {@link #run}: the block and three addresses. */
  static final long BLOCK_BYTES = (DepthwiseCode.SLOTS + KERNEL) * Long.BYTES;

  /** For each vector of so many lanes, nine one after the other; zeros after the last channel. */
  private record NineVectors(int lanes, int channels) implements PackedWeights.Layout {}

  private final Isa isa;
  private final Geometry g;
  private final FilterLines lines;
  private final Clamp clamp;
  private final int vectors;
  private final int tail;
  private final MemorySegment weights;
  private final MemorySegment bias;
  private final MemorySegment mask;

  /** By the first line on the map and the line after the last: code for full vectors. */
  private final MemorySegment[][] full = new MemorySegment[KERNEL + 1][KERNEL + 1];

  /** And for the last vector. */
  private final MemorySegment[][] last = new MemorySegment[KERNEL + 1][KERNEL + 1];

  /** Whether a task is one. */
  static boolean canServe(Linear.Depthwise task) {
    return FilterLines.canServe(task.geometry()) && !task.epilogue().residual();
  }

  Filter(Linear.Depthwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.isa = isa;
    this.g = task.geometry();
    this.clamp = task.epilogue().clamp();
    this.vectors = g.inC() / isa.lanes();
    this.tail = g.inC() % isa.lanes();
    this.weights = weights(task.weight(), cache);
    this.bias = bias(task.epilogue().bias(), cache);
    this.mask = NativeProduct.mask(isa, tail);
    this.lines = new FilterLines(g);
    for (int y = 0; y < g.outH(); y++) {
      int from = lines.from(y);
      int to = lines.to(y);
      if (vectors > 0 && full[from][to] == null) {
        full[from][to] = codes.get(new DepthwiseCode(isa, lines.sweep(y), false));
      }
      if (tail > 0 && last[from][to] == null) {
        last[from][to] = codes.get(new DepthwiseCode(isa, lines.sweep(y), true));
      }
    }
  }

  /**
   * Computes one line of the output; lines outside the map are not read.
   *
   * @param block address of {@link #BLOCK_BYTES}
   * @param y the output's line on its map
   * @param line0 address of the first line that its windows read; so the two after it
   * @param out address of the output's first number
   */
  void run(long block, int y, long line0, long line1, long line2, long out) {
    // The columns that an atrous window reads are adjacent if only every dilation-th column is
    // counted.
    long pixel = (long) g.inC() * Float.BYTES;
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

  private void sweep(long block, int y, long line0, long line1, long line2, long out, int width) {
    long step = (long) g.inC() * Float.BYTES * g.dilationW();
    ArgumentBlock.set(block, DepthwiseCode.LINES, block + DepthwiseCode.SLOTS * Long.BYTES);
    setLines(block, line0, line1, line2);
    ArgumentBlock.set(block, DepthwiseCode.OUT_WIDTH, width);
    ArgumentBlock.set(block, DepthwiseCode.STRIDE_IN, step);
    ArgumentBlock.set(block, DepthwiseCode.OUT, out);
    ArgumentBlock.set(block, DepthwiseCode.STRIDE_OUT, step);
    ArgumentBlock.set(block, DepthwiseCode.WEIGHTS, weights.address());
    ArgumentBlock.set(block, DepthwiseCode.BIAS, bias.address());
    ArgumentBlock.set(block, DepthwiseCode.CLAMP, clamp);
    if (vectors > 0) {
      ArgumentBlock.set(block, DepthwiseCode.VECTORS, vectors);
      NativeCall.run(full[lines.from(y)][lines.to(y)], block);
    }
    if (tail > 0) {
      long done = (long) vectors * isa.bytes();
      setLines(block, line0 + done, line1 + done, line2 + done);
      ArgumentBlock.set(block, DepthwiseCode.OUT, out + done);
      ArgumentBlock.set(block, DepthwiseCode.WEIGHTS, weights.address() + done * KERNEL * KERNEL);
      ArgumentBlock.set(block, DepthwiseCode.BIAS, bias.address() + done);
      ArgumentBlock.set(block, DepthwiseCode.VECTORS, 1);
      ArgumentBlock.set(
          block, DepthwiseCode.MASK, isa.hasMasks() ? (1L << tail) - 1 : mask.address());
      NativeCall.run(last[lines.from(y)][lines.to(y)], block);
    }
  }

  private static void setLines(long block, long line0, long line1, long line2) {
    ArgumentBlock.set(block, DepthwiseCode.SLOTS, line0);
    ArgumentBlock.set(block, DepthwiseCode.SLOTS + 1, line1);
    ArgumentBlock.set(block, DepthwiseCode.SLOTS + 2, line2);
  }

  private MemorySegment weights(Param weight, PackedWeights cache) {
    int channels = g.inC();
    int padded = padded();
    return cache.get(
        weight,
        new NineVectors(isa.lanes(), channels),
        (long) padded * KERNEL * KERNEL * Float.BYTES,
        packed -> {
          float[] stored = weight.toFloats();
          float[] ordered = new float[Math.multiplyExact(padded, KERNEL * KERNEL)];
          for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
            for (int c = 0; c < channels; c++) {
              int vector = c / isa.lanes();
              int at = (vector * KERNEL * KERNEL + tap) * isa.lanes() + c % isa.lanes();
              ordered[at] = stored[tap * channels + c];
            }
          }
          MemorySegment.copy(ordered, 0, packed, JAVA_FLOAT, 0, ordered.length);
        });
  }

  private MemorySegment bias(Optional<Param> param, PackedWeights cache) {
    if (param.isEmpty()) {
      return cache.zeros((long) padded() * Float.BYTES);
    }
    return cache.get(
        param.get(),
        new PaddedBias(0, g.inC(), padded()),
        (long) padded() * Float.BYTES,
        packed -> packed.copyFrom(param.get().data()));
  }

  private int padded() {
    return Math.ceilDiv(g.inC(), isa.lanes()) * isa.lanes();
  }
}
