package liviano.kernels.nativecode;

import java.lang.ref.Reference;
import liviano.kernels.Arguments;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.nativecode.code.Isa;
import liviano.kernels.nativecode.memory.CodeCache;

/**
 * A 1x1 convolution or a dense layer. A unit is a run of rows whose inputs stay in the first-level
 * cache; where there are few rows and many weights, a unit is a panel of outputs, or half the rows
 * of one where panels are few, so that weights are read once.
 */
final class NativePointwise implements Kernel {
  /** Bytes of the inputs of a unit. */
  private static final int CACHED = 24 * 1024;

  /** The most tiles in a unit, so that each worker gets several units even with few channels. */
  private static final int MOST_TILES = 32;

  /** With at least this number of units, the work is balanced between workers. */
  private static final int MANY = 8;

  // Does not keep the task: its weights are packed by now.
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final int bytesIn;
  private final int bytesOut;
  private final boolean residual;
  private final NativeProduct product;
  private final boolean byPanels;
  private final int rowsAUnit;

  /**
   * Runs of {@link #rowsAUnit} rows, the last of which may be shorter; where units are panels, one
   * or two.
   */
  private final int runs;

  NativePointwise(Linear.Pointwise task, Isa isa, CodeCache codes, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    this.bytesIn = task.formats().inputs().getFirst().bytes();
    this.bytesOut = task.formats().output().bytes();
    this.residual = task.epilogue().residual();
    // A single row is limited by reading weights, so more vectors are computed at once.
    int vectors = rows == 1 ? isa.registers() / 4 : 2;
    int tile = isa.tileRows();
    int panels = Math.ceilDiv(outChannels, vectors * isa.lanes());
    int halves = panels < MANY && rows >= 2 * tile ? 2 : 1;
    long inputBytes = (long) rows * inChannels * bytesIn;
    this.byPanels =
        rows == 1
            || panels * halves >= MANY && rows < outChannels && inputBytes <= isa.cacheBytes() / 4;
    int cached = CACHED / bytesIn / inChannels;
    int longest =
        byPanels
            ? Math.ceilDiv(rows, halves * tile) * tile
            : Math.clamp(cached / tile * tile, tile, MOST_TILES * tile);
    this.rowsAUnit = Math.min(rows, longest);
    this.runs = Math.ceilDiv(rows, rowsAUnit);
    this.product =
        new NativeProduct(
            isa,
            new NativeProduct.Shape(task.weight(), 0, outChannels, 1, inChannels),
            task.epilogue(),
            task.formats().output(),
            vectors,
            rows(),
            codes,
            cache);
  }

  private NativeProduct.Rows rows() {
    int last = rows - (runs - 1) * rowsAUnit;
    long strideIn = (long) inChannels * bytesIn;
    long strideOut = (long) outChannels * bytesOut;
    return byPanels
        ? NativeProduct.Rows.of(strideIn, strideOut, rows, rowsAUnit, last)
        : NativeProduct.Rows.of(strideIn, strideOut, rowsAUnit, last);
  }

  @Override
  public int arguments() {
    return product.arguments();
  }

  @Override
  public int units() {
    return byPanels ? product.panels() * runs : runs;
  }

  /** The halves of a panel read the same weights. */
  @Override
  public boolean favoursLongRuns() {
    return byPanels && runs > 1;
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    if (byPanels) {
      runPanels(frame, fromUnit, toUnit, worker);
    } else {
      for (int unit = fromUnit; unit < toUnit; unit++) {
        int from = unit * rowsAUnit;
        int to = Math.min(rows, from + rowsAUnit);
        run(frame, worker, from, to, 0, product.panels());
      }
    }
    Reference.reachabilityFence(frame);
    Reference.reachabilityFence(this); // and what it has packed
  }

  /**
   * All rows of the panels that lie completely within these units, and the half panels before and
   * after them.
   */
  private void runPanels(Frame frame, int fromUnit, int toUnit, int worker) {
    int from = Math.ceilDiv(fromUnit, runs);
    int to = toUnit / runs;
    if (from > to) {
      return;
    }
    if (fromUnit % runs > 0) {
      run(frame, worker, fromUnit % runs * rowsAUnit, rows, from - 1, from);
    }
    if (from < to) {
      run(frame, worker, 0, rows, from, to);
    }
    if (toUnit % runs > 0) {
      run(frame, worker, 0, toUnit % runs * rowsAUnit, to, to + 1);
    }
  }

  private void run(Frame frame, int worker, int from, int to, int fromPanel, int toPanel) {
    Arguments block = frame.arguments(worker);
    long strideA = (long) inChannels * bytesIn;
    long strideOut = (long) outChannels * bytesOut;
    block.set(NativeProduct.SEGMENTS_AT, frame.input(0).address() + from * strideA);
    product.run(
        block,
        to - from,
        fromPanel,
        toPanel,
        frame.output().address() + from * strideOut,
        residual ? frame.residual().address() + from * strideOut : 0);
  }
}
