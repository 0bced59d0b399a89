package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;

/** A 3x3 depthwise convolution. A unit is one line of the output. */
final class NativeDepthwise implements Kernel {
  private final Geometry g;
  private final Filter filter;
  private final int bytes;

  NativeDepthwise(Linear.Depthwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.g = task.geometry();
    this.filter = new Filter(task, isa, codes, cache);
    this.bytes = task.formats().output().bytes();
  }

  @Override
  public int arguments() {
    return Filter.ARGUMENTS;
  }

  @Override
  public int units() {
    return g.outRows();
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    Arguments block = frame.arguments(worker);
    long in = frame.input(0).address();
    long out = frame.output().address();
    long inLine = (long) g.inW() * g.inC() * bytes;
    long outLine = (long) g.outW() * g.outC() * bytes;
    for (int unit = fromUnit; unit < toUnit; ) {
      int map = unit / g.outH();
      int y = unit % g.outH();
      int lines = Math.min(g.outH() - y, toUnit - unit);
      long mapAt = in + (long) map * g.inH() * inLine;
      filter.run(block, y, y + lines, mapAt, Filter.WHOLE_MAP, out + unit * outLine);
      unit += lines;
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }
}
