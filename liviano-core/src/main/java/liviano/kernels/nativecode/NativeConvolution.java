package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;

/** A convolution. A unit is some lines of the output. */
final class NativeConvolution implements Kernel {
  /** Bytes of the lines of the input that a unit reads, where one line of the output allows it. */
  private static final int CACHED = 192 * 1024;

  private final Geometry g;
  private final int bytesIn;
  private final int bytesOut;
  private final boolean residual;
  private final ConvolutionLines lines;
  private final int linesAUnit;

  NativeConvolution(Linear.Convolution task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.bytesIn = task.formats().inputs().getFirst().bytes();
    this.bytesOut = task.formats().output().bytes();
    this.residual = task.epilogue().residual();
    long line = (long) g.inW() * g.inC() * bytesIn * g.strideH();
    this.linesAUnit = Math.clamp(CACHED / line, 1, g.outH());
    this.lines = new ConvolutionLines(task, linesAUnit, linesAUnit, isa, codes, cache);
  }

  @Override
  public long scratchBytes() {
    return lines.scratchBytes();
  }

  @Override
  public int arguments() {
    return lines.arguments();
  }

  @Override
  public int units() {
    return Math.multiplyExact(g.batch(), unitsAMap());
  }

  private int unitsAMap() {
    return Math.ceilDiv(g.outH(), linesAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    long mapBytes = (long) g.inH() * g.inW() * g.inC() * bytesIn;
    long outLine = (long) g.outW() * g.outC() * bytesOut;
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int n = unit / unitsAMap();
      int from = unit % unitsAMap() * linesAUnit;
      long at = ((long) n * g.outH() + from) * outLine;
      lines.run(
          frame.arguments(worker),
          scratch,
          frame.input(0).address() + n * mapBytes,
          from,
          Math.min(g.outH(), from + linesAUnit),
          frame.output().address() + at,
          residual ? frame.residual().address() + at : 0);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }
}
