package liviano.kernels.vector;

import java.lang.foreign.MemorySegment;
import liviano.kernels.Frame;
import liviano.kernels.Geometry;
import liviano.kernels.Kernel;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;
import liviano.kernels.vector.loops.FinishPass;
import liviano.kernels.vector.loops.Panels;
import liviano.kernels.vector.loops.Phase;
import liviano.kernels.vector.loops.TileLoops;
import liviano.kernels.vector.loops.VectorProduct;

/**
 * A transposed convolution as a convolution of stride 1 for each {@linkplain Phase phase} of the
 * output: no tap is multiplied with the zeros that the definition puts between the input's
 * positions. Windows are laid out as rows in scratch memory and multiplied by panels; the sums are
 * then spread over the output. A unit is some rows of the output that are a stride apart, with all
 * their columns.
 *
 * <p>Taps outside the map are multiplied as zeros, as in {@link VectorConvolution}.
 */
final class VectorTransposedConvolution implements Kernel {
  /** Units that are enough to keep eight threads busy to the end. */
  private static final int ENOUGH_UNITS = 24;

  /** Bytes of windows that are laid out at a time: a part of a common second-level cache. */
  private static final int BLOCK_BYTES = 128 * 1024;

  /** The same where weights are too large for the cache, so that they are read seldom. */
  private static final int LARGE_BLOCK_BYTES = 2 * 1024 * 1024;

  /** Bytes of a phase's weights beyond which they do not stay in the cache. */
  private static final int HEAVY_WEIGHTS = 512 * 1024;

  /** Beyond this the phases have hardly a position each. */
  private static final int MOST_PHASES = 64;

  private final Geometry g;
  private final int groups;
  private final FinishPass finish;

  /** By the remainder of their rows, then of their columns. */
  private final Phase[][] phases;

  /** Rows of the output in a unit, by the remainder of the rows. */
  private final int[] blockRows;

  /** Columns of a phase that are laid out at a time, likewise. */
  private final int[] blockColumns;

  /** The first unit of each remainder of the rows, and the number of units at the end. */
  private final int[] firstUnit;

  private final long scratchBytes;

  /** Bytes of scratch memory where windows are laid out, after the sums. */
  private final long windowsAt;

  VectorTransposedConvolution(Linear.TransposedConvolution task, PackedWeights cache) {
    this.g = task.mirrored();
    this.groups = task.groups();
    this.finish = FinishPass.of(task.epilogue());
    this.phases = new Phase[g.strideH()][g.strideW()];
    this.blockRows = new int[g.strideH()];
    this.blockColumns = new int[g.strideH()];
    this.firstUnit = new int[g.strideH() + 1];
    long mostPositions = 0;
    long mostBytes = 0;
    for (int below = 0; below < g.strideH(); below++) {
      for (int beside = 0; beside < g.strideW(); beside++) {
        phases[below][beside] = Phase.of(task, below, beside, cache);
      }
      block(below);
      int units = Math.ceilDiv(rows(below), blockRows[below]);
      firstUnit[below + 1] = Math.addExact(firstUnit[below], units);
      long positions = (long) blockRows[below] * blockColumns[below];
      mostPositions = Math.max(mostPositions, positions);
      mostBytes = Math.max(mostBytes, positions * widest(below));
    }
    this.windowsAt = VectorProduct.SCRATCH_BYTES + mostPositions * VectorProduct.TILE_ROW;
    this.scratchBytes = windowsAt + mostBytes;
  }

  /** Whether no weight turns the zeros of padding into something else, and phases are few. */
  static boolean canServe(Linear.TransposedConvolution task) {
    Geometry g = task.mirrored();
    return (long) g.strideH() * g.strideW() <= MOST_PHASES && task.weight().isFinite();
  }

