package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.PackedWeights;
import liviano.kernels.Task;
import liviano.kernels.vector.loops.FinishPass;
import liviano.kernels.vector.loops.Panels;
import liviano.kernels.vector.loops.TileLoops;
import liviano.kernels.vector.loops.VectorProduct;
import liviano.kernels.vector.loops.Windows;

/**
 * A convolution as a matrix product: the windows of a block of positions are laid out as rows in
 * scratch memory and multiplied by panels; a grouped 1x1 convolution reads its rows in place. A
 * unit is a block of positions, which may span rows of the map, by a block of panels.
 *
 * <p>Taps outside the map are multiplied as zeros. That contributes nothing only if the weights are
 * finite, which {@link #canServe} therefore asks for.
 */
final class VectorConvolution implements Kernel {
  /** Units that are enough to keep eight threads busy to the end. */
  private static final int ENOUGH_UNITS = 24;

  /** Bytes of windows that are laid out at a time: a part of a common second-level cache. */
  private static final int BLOCK_BYTES = 128 * 1024;

  /**
   * The same if the weights are too large for the cache: each block reads them all, so there should
   * be few blocks.
   */
  private static final int LARGE_BLOCK_BYTES = 4 * 1024 * 1024;

  /** Bytes of weights beyond which they do not stay in the cache from one block to the next. */
  private static final int HEAVY_WEIGHTS = 512 * 1024;

  /** Panels that make it worth while to lay windows out. */
  private static final int FEW_PANELS = 2;

  private final Geometry geometry;
  private final Windows windows;
  private final Panels panels;
  private final VectorProduct product;
  private final FinishPass finish;

  /** Panels of all groups. */
  private final int allPanels;

  /** Output positions of all maps together. */
  private final int positions;

  private final int blockPositions;
  private final int blockPanels;

  VectorConvolution(Task.Convolution task, PackedWeights cache) {
    Geometry g = task.geometry();
    int groups = task.groups();
    this.geometry = g;
    this.windows = Windows.of(g, groups);
    this.panels =
        Panels.of(task.weight(), task.epilogue().bias(), groups, g.outC() / groups, cache);
    this.product = new VectorProduct(panels, (long) g.outC() * Float.BYTES);
    this.finish = FinishPass.of(task.epilogue());
    this.allPanels = groups * panels.count();
    this.positions = Math.multiplyExact(g.outRows(), g.outW());
    boolean heavy = panels.weights().byteSize() > HEAVY_WEIGHTS;
    this.blockPositions = blockPositions(heavy ? LARGE_BLOCK_BYTES : BLOCK_BYTES, heavy);
    int blocks = Math.ceilDiv(positions, blockPositions);
    int least = Math.min(FEW_PANELS, allPanels);
    this.blockPanels =
        heavy ? Math.clamp((long) allPanels * blocks / ENOUGH_UNITS, least, allPanels) : allPanels;
  }

  /** Whole tiles as far as they fit, in blocks of about one size. */
  private int blockPositions(int bytes, boolean heavy) {
    long tiles = Math.max(1, bytes / (windows.row() * TileLoops.ROWS));
    if (!heavy) {
      tiles = Math.min(tiles, Math.max(1, positions / (TileLoops.ROWS * ENOUGH_UNITS)));
    }
    long most = tiles * TileLoops.ROWS;
    int blocks = Math.toIntExact(Math.ceilDiv(positions, most));
    return Math.ceilDiv(Math.ceilDiv(positions, blocks), TileLoops.ROWS) * TileLoops.ROWS;
  }

  /** Whether no weight turns the zeros of padding into something else. */
  static boolean canServe(Task.Convolution task) {
    return task.weight().isFinite();
  }

  @Override
  public long scratchBytes() {
    long laidOut = geometry.isPointwise() ? 0 : Math.min(blockPositions, positions);
    return VectorProduct.SCRATCH_BYTES + laidOut * windows.row();
  }

  @Override
  public int units() {
    return Math.multiplyExact(
        Math.ceilDiv(positions, blockPositions), Math.ceilDiv(allPanels, blockPanels));
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    int panelBlocks = Math.ceilDiv(allPanels, blockPanels);
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int position = unit / panelBlocks * blockPositions;
      int count = Math.min(blockPositions, positions - position);
      int fromPanel = unit % panelBlocks * blockPanels;
      int toPanel = Math.min(allPanels, fromPanel + blockPanels);
      int group = -1;
      for (int panel = fromPanel; panel < toPanel; panel++) {
        if (!geometry.isPointwise() && panel / panels.count() != group) {
          group = panel / panels.count();
          layOut(frame, position, count, group, frame.scratch(worker));
        }
        multiply(frame, position, count, panel, frame.scratch(worker));
      }
      finish(frame, position, count, fromPanel, toPanel);
    }
  }

  /** The windows of a block, row of positions by row of positions. */
  private void layOut(Frame frame, int position, int count, int group, MemorySegment scratch) {
    int to = position + count;
    long at = VectorProduct.SCRATCH_BYTES;
    for (int next = position; next < to; ) {
      int x = next % geometry.outW();
      int length = Math.min(geometry.outW() - x, to - next);
      int channel = group * windows.depth();
      windows.layOut(frame.input(0), next / geometry.outW(), x, length, channel, scratch, at);
      at += length * windows.row();
      next += length;
    }
  }

  private void multiply(Frame frame, int position, int count, int panel, MemorySegment scratch) {
    long outAt = position * product.outRow() + panels.columnAt(panel);
    if (geometry.isPointwise()) {
      long inRow = (long) geometry.inC() * Float.BYTES;
      long channel = (long) panel / panels.count() * windows.depth();
      long inAt = position * inRow + channel * Float.BYTES;
      product.sums(panel, frame.input(0), inAt, inRow, count, frame.output(), outAt, scratch);
    } else {
      long inAt = VectorProduct.SCRATCH_BYTES;
      product.sums(panel, scratch, inAt, windows.row(), count, frame.output(), outAt, scratch);
    }
  }

  private void finish(Frame frame, int position, int count, int fromPanel, int toPanel) {
    long from = panels.columnAt(fromPanel);
    long to = panels.columnAt(toPanel - 1) + (long) panels.width(toPanel - 1) * Float.BYTES;
    int columns = (int) ((to - from) / Float.BYTES);
    finish.apply(frame, position * product.outRow() + from, product.outRow(), count, columns);
  }
}
