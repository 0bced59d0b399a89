package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;

/**
 * A 1x1 convolution or a dense layer. A unit is a run of rows whose inputs stay in the first-level
 * cache; where there are few rows and many weights, a unit is a panel of outputs, so that weights
 * are read once.
 */
final class NativePointwise implements Kernel {
  /** Bytes of the inputs of a unit. */
  private static final int CACHED = 24 * 1024;

  /** From so many panels on several workers get nearly as many each. */
  private static final int MANY_PANELS = 8;

  // Not the task: its weights are packed by now.
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final boolean residual;
  private final Product product;
  private final int rowsAUnit;
  private final boolean byPanels;

  NativePointwise(Task.Pointwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    this.residual = task.epilogue().residual();
    // A single row is bound by reading weights: more vectors at once.
    int vectors = rows == 1 ? isa.registers() / 4 : 2;
    long panels = Math.ceilDiv(outChannels, (long) vectors * isa.lanes());
    long inputBytes = (long) rows * inChannels * Float.BYTES;
    this.byPanels =
        rows == 1
            || panels >= MANY_PANELS && rows < outChannels && inputBytes <= isa.cacheBytes() / 4;
    int tile = isa.tileRows();
    int cached = CACHED / Float.BYTES / inChannels;
    this.rowsAUnit =
        byPanels ? rows : Math.clamp(cached / tile * tile, tile, Math.max(tile, 32 * tile));
    this.product =
        new Product(
            isa,
            new Product.Shape(task.weight(), 0, outChannels, 1, inChannels),
            task.epilogue(),
            vectors,
            rows < rowsAUnit ? Product.runs(rows) : Product.runs(rowsAUnit, rows % rowsAUnit),
            codes,
            cache);
  }

  @Override
  public long scratchBytes() {
    return Product.BLOCK_BYTES + Long.BYTES;
  }

  @Override
  public int units() {
    return byPanels ? product.panels() : Math.ceilDiv(rows, rowsAUnit);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    if (byPanels) {
      run(frame, worker, 0, rows, fromUnit, toUnit);
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
