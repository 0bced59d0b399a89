package liviano.paper.experiments;

import java.util.Arrays;
import java.util.Locale;

/** The linear algebra of the embeddings, on matrices stored row by row. */
final class LeastSquares {
  private LeastSquares() {}

  /** Matrix of {@code rows x columns} times a vector. */
  static double[] times(double[] matrix, int rows, int columns, double[] vector) {
    if (vector.length != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a vector of %d for a matrix of %dx%d", vector.length, rows, columns));
    }
    double[] product = new double[rows];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += matrix[i * columns + j] * vector[j];
      }
      product[i] = sum;
    }
    return product;
  }

  /**
   * Of a matrix A of full rank: {@code (A'A)^-1 A'} where it is tall, {@code A' (AA')^-1} where it
   * is wide; by Cholesky, on the smaller side.
   *
   * @return {@code columns x rows}
   */
  static double[] pseudoInverse(double[] a, int rows, int columns) {
    double[] transposed = transpose(a, rows, columns);
    if (rows >= columns) {
      double[] factor = cholesky(gram(transposed, columns, rows), columns);
      return solve(factor, columns, transposed, rows);
    }
    double[] factor = cholesky(gram(a, rows, columns), rows);
    return transpose(solve(factor, rows, a.clone(), columns), rows, columns);
  }

  /** {@code MM'} for M of {@code rows x columns}. */
  private static double[] gram(double[] m, int rows, int columns) {
    double[] gram = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < columns; k++) {
          sum += m[i * columns + k] * m[j * columns + k];
        }
        gram[i * rows + j] = sum;
        gram[j * rows + i] = sum;
      }
    }
    return gram;
  }

  /** The lower triangle L of a positive definite {@code LL'}. */
  private static double[] cholesky(double[] a, int size) {
    double[] lower = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * size + k] * lower[j * size + k];
        }
        if (i == j && !(sum > 0)) {
          throw new IllegalArgumentException("the rows of the matrix are not independent");
        }
        lower[i * size + j] = i == j ? Math.sqrt(sum) : sum / lower[j * size + j];
      }
    }
    return lower;
  }

  /** {@code (LL')^-1 B} for B of {@code size x columns}, in the place of B. */
  private static double[] solve(double[] lower, int size, double[] b, int columns) {
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        subtract(b, i, lower[i * size + k], k, columns);
      }
      divide(b, i, lower[i * size + i], columns);
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        subtract(b, i, lower[k * size + i], k, columns);
      }
      divide(b, i, lower[i * size + i], columns);
    }
    return b;
  }

  private static void subtract(double[] b, int row, double factor, int other, int columns) {
    for (int j = 0; j < columns; j++) {
      b[row * columns + j] -= factor * b[other * columns + j];
    }
  }

  private static void divide(double[] b, int row, double divisor, int columns) {
    for (int j = 0; j < columns; j++) {
      b[row * columns + j] /= divisor;
    }
  }

  private static double[] transpose(double[] m, int rows, int columns) {
    double[] transposed = new double[m.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = m[i * columns + j];
      }
    }
    return transposed;
  }

  /**
   * Whether the matrix has full column rank, by Gram-Schmidt, row by row until enough independent
   * rows are found.
   *
   * @param least squared length of what is new in a row, relative to the row's
   */
  static boolean hasFullRank(double[] a, int columns, double least) {
    double[] basis = new double[columns * columns];
    int rank = 0;
    for (int row = 0; row < a.length && rank < columns; row += columns) {
      double[] rest = Arrays.copyOfRange(a, row, row + columns);
      double length = dot(rest, 0, rest, 0, columns);
      for (int i = 0; i < rank; i++) {
        double along = dot(basis, i * columns, rest, 0, columns);
        for (int j = 0; j < columns; j++) {
          rest[j] -= along * basis[i * columns + j];
        }
      }
      double left = dot(rest, 0, rest, 0, columns);
      if (left > least * length) {
        double scale = 1 / Math.sqrt(left);
        for (int j = 0; j < columns; j++) {
          basis[rank * columns + j] = rest[j] * scale;
        }
        rank++;
      }
    }
    return rank == columns;
  }

  private static double dot(double[] a, int atA, double[] b, int atB, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[atA + i] * b[atB + i];
    }
    return sum;
  }
}
