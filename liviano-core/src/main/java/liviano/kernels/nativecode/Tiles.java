package liviano.kernels.nativecode;

/**
 * How the rows of a product are cut into tiles: into whole ones, and a smaller one for the rest or,
 * where that is little more work, a whole one that computes rows of the one before it again. So few
 * pieces of code serve many numbers of rows.
 *
 * @param rows of a whole tile
 * @param whole tiles, one after the other
 * @param rest rows after them
 * @param overlaps whether a whole tile computes the rest
 */
record Tiles(int rows, int whole, int rest, boolean overlaps) {
  /** A smaller tile has too few sums to hide how long each takes. */
  private static final int FEW_ROWS = 4;

  /** Of so many rows one may be computed twice. */
  private static final int FOR_ONE_AGAIN = 32;

  /** The same where code is long for how little it computes. */
  private static final int FOR_ONE_AGAIN_WRITTEN_OUT = 8;

  /**
   * The tiles of some rows.
   *
   * @param writtenOut whether the depth is walked without a loop
   * @param residual whether the output may stand where the residual does, which is then gone when a
   *     row has been computed
   */
  static Tiles of(int rows, boolean writtenOut, boolean residual, Isa isa) {
    int most = isa.tileRows();
    int rest = rows % most;
    if (rows <= most || rest == 0) {
      return of(rows, Math.min(rows, most));
    }
    int forOneAgain = writtenOut ? FOR_ONE_AGAIN_WRITTEN_OUT : FOR_ONE_AGAIN;
    if (!residual && (most - rest) * forOneAgain <= rows) {
      return new Tiles(most, rows / most, rest, true);
    }
    return of(rows, rest >= FEW_ROWS ? most : Math.ceilDiv(rows, Math.ceilDiv(rows, most)));
  }

  private static Tiles of(int rows, int tile) {
    return new Tiles(tile, rows / tile, rows % tile, false);
  }

  /** Tiles in all. */
  int count() {
    return rest == 0 ? whole : whole + 1;
  }

  /** Rows of the tile after the whole ones that has code of its own; 0 where there is none. */
  int smaller() {
    return overlaps ? 0 : rest;
  }

  /** Rows from the end of the whole tiles to the one that overlaps: none, or less than none. */
  int back() {
    return overlaps ? rest - rows : 0;
  }
}
