package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;

/**
 * A convolution as a matrix product: the windows of some positions are laid out as rows in scratch
 * memory and multiplied by all panels. A unit is a stretch of one row of output positions.
 *
 * <p>Taps beside the map are multiplied as zeros. That contributes nothing only if the weights are
 * finite, which {@link #canServe} therefore asks for.
 */
final class VectorConvolution implements Kernel {
  /** Bytes of windows that are laid out at a time: a part of a common second-level cache. */
  private static final int BLOCK_BYTES = 128 * 1024;

  private final Geometry geometry;
  private final Windows windows;
  private final Panels panels;
  private final Product product;
  private final Finish finish;
  private final int groups;

  /** Positions of a unit. */
  private final int block;

  VectorConvolution(Task.Convolution task, PackedWeights cache) {
    Geometry g = task.geometry();
    this.geometry = g;
    this.groups = task.groups();
    this.windows = Windows.of(g, groups);
    this.panels =
        Panels.of(task.weight(), task.epilogue().bias(), groups, g.outC() / groups, cache);
    this.product = new Product(panels, (long) g.outC() * Float.BYTES);
    this.finish = Finish.of(task.epilogue());
    int most = (int) Math.max(Tiles.ROWS, BLOCK_BYTES / windows.row());
    this.block = Math.ceilDiv(g.outW(), Math.ceilDiv(g.outW(), most));
  }

  /** Whether no weight turns the zeros of padding into something else. */
  static boolean canServe(Task.Convolution task) {
    for (long i = 0; i < task.weight().count(); i++) {
      if (!Float.isFinite(task.weight().at(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long scratchBytes() {
    return Product.SCRATCH_BYTES + block * windows.row();
  }

  @Override
  public int units() {
    return Math.multiplyExact(geometry.outRows(), blocks());
  }

  /** Units in a row of positions. */
  private int blocks() {
    return Math.ceilDiv(geometry.outW(), block);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int x = unit % blocks() * block;
      run(frame, unit / blocks(), x, Math.min(block, geometry.outW() - x), frame.scratch(worker));
    }
  }

  private void run(Frame frame, int row, int x, int count, MemorySegment scratch) {
    long outAt = ((long) row * geometry.outW() + x) * product.outRow();
    for (int group = 0; group < groups; group++) {
      int channel = group * windows.depth();
      windows.layOut(frame.input(0), row, x, count, channel, scratch, Product.SCRATCH_BYTES);
      for (int p = 0; p < panels.count(); p++) {
        int panel = group * panels.count() + p;
        product.sums(
            panel,
            scratch,
            Product.SCRATCH_BYTES,
            windows.row(),
            count,
            frame.output(),
            outAt + panels.columnAt(panel),
            scratch);
      }
    }
    finish.apply(frame, outAt, (long) count * geometry.outC());
  }
}
