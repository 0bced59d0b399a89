package liviano.kernels.nativecode;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;
import liviano.kernels.nativecode.code.ArgumentBlock;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.code.MixLinesCode;
import liviano.kernels.nativecode.memory.CodeCache;
import liviano.kernels.nativecode.memory.NativeCall;

/**
 * A bilinear resize to more lines, each between two lines of the input that are made as wide as the
 * output once and serve all lines between them: the operations of {@link NativeResize} and their
 * order, and so its bits. A unit is one line of the output.
 */
final class ResizeByLines implements Kernel {
  /** Bytes of a line beyond which two of them leave little of the second-level cache. */
  private static final long MOST_BYTES = 128 * 1024;

  private static final long ALIGNMENT = 64;

  private final Resample.Resize task;
  private final NativeResize across;
  private final int lanes;
  private final MemorySegment code;

  ResizeByLines(Resample.Resize task, Isa isa, CodeCache codes) {
    this.task = task;
    this.across = NativeResize.across(task, isa, codes);
    this.lanes = isa.lanes();
    this.code = codes.get(new MixLinesCode(isa));
  }

  static boolean canServe(Resample.Resize task, Isa isa) {
    return task.outH() > task.inH()
        && lineNumbers(task) >= isa.lanes()
        && lineNumbers(task) * Float.BYTES <= MOST_BYTES;
  }

  private static long lineNumbers(Resample.Resize task) {
    return (long) task.outW() * task.channels();
  }

  private long lineBytes() {
    return lineNumbers(task) * Float.BYTES;
  }

  private static long rounded(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  @Override
  public long scratchBytes() {
    return linesAt() + 2 * rounded(lineBytes());
  }

  /** Behind both blocks. */
  private long linesAt() {
    return mixAt() + rounded(MixLinesCode.SLOTS * Long.BYTES);
  }

  private long mixAt() {
    return rounded(across.scratchBytes());
  }

  @Override
  public int units() {
    return across.units();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long mix = scratch + mixAt();
    ArgumentBlock.set(mix, MixLinesCode.VECTORS, lineNumbers(task) / lanes);
    ArgumentBlock.set(mix, MixLinesCode.LAST, (lineNumbers(task) - lanes) * Float.BYTES);
    long upper = scratch + linesAt();
    long lower = upper + rounded(lineBytes());
    // Which lines of the input these two hold, counting through the batch.
    long upperLine = -1;
    long lowerLine = -1;
    for (int unit = fromUnit; unit < toUnit; unit++) {
      float source = task.sampling().source(unit % task.outH(), task.inH(), task.outH());
      int top = (int) Math.floor(source);
      long above = line(unit, top);
      long below = line(unit, top + 1);
      if (above == lowerLine && above != upperLine) {
        long freed = upper;
        upper = lower;
        lower = freed;
        lowerLine = upperLine;
        upperLine = above;
      } else if (above != upperLine) {
        across.line(frame, scratch, above, upper);
        upperLine = above;
      }
      if (below != above && below != lowerLine) {
        across.line(frame, scratch, below, lower);
        lowerLine = below;
      }
      ArgumentBlock.set(mix, MixLinesCode.UPPER, upper);
      ArgumentBlock.set(mix, MixLinesCode.LOWER, below == above ? upper : lower);
      ArgumentBlock.set(mix, MixLinesCode.OUT, frame.output().address() + unit * lineBytes());
      Memory.set(mix + MixLinesCode.DOWN * Long.BYTES, source - top);
      NativeCall.run(code, mix);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }

  /** The number of a line of the input, held at the border of its map. */
  private long line(int unit, int y) {
    return (long) (unit / task.outH()) * task.inH() + Math.clamp(y, 0, task.inH() - 1);
  }
}
