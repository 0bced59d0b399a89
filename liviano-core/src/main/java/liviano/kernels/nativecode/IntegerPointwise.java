package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Memory;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A 1x1 convolution or a dense layer of integers. A unit is a run of rows whose inputs, as shorts,
 * stay in the first-level cache; where there are few rows, a unit is a panel of outputs, so that
 * weights are read once.
 */
final class IntegerPointwise implements Kernel {
  /** Bytes of the inputs of a unit, as shorts. */
  private static final int CACHED = 16 * 1024;

  /** The most rows in a unit, so that each worker gets several units even with few channels. */
  private static final int MOST_ROWS = 192;

  /** Of so many rows and so many bytes of them, as shorts, units are panels. */
  private static final int FEW_ROWS = 64;

  private static final int FEW_BYTES = 128 * 1024;

  private static final int TILE = 6;

  // Does not keep the task: its weights are packed by now.
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final IntegerProduct product;
  private final Widening widening;
  private final long stride;
  private final boolean byPanels;
  private final int rowsAUnit;

  IntegerPointwise(Linear.Pointwise task, CodeCache codes, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    this.stride = Math.ceilDiv(inChannels, 2) * 2L * Short.BYTES;
    this.byPanels = rows <= FEW_ROWS && rows * stride <= FEW_BYTES;
    int cached = (int) (CACHED / stride) / TILE * TILE;
    this.rowsAUnit = byPanels ? rows : Math.min(rows, Math.clamp(cached, TILE, MOST_ROWS));
    int last = rows - (Math.ceilDiv(rows, rowsAUnit) - 1) * rowsAUnit;
    this.product =
        new IntegerProduct(task, 1, inChannels, new int[] {rowsAUnit, last}, codes, cache);
    this.widening =
        new Widening(
            task.formats().inputs().getFirst(),
            task.epilogue().requantize().orElseThrow().inputZeroPoint(),
            codes);
  }

  @Override
  public long scratchBytes() {
    return shortsAt() + rowsAUnit * stride;
  }

  private static long shortsAt() {
    long before = IntegerProduct.BLOCK_BYTES + Widening.BLOCK_BYTES + Long.BYTES;
    return Math.ceilDiv(before, 64) * 64;
  }

  @Override
  public int units() {
    return byPanels ? product.panels() : Math.ceilDiv(rows, rowsAUnit);
  }

  /** Panels read the same rows. */
  @Override
  public boolean favoursLongRuns() {
    return byPanels;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    long scratch = frame.scratch(worker).address();
    if (byPanels) {
      run(frame, scratch, 0, rows, fromUnit, toUnit);
    } else {
      for (int unit = fromUnit; unit < toUnit; unit++) {
        int from = unit * rowsAUnit;
        run(frame, scratch, from, Math.min(rows, from + rowsAUnit), 0, product.panels());
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  private void run(Frame frame, long scratch, int from, int to, int fromPanel, int toPanel) {
    long shorts = scratch + shortsAt();
    long widen = scratch + IntegerProduct.BLOCK_BYTES;
    long table = widen + Widening.BLOCK_BYTES;
    long in = frame.input(0).address() + (long) from * inChannels;
    if (inChannels % 2 == 0) {
      widening.run(widen, in, shorts, (long) (to - from) * inChannels);
    } else {
      for (int row = 0; row < to - from; row++) {
        widening.run(widen, in + (long) row * inChannels, shorts + row * stride, inChannels);
      }
    }
    Memory.set(table, shorts);
    product.run(
        scratch,
        table,
        stride,
        to - from,
        fromPanel,
        toPanel,
        frame.output().address() + (long) from * outChannels);
  }
}
