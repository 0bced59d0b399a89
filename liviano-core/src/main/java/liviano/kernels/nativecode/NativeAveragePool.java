package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Resample;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/** The average of a whole map. A unit is a run of channels of one map. */
final class NativeAveragePool implements Kernel {
  private final int batch;
  private final int positions;
  private final int channels;
  private final int channelsAUnit;
  private final Average average;

  /**
   * @param task over whole maps
   */
  NativeAveragePool(Resample.AveragePool task, Isa isa, CodeCache codes) {
    Geometry g = task.geometry();
    this.batch = g.batch();
    this.positions = Math.multiplyExact(g.inH(), g.inW());
    this.channels = g.inC();
    this.channelsAUnit = Average.together(isa);
    this.average = new Average(channels, isa, codes);
  }

  @Override
  public int arguments() {
    return Average.ARGUMENTS;
  }

  @Override
  public int units() {
    return Math.multiplyExact(batch, runs());
  }

  private int runs() {
    return Math.ceilDiv(channels, channelsAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    Arguments block = frame.arguments(worker);
    long row = (long) channels * Float.BYTES;
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int map = unit / runs();
      int from = unit % runs() * channelsAUnit;
      int count = Math.min(channelsAUnit, channels - from);
      long skip = (long) from * Float.BYTES;
      long out = frame.output().address() + map * row + skip;
      Memory.zero(out, (long) count * Float.BYTES);
      long in = frame.input(0).address() + (long) map * positions * row + skip;
      average.add(block, in, row, positions, out, count, positions);
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this);
  }
}
