package liviano.kernels.vector;

import liviano.kernels.StridedView;

/**
 * Cuts the rows of a view into units of similar length: several short rows, or a part of a long
 * one.
 */
final class RowPieces {
  /** Numbers that a unit has at most, where a row is no more. */
  private static final int AT_ONCE = 8192;

  private final int rows;
  private final int columns;
  private final int rowsAUnit;
  private final int piecesARow;

  RowPieces(StridedView view) {
    this.rows = view.rows();
    this.columns = view.columns();
    this.rowsAUnit = Math.max(1, AT_ONCE / columns);
    this.piecesARow = Math.ceilDiv(columns, AT_ONCE);
  }

  int units() {
    return Math.multiplyExact(Math.ceilDiv(rows, rowsAUnit), piecesARow);
  }

  /** The first row of a unit. */
  int fromRow(int unit) {
    return unit / piecesARow * rowsAUnit;
  }

  /** The row after its last. */
  int toRow(int unit) {
    return Math.min(rows, fromRow(unit) + rowsAUnit);
  }

  /** The first column of a unit in each of its rows. */
  int fromColumn(int unit) {
    return unit % piecesARow * AT_ONCE;
  }

  /** How many columns it has. */
  int columns(int unit) {
    return Math.min(AT_ONCE, columns - fromColumn(unit));
  }
}
