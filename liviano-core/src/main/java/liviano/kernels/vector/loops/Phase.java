package liviano.kernels.vector.loops;

import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.PackedWeights;

/**
 * Output positions of a transposed convolution that meet the same taps, every {@code strideH}-th
 * row and every {@code strideW}-th column: a convolution of stride 1.
 *
 * @param firstRow the first row of the output that belongs to it
 * @param firstColumn the first column
 * @param windows what its positions read
 * @param product their sums, a panel at a time, side by side in scratch memory
 */
public record Phase(int firstRow, int firstColumn, Windows windows, VectorProduct product) {

  /**
   * @param below rows from one on which a window begins, from 0 to the stride, without it
   * @param beside columns likewise
   */
  public static Phase of(
      Linear.TransposedConvolution task, int below, int beside, PackedWeights cache) {
    Geometry g = task.mirrored();
    int depth = g.outC() / task.groups();
    PhaseAxis vertical = PhaseAxis.of(WindowAxis.vertical(g), below);
    PhaseAxis horizontal = PhaseAxis.of(WindowAxis.horizontal(g), beside);
    PhaseTaps taps = new PhaseTaps(vertical.taps(), horizontal.taps(), g.kernelW(), depth);
    Panels panels =
        Panels.of(
            task.weight(),
            task.epilogue().bias(),
            task.groups(),
            g.inC() / task.groups(),
            taps,
            cache);
    return new Phase(
        vertical.first(),
        horizontal.first(),
        new Windows(vertical.window(), horizontal.window(), g.outC(), depth),
        new VectorProduct(panels, VectorProduct.TILE_ROW));
  }

  /** Rows of a sample's output that belong to it. */
  public int rows() {
    return windows.vertical().out();
  }

  /** Columns of the output that belong to it. */
  public int columns() {
    return windows.horizontal().out();
  }
}
