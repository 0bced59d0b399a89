package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.FinishPass;
import liviano.kernels.vector.loops.Panels;
import liviano.kernels.vector.loops.TileLoops;
import liviano.kernels.vector.loops.VectorProduct;

/**
 * A matrix product in tiles. A unit is a block of rows by a block of panels; where there are few
 * rows, the panels are spread over units, one after the other, so that weights are read once.
 */
final class VectorPointwise implements Kernel {
  /** Units that are enough to keep eight threads busy to the end. */
  private static final int ENOUGH_UNITS = 24;

  /** Bytes of input and output that a block of rows may touch: about a first-level cache. */
  private static final int BLOCK_BYTES = 32 * 1024;

  /**
   * With more bytes of weights than this, the weights are read only once, and the rows several
   * times.
   */
  private static final int HEAVY_WEIGHTS = 512 * 1024;

  private final Panels panels;
  private final VectorProduct product;
  private final FinishPass finish;
  private final int rows;
  private final int inChannels;
  private final int outChannels;
  private final int blockRows;
  private final int blockPanels;

  VectorPointwise(Task.Pointwise task, PackedWeights cache) {
    this.rows = task.rows();
    this.inChannels = task.inChannels();
    this.outChannels = task.outChannels();
    this.panels = Panels.of(task.weight(), task.epilogue().bias(), 1, outChannels, cache);
    this.product = new VectorProduct(panels, (long) outChannels * Float.BYTES);
    this.finish = FinishPass.of(task.epilogue());
    int tiles = Math.ceilDiv(rows, TileLoops.ROWS);
    boolean byPanel = tiles < ENOUGH_UNITS || panels.weights().byteSize() > HEAVY_WEIGHTS;
    int blockTiles =
        byPanel ? tilesBesidePanels(tiles, panels.count()) : tilesOfWholeRows(tiles, rowBytes());
    this.blockRows = Math.min(rows, blockTiles * TileLoops.ROWS);
    this.blockPanels = byPanel ? 1 : panels.count();
  }

  private long rowBytes() {
    return ((long) inChannels + outChannels) * Float.BYTES;
  }

  /** Tiles in a block of rows that has all panels: many blocks, and none larger than the cache. */
  private static int tilesOfWholeRows(int tiles, long rowBytes) {
    long fitting = BLOCK_BYTES / (rowBytes * TileLoops.ROWS);
    return (int) Math.max(1, Math.min(fitting, tiles / ENOUGH_UNITS));
  }

  /** Tiles in a block of rows that has one panel: rows are cut only if there are few panels. */
  private static int tilesBesidePanels(int tiles, int panels) {
    int cuts = Math.clamp(Math.ceilDiv(ENOUGH_UNITS, panels), 1, Math.ceilDiv(tiles, 4));
    return Math.ceilDiv(tiles, cuts);
  }

  @Override
  public long scratchBytes() {
    return VectorProduct.SCRATCH_BYTES;
  }

  @Override
  public int units() {
    return Math.multiplyExact(rowBlocks(), Math.ceilDiv(panels.count(), blockPanels));
  }

  private int rowBlocks() {
    return Math.ceilDiv(rows, blockRows);
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment scratch = frame.scratch(worker);
    long inRow = (long) inChannels * Float.BYTES;
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int fromRow = unit % rowBlocks() * blockRows;
      int toRow = Math.min(rows, fromRow + blockRows);
      int fromPanel = unit / rowBlocks() * blockPanels;
      int toPanel = Math.min(panels.count(), fromPanel + blockPanels);
      for (int panel = fromPanel; panel < toPanel; panel++) {
        product.sums(
            panel,
            frame.input(0),
            fromRow * inRow,
            inRow,
            toRow - fromRow,
            frame.output(),
            fromRow * product.outRow() + panels.columnAt(panel),
            scratch);
      }
      int fromColumn = fromPanel * Panels.WIDTH;
      int columns = Math.min(outChannels, toPanel * Panels.WIDTH) - fromColumn;
      long at = fromRow * product.outRow() + panels.columnAt(fromPanel);
      finish.apply(frame, at, product.outRow(), toRow - fromRow, columns);
    }
  }
}
