package liviano.paper.experiments;

import java.util.Arrays;
import java.util.Locale;

/**
 * Eigenvalues of a symmetric matrix: Householder's reflections make it tridiagonal, and QR steps
 * with Wilkinson's shift make that diagonal (Golub and Van Loan, <em>Matrix Computations</em>,
 * 8.3).
 */
final class Eigenvalues {
  private static final int MOST_STEPS = 60;

  private Eigenvalues() {}

  /**
   * The eigenvalues, the greatest first.
   *
   * @param matrix {@code size x size}, row by row; only its lower triangle is read
   * @throws IllegalArgumentException if it has not that size, or holds a NaN or an infinity
   */
  static double[] ofSymmetric(double[] matrix, int size) {
    if (size < 1 || matrix.length != (long) size * size) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%d numbers are no %dx%d matrix", matrix.length, size, size));
    }
    double[] a = matrix.clone();
    double scale = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column <= row; column++) {
        double value = a[row * size + column];
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("a matrix of finite numbers has eigenvalues");
        }
        scale = Math.max(scale, Math.abs(value));
      }
    }
    double[] diagonal = new double[size];
    double[] beside = new double[size]; // beside[i] is between i and i + 1
    tridiagonal(a, size, diagonal, beside);
    // What is less than this is lost among the rounding of the greatest.
    double tiny = Math.ulp(1.0) * scale * 1e-3;
    for (int end = size - 1; end > 0; ) {
      end = deflated(diagonal, beside, end, tiny);
    }
    Arrays.sort(diagonal);
    for (int i = 0; i < size / 2; i++) {
      double least = diagonal[i];
      diagonal[i] = diagonal[size - 1 - i];
      diagonal[size - 1 - i] = least;
    }
    return diagonal;
  }

  /** Column by column a reflection that leaves zeros below the first number under the diagonal. */
  private static void tridiagonal(double[] a, int size, double[] diagonal, double[] beside) {
    double[] v = new double[size];
    double[] p = new double[size];
    for (int k = 0; k < size; k++) {
      diagonal[k] = a[k * size + k];
      if (k + 1 == size) {
        break;
      }
      double length = 0;
      for (int i = k + 1; i < size; i++) {
        length = Math.hypot(length, a[i * size + k]);
      }
      double first = a[(k + 1) * size + k];
      beside[k] = first > 0 ? -length : length;
      double norm = 0;
      for (int i = k + 1; i < size; i++) {
        v[i] = a[i * size + k] - (i == k + 1 ? beside[k] : 0);
        norm += v[i] * v[i];
      }
      if (norm > 0) {
        reflect(a, size, k + 1, v, p, norm);
      }
    }
  }

  /** {@code A - vw' - wv'} of the block from {@code from} on, its lower triangle. */
  private static void reflect(double[] a, int size, int from, double[] v, double[] p, double norm) {
    Arrays.fill(p, from, size, 0);
    for (int i = from; i < size; i++) {
      double sum = a[i * size + i] * v[i];
      for (int j = from; j < i; j++) {
        sum += a[i * size + j] * v[j];
        p[j] += a[i * size + j] * v[i];
      }
      p[i] += sum;
    }
    double along = 0;
    for (int i = from; i < size; i++) {
      p[i] *= 2 / norm;
      along += p[i] * v[i];
    }
    for (int i = from; i < size; i++) {
      p[i] -= along / norm * v[i];
    }
    for (int i = from; i < size; i++) {
      for (int j = from; j <= i; j++) {
        a[i * size + j] -= v[i] * p[j] + p[i] * v[j];
      }
    }
  }

  /** QR steps until the last row stands alone; the row before it, or one of those before. */
  private static int deflated(double[] d, double[] e, int end, double tiny) {
    for (int step = 0; step < MOST_STEPS * d.length; step++) {
      if (isNothing(d, e, end - 1, tiny)) {
        e[end - 1] = 0;
        return end - 1;
      }
      int start = end - 1;
      while (start > 0 && !isNothing(d, e, start - 1, tiny)) {
        start--;
      }
      step(d, e, start, end);
    }
    throw new IllegalStateException("the eigenvalues do not converge");
  }

  private static boolean isNothing(double[] d, double[] e, int i, double tiny) {
    double near = Math.abs(d[i]) + Math.abs(d[i + 1]);
    return Math.abs(e[i]) <= Math.max(tiny, Math.ulp(1.0) * near);
  }

  /** One implicit QR step on the rows from {@code start} to {@code end}. */
  private static void step(double[] d, double[] e, int start, int end) {
    double half = (d[end - 1] - d[end]) / 2;
    double last = e[end - 1];
    double root = Math.hypot(half, last);
    double shift = d[end] - last * (last / (half + (half < 0 ? -root : root)));
    double x = d[start] - shift;
    double z = e[start];
    for (int k = start; k < end; k++) {
      double length = Math.hypot(x, z);
      double c = length == 0 ? 1 : x / length;
      double s = length == 0 ? 0 : -z / length;
      if (k > start) {
        e[k - 1] = length;
      }
      double upper = d[k];
      double lower = d[k + 1];
      double off = e[k];
      d[k] = c * c * upper - 2 * c * s * off + s * s * lower;
      d[k + 1] = s * s * upper + 2 * c * s * off + c * c * lower;
      e[k] = c * s * (upper - lower) + (c * c - s * s) * off;
      if (k + 1 < end) {
        x = e[k];
        z = -s * e[k + 1];
        e[k + 1] *= c;
      }
    }
  }
}
