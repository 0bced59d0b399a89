package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A 1x1 convolution and the average of its map, which is never whole in memory: a panel of outputs
 * is computed for as many positions as fit the first-level cache, and summed from there. A unit is
 * a panel of one map; the units of the same panel are adjacent, so that its weights are read once.
 */
final class NativePooledPointwise implements Kernel {
  /** Bytes of a map's part between the two layers. */
  private static final int CACHED = 16 * 1024;

  private final int batch;
  private final int positions;
  private final int inChannels;
  private final int bytesIn;
  private final int outChannels;
  private final int positionsAtOnce;
  private final NativeProduct product;
  private final Average average;

  NativePooledPointwise(Fused.PooledPointwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    Linear.Pointwise p = task.pointwise();
    Geometry g = task.pool().geometry();
    this.batch = g.batch();
    this.positions = Math.multiplyExact(g.inH(), g.inW());
    this.inChannels = p.inChannels();
    this.bytesIn = p.formats().inputs().getFirst().bytes();
    this.outChannels = p.outChannels();
    int tile = isa.tileRows();
    int cached = CACHED / (2 * isa.bytes()) / tile * tile;
    this.positionsAtOnce = Math.min(positions, cached);
    this.product =
        new NativeProduct(
            isa,
            new NativeProduct.Shape(p.weight(), 0, outChannels, 1, inChannels),
            p.epilogue(),
            p.formats().output(),
            2,
            NativeProduct.Rows.of(
                (long) inChannels * bytesIn,
                2L * isa.bytes(),
                positionsAtOnce,
                positions % positionsAtOnce),
            codes,
            cache);
    this.average = new Average(outChannels, isa, codes);
  }

  @Override
  public long scratchBytes() {
    return positionsAtOnce * rowBytes();
  }

  /** Of a part of the map. */
  private long rowBytes() {
    return (long) product.panelOutputs() * Float.BYTES;
  }

  @Override
  public int arguments() {
    return Math.max(product.arguments(), Average.ARGUMENTS);
  }

  @Override
  public int units() {
    return Math.multiplyExact(batch, product.panels());
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int panel = unit / batch;
      int map = unit % batch;
      int first = panel * product.panelOutputs();
      int count = Math.min(product.panelOutputs(), outChannels - first);
      long out = frame.output().address() + ((long) map * outChannels + first) * Float.BYTES;
      Memory.zero(out, (long) count * Float.BYTES);
      for (int from = 0; from < positions; from += positionsAtOnce) {
        int rows = Math.min(positionsAtOnce, positions - from);
        multiply(frame, worker, (long) map * positions + from, rows, panel);
        float divisor = from + rows == positions ? positions : 1;
        average.add(frame.arguments(worker), scratch, rowBytes(), rows, out, count, divisor);
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  private void multiply(Frame frame, int worker, long position, int rows, int panel) {
    long strideIn = (long) inChannels * bytesIn;
    Arguments block = frame.arguments(worker);
    block.set(NativeProduct.SEGMENTS_AT, frame.input(0).address() + position * strideIn);
    product.run(
        block,
        rows,
        panel,
        panel + 1,
        // Where a row's first output would be if all panels stood in it.
        frame.scratch(worker).address() - panel * rowBytes(),
        0);
  }
}
