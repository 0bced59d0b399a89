package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;

/**
 * A 1x1 convolution or a dense layer. A unit is a run of rows whose inputs stay in the first-level
 * cache; where there is one row, a unit is a panel of outputs.
 */
final class NativePointwise implements Kernel {
  /** Bytes of the inputs of a unit. */
  private static final int CACHED = 24 * 1024;

  // Not the task: its weights are packed by now.
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final boolean residual;
  private final Product product;
  private final int rowsAUnit;

  NativePointwise(Task.Pointwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    this.residual = task.epilogue().residual();
    int tile = isa.tileRows();
    int cached = CACHED / Float.BYTES / task.inChannels();
    this.rowsAUnit = Math.clamp(cached / tile * tile, tile, Math.max(tile, 32 * tile));
    int last = task.rows() % rowsAUnit;
    this.product =
        new Product(
            isa,
            new Product.Shape(task.weight(), 0, task.outChannels(), 1, task.inChannels()),
            task.epilogue(),
            // A single row is bound by reading weights: more vectors at once.
            task.rows() == 1 ? isa.registers() / 4 : 2,
            task.rows() < rowsAUnit ? new int[] {task.rows()} : new int[] {rowsAUnit, last},
            codes,
            cache);
  }

  @Override
  public long scratchBytes() {
    return Product.BLOCK_BYTES + Long.BYTES;
  }

  @Override
  public int units() {
    return rows == 1 ? product.panels() : Math.ceilDiv(rows, rowsAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    if (rows == 1) {
      run(frame, worker, 0, 1, fromUnit, toUnit);
      return;
    }
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int from = unit * rowsAUnit;
      run(frame, worker, from, Math.min(rowsAUnit, rows - from), 0, product.panels());
    }
  }

  private void run(Frame frame, int worker, int from, int count, int fromPanel, int toPanel) {
    long block = frame.scratch(worker).address();
    long strideA = (long) inChannels * Float.BYTES;
    long strideOut = (long) outChannels * Float.BYTES;
    Memory.set(block + Product.BLOCK_BYTES, frame.input(0).address() + from * strideA);
    product.run(
        block,
        block + Product.BLOCK_BYTES,
        strideA,
        count,
        fromPanel,
        toPanel,
        frame.output().address() + from * strideOut,
        strideOut,
        residual ? frame.residual().address() + from * strideOut : 0);
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }
}