  /** As many rows and columns as fit, in blocks of about one size. */
  private void block(int below) {
    boolean heavy = false;
    int columns = 1;
    for (Phase phase : phases[below]) {
      heavy |= phase.product().panels().weights().byteSize() > HEAVY_WEIGHTS;
      columns = Math.max(columns, phase.columns());
    }
    long positions = Math.max(1, (heavy ? LARGE_BLOCK_BYTES : BLOCK_BYTES) / widest(below));
    long tiles = Math.ceilDiv(positions, TileLoops.ROWS);
    blockColumns[below] = (int) Math.min(columns, tiles * TileLoops.ROWS);
    long fitting = Math.max(1, positions / columns);
    long sharing = Math.max(1, (long) rows(below) * g.strideH() / ENOUGH_UNITS);
    blockRows[below] = Math.clamp(Math.min(fitting, sharing), 1, Math.max(1, rows(below)));
  }

  /** Bytes of the largest window of these rows, laid out. */
  private long widest(int below) {
    long widest = 0;
    for (Phase phase : phases[below]) {
      widest = Math.max(widest, phase.windows().row());
    }
    return widest;
  }

  /** Rows of all samples together that leave this remainder. */
  private int rows(int below) {
    return g.batch() * phases[below][0].rows();
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public int units() {
    return firstUnit[g.strideH()];
  }

  @Override
  public void run(Frame frame, int fromUnit, int toUnit, int worker) {
    MemorySegment scratch = frame.scratch(worker);
    for (int below = 0; below < g.strideH(); below++) {
      int to = Math.min(toUnit, firstUnit[below + 1]);
      for (int unit = Math.max(fromUnit, firstUnit[below]); unit < to; unit++) {
        int row = (unit - firstUnit[below]) * blockRows[below];
        int count = Math.min(blockRows[below], rows(below) - row);
        for (Phase phase : phases[below]) {
          for (int x = 0; x < phase.columns(); x += blockColumns[below]) {
            int columns = Math.min(blockColumns[below], phase.columns() - x);
            compute(frame, phase, row, count, x, columns, scratch);
          }
        }
        for (int r = row; r < row + count; r++) {
          finish.apply(frame, outputAt(phases[below][0], r, 0), (long) g.inW() * g.inC());
        }
      }
    }
  }

  /**
   * A rectangle of positions of a phase.
   *
   * @param row the first row, counted through the phase's rows of all samples
   * @param x the first column, counted through the phase's
   */
  private void compute(
      Frame frame, Phase phase, int row, int rows, int x, int columns, MemorySegment scratch) {
    VectorProduct product = phase.product();
    Panels panels = product.panels();
    long inRow = phase.windows().row();
    long step = (long) g.strideW() * g.inC() * Float.BYTES;
    for (int group = 0; group < groups; group++) {
      int channel = group * phase.windows().depth();
      for (int r = 0; r < rows; r++) {
        long at = windowsAt + (long) r * columns * inRow;
        phase.windows().layOut(frame.input(0), row + r, x, columns, channel, scratch, at);
      }
      int toPanel = (group + 1) * panels.count();
      for (int panel = group * panels.count(); panel < toPanel; panel++) {
        long sumsAt = VectorProduct.SCRATCH_BYTES;
        product.sums(panel, scratch, windowsAt, inRow, rows * columns, scratch, sumsAt, scratch);
        for (int r = 0; r < rows; r++) {
          int column = phase.firstColumn() + x * g.strideW();
          long outAt = outputAt(phase, row + r, column) + panels.columnAt(panel);
          long from = sumsAt + (long) r * columns * VectorProduct.TILE_ROW;
          product.spread(panel, scratch, from, frame.output(), outAt, step, columns);
        }
      }
    }
  }

  /** Byte of a position of the output, by the row's number among the phase's. */
  private long outputAt(Phase phase, int row, int column) {
    long sample = row / phase.rows();
    long y = phase.firstRow() + (long) (row % phase.rows()) * g.strideH();
    return ((sample * g.inH() + y) * g.inW() + column) * g.inC() * Float.BYTES;
  }
}
