package liviano.kernels.vector.loops;

import java.lang.foreign.MemorySegment;

/**
 * The sums of a matrix product, one panel of columns at a time, over rows that are evenly spaced in
 * memory.
 *
 * @param panels the weights
 * @param outRow bytes from one row of the output to the next
 */
public record VectorProduct(Panels panels, long outRow) {
  private static final long TILE_ROW = (long) Panels.WIDTH * Float.BYTES;

  /** Bytes of scratch memory that {@link #sums} needs. */
  public static final long SCRATCH_BYTES = TileLoops.ROWS * TILE_ROW;

  /**
   * Computes {@code rows} rows of one panel.
   *
   * @param in where the rows are
   * @param inAt byte where the first one starts; the others follow at {@code inRow} bytes
   * @param outAt byte of the output where the panel's first column of the first row goes
   * @param scratch memory whose first {@link #SCRATCH_BYTES} bytes are free
   */
  public void sums(
      int panel,
      MemorySegment in,
      long inAt,
      long inRow,
      int rows,
      MemorySegment out,
      long outAt,
      MemorySegment scratch) {
    int row = 0;
    for (; row + TileLoops.ROWS <= rows; row += TileLoops.ROWS) {
      six(panel, in, inAt + row * inRow, inRow, out, outAt + row * outRow, scratch);
    }
    if (rows - row > TileLoops.ROWS / 3 && rows > TileLoops.ROWS) {
      // Some rows twice cost less than the rest one by one; a row's bits are the same either way.
      row = rows - TileLoops.ROWS;
      six(panel, in, inAt + row * inRow, inRow, out, outAt + row * outRow, scratch);
      return;
    }
    for (; row < rows; row++) {
      one(panel, in, inAt + row * inRow, out, outAt + row * outRow, scratch);
    }
  }

  private void six(
      int panel,
      MemorySegment in,
      long inAt,
      long inRow,
      MemorySegment out,
      long outAt,
      MemorySegment scratch) {
    int width = panels.width(panel);
    boolean narrow = width <= Lanes.COUNT;
    boolean direct = width == Panels.WIDTH || width == Lanes.COUNT;
    MemorySegment to = direct ? out : scratch;
    long toAt = direct ? outAt : 0;
    long toRow = direct ? outRow : TILE_ROW;
    MemorySegment weights = panels.weights();
    long weightsAt = panels.weightsAt(panel);
    MemorySegment bias = panels.bias();
    long biasAt = panels.biasAt(panel);
    int depth = panels.depth();
    if (narrow || TileLoops.HALVES) {
      TileLoops.sixNarrow(
          in, inAt, inRow, depth, weights, weightsAt, bias, biasAt, to, toAt, toRow);
    } else {
      TileLoops.six(in, inAt, inRow, depth, weights, weightsAt, bias, biasAt, to, toAt, toRow);
    }
    if (!narrow && TileLoops.HALVES) {
      long half = Lanes.BYTES;
      TileLoops.sixNarrow(
          in,
          inAt,
          inRow,
          depth,
          weights,
          weightsAt + half,
          bias,
          biasAt + half,
          to,
          toAt + half,
          toRow);
    }
    if (!direct) {
      LanePasses.copyTile(scratch, out, outAt, outRow, TileLoops.ROWS, width);
    }
  }

  private void one(
      int panel,
      MemorySegment in,
      long inAt,
      MemorySegment out,
      long outAt,
      MemorySegment scratch) {
    int width = panels.width(panel);
    boolean whole = width == Panels.WIDTH;
    TileLoops.one(
        in,
        inAt,
        panels.depth(),
        panels.weights(),
        panels.weightsAt(panel),
        panels.bias(),
        panels.biasAt(panel),
        whole ? out : scratch,
        whole ? outAt : 0);
    if (!whole) {
      LanePasses.copyTile(scratch, out, outAt, outRow, 1, width);
    }
  }
}
