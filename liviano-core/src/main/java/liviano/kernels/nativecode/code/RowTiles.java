package liviano.kernels.nativecode.code;

/**
 * How the rows of a product are cut into tiles: whole tiles, and for the remaining rows either a
 * smaller tile or, if that is little more work, a whole tile that overlaps the one before it. In
 * this way a few pieces of code serve every number of rows.
 *
 * @param rows of a whole tile
 * @param whole tiles, one after the other
 * @param rest rows after them
 * @param overlaps whether a whole tile computes the rest
 */
public record RowTiles(int rows, int whole, int rest, boolean overlaps) {
  /** A tile with fewer rows has too few sums to hide the latency of each. */
  private static final int FEW_ROWS = 4;

  /**
   * If there are at least this many rows for each row that would be computed twice, the overlap is
   * cheap enough.
   */
  private static final int FOR_ONE_AGAIN = 32;

  /** The same for loops that are written out, whose code is long for the work that it does. */
  private static final int FOR_ONE_AGAIN_WRITTEN_OUT = 8;

  /**
   * The tiles of some rows.
   *
   * @param writtenOut whether the depth is walked without a loop
   * @param residual whether there is a residual. It may share memory with the output, so that a row
   *     is lost once it is computed and cannot be computed twice
   */
  public static RowTiles of(int rows, boolean writtenOut, boolean residual, Isa isa) {
    int most = isa.tileRows();
    int rest = rows % most;
    if (rows <= most || rest == 0) {
      return of(rows, Math.min(rows, most));
    }
    int forOneAgain = writtenOut ? FOR_ONE_AGAIN_WRITTEN_OUT : FOR_ONE_AGAIN;
    if (!residual && (most - rest) * forOneAgain <= rows) {
      return new RowTiles(most, rows / most, rest, true);
    }
    return of(rows, rest >= FEW_ROWS ? most : Math.ceilDiv(rows, Math.ceilDiv(rows, most)));
  }

  private static RowTiles of(int rows, int tile) {
    return new RowTiles(tile, rows / tile, rows % tile, false);
  }

  /** Tiles in all. */
  public int count() {
    return rest == 0 ? whole : whole + 1;
  }

  /** Rows of the tile after the whole ones that has code of its own; 0 where there is none. */
  public int smaller() {
    return overlaps ? 0 : rest;
  }

  /** Rows from the end of the whole tiles to the start of the overlapping one: zero or negative. */
  public int back() {
    return overlaps ? rest - rows : 0;
  }
}
