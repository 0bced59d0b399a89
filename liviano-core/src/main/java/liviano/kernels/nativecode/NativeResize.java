package liviano.kernels.nativecode;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.ResizeCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;
import liviano.tensor.NativeMemory;

/** A bilinear resize. A unit is one line of the output. */
final class NativeResize implements Kernel {
  private final Resample.Resize task;
  private final int vectors;
  private final int tail;
  private final MemorySegment columns;
  private final MemorySegment mask;
  private final long maskBits;
  private final MemorySegment code;

  NativeResize(Resample.Resize task, Isa isa, CodeCache codes) {
    this(task, false, isa, codes);
  }

  /** Of which {@link #line} is computed alone. */
  static NativeResize across(Resample.Resize task, Isa isa, CodeCache codes) {
    return new NativeResize(task, true, isa, codes);
  }

  private NativeResize(Resample.Resize task, boolean oneLine, Isa isa, CodeCache codes) {
    this.task = task;
    this.vectors = task.channels() / isa.lanes();
    this.tail = task.channels() % isa.lanes();
    this.columns = columns(task);
    this.mask = NativeProduct.mask(isa, tail);
    this.maskBits = isa.hasMasks() ? (1L << tail) - 1 : mask.address();
    this.code = codes.get(new ResizeCode(isa, tail > 0, oneLine));
  }

  private static MemorySegment columns(Resample.Resize task) {
    MemorySegment columns = NativeMemory.allocate((long) task.outW() * ResizeCode.ENTRY_BYTES);
    for (int x = 0; x < task.outW(); x++) {
      float source = task.sampling().source(x, task.inW(), task.outW());
      int left = (int) Math.floor(source);
      long at = (long) x * ResizeCode.ENTRY_BYTES;
      columns.set(JAVA_LONG, at, column(task, left));
      columns.set(JAVA_LONG, at + Long.BYTES, column(task, left + 1));
      columns.set(JAVA_FLOAT, at + 2 * Long.BYTES, source - left);
    }
    return columns;
  }

  /** Bytes from the start of a line to a column, held at the border. */
  private static long column(Resample.Resize task, int x) {
    return (long) Math.clamp(x, 0, task.inW() - 1) * task.channels() * Float.BYTES;
  }

  @Override
  public long scratchBytes() {
    return ResizeCode.SLOTS * Long.BYTES;
  }

  @Override
  public int units() {
    return Math.multiplyExact(task.batch(), task.outH());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long block = frame.scratch(worker).address();
    long pixel = pixelBytes();
    setConstants(block);
    for (int unit = fromUnit; unit < toUnit; unit++) {
      long map =
          frame.input(0).address() + (long) (unit / task.outH()) * task.inH() * task.inW() * pixel;
      float source = task.sampling().source(unit % task.outH(), task.inH(), task.outH());
      int top = (int) Math.floor(source);
      ArgumentBlock.set(block, ResizeCode.UPPER, map + line(top) * pixel);
      ArgumentBlock.set(block, ResizeCode.LOWER, map + line(top + 1) * pixel);
      Memory.set(block + ResizeCode.DOWN * Long.BYTES, source - top);
      ArgumentBlock.set(
          block, ResizeCode.OUT, frame.output().address() + unit * (task.outW() * pixel));
      NativeCall.run(code, block);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }

  /**
   * A line of the input made as wide as the output.
   *
   * @param block of {@link #scratchBytes}
   * @param y counts lines through the batch
   * @param to where it goes
   */
  void line(Frame frame, long block, long y, long to) {
    setConstants(block);
    long line = frame.input(0).address() + y * task.inW() * pixelBytes();
    ArgumentBlock.set(block, ResizeCode.UPPER, line);
    ArgumentBlock.set(block, ResizeCode.LOWER, line);
    ArgumentBlock.set(block, ResizeCode.OUT, to);
    NativeCall.run(code, block);
    Reference.reachabilityFence(this);
  }

  private void setConstants(long block) {
    ArgumentBlock.set(block, ResizeCode.COLUMNS, columns.address());
    ArgumentBlock.set(block, ResizeCode.OUT_WIDTH, task.outW());
    ArgumentBlock.set(block, ResizeCode.PIXEL, pixelBytes());
    ArgumentBlock.set(block, ResizeCode.VECTORS, vectors);
    ArgumentBlock.set(block, ResizeCode.MASK, maskBits);
  }

  private long pixelBytes() {
    return (long) task.channels() * Float.BYTES;
  }

  /** Positions before a line of the input, held at the border. */
  private long line(int y) {
    return (long) Math.clamp(y, 0, task.inH() - 1) * task.inW();
  }
}
