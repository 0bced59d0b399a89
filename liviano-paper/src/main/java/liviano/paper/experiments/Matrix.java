package liviano.paper.experiments;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** An immutable matrix of finite numbers, at least 1x1. */
public final class Matrix {
  /** The most numbers of a matrix: 32 MiB. */
  public static final int MOST_NUMBERS = 1 << 22;

  private static final int MOST_LETTERS = 1 << 16;

  private final int rows;
  private final int columns;
  private final double[] values;

  private Matrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Gives the number of each place. */
  @FunctionalInterface
  public interface Place {
    /**
     * @param row from the top, from 0
     * @param column from the left, from 0
     */
    double at(int row, int column);
  }

  /**
   * The matrix with these numbers.
   *
   * @throws IllegalArgumentException if it is empty, larger than {@link #MOST_NUMBERS}, or holds a
   *     NaN or an infinity
   */
  public static Matrix of(int rows, int columns, Place place) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a matrix of %dx%d is empty: give at least 1x1", rows, columns));
    }
    if ((long) rows * columns > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a matrix of %dx%d is too large: %,d numbers at most",
              rows,
              columns,
              MOST_NUMBERS));
    }
    double[] values = new double[rows * columns];
    for (int row = 0, i = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++, i++) {
        values[i] = finite(place.at(row, column));
      }
    }
    return new Matrix(rows, columns, values);
  }

  /**
   * The matrix with these rows.
   *
   * @throws IllegalArgumentException if it has none, or they are not of one length
   */
  public static Matrix ofRows(double[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    for (int row = 1; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "not a matrix: row 1 has %d numbers, row %d has %d",
                columns,
                row + 1,
                rows[row].length));
      }
    }
    return of(rows.length, columns, (row, column) -> rows[row][column]);
  }

  /**
   * Reads {@code 1,0,-1;2,0,-2;1,0,-1}: commas between the numbers of a row, semicolons between
   * rows.
   *
   * @throws IllegalArgumentException if the text is no matrix; the message says where
   */
  public static Matrix parse(String text) {
    if (text.length() > MOST_LETTERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a matrix written in %,d letters: %,d at most",
              text.length(),
              MOST_LETTERS));
    }
    String[] lines = text.split(";", -1);
    double[][] rows = new double[lines.length][];
    for (int row = 0; row < rows.length; row++) {
      String[] words = lines[row].split(",", -1);
      rows[row] = new double[words.length];
      for (int column = 0; column < words.length; column++) {
        rows[row][column] = number(words[column].strip(), row, column);
      }
    }
    return ofRows(rows);
  }

  private static double number(String word, int row, int column) {
    try {
      // Java would also accept 1d, 0x1p3 and NaN, which are not meant here.
      if (word.matches("[-+]?[0-9.]+([eE][-+]?[0-9]{1,3})?")) {
        return finite(Double.parseDouble(word));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "not a matrix: '%s' in row %d, column %d is no number; write it as 1,0,-1;2,0,-2;1,0,-1",
            word,
            row + 1,
            column + 1));
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a matrix holds finite numbers, not " + value);
    }
    return value == 0 ? 0 : value; // -0 is a surprise to readers of numbers
  }

  /** How many rows it has. */
  public int rows() {
    return rows;
  }

  /** How many columns it has. */
  public int columns() {
    return columns;
  }

  /**
   * One of its numbers.
   *
   * @throws IndexOutOfBoundsException if the place is outside
   */
  public double at(int row, int column) {
    return values[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
  }

  /** The matrix with a function applied to each number. */
  public Matrix map(DoubleUnaryOperator function) {
    return of(rows, columns, (row, column) -> function.applyAsDouble(at(row, column)));
  }

  /**
   * A part of the matrix.
   *
   * @throws IndexOutOfBoundsException if it reaches beyond
   */
  public Matrix part(int top, int left, int height, int width) {
    return of(height, width, (row, column) -> at(top + row, left + column));
  }

  /** The smallest number. */
  public double min() {
    return Arrays.stream(values).min().orElseThrow();
  }

  /** The largest number. */
  public double max() {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** The mean of all numbers. */
  public double mean() {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Of the same size and the same numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Matrix m
        && rows == m.rows
        && columns == m.columns
        && Arrays.equals(values, m.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  /** Such as {@code Matrix[4x4]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Matrix[%dx%d]", rows, columns);
  }
}
