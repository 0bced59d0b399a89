package liviano.tensor;

/** Functions that the JDK does not have. */
final class RealFunctions {
  private static final int MOST_TERMS = 200;

  /** Beyond this the error function differs from 1 by less than a double can show. */
  private static final double ERF_IS_ONE = 6;

  private RealFunctions() {}

  /** By its power series near 0, and by the continued fraction of its complement farther out. */
  static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < ERF_IS_ONE)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    return Math.copySign(size < 2.5 ? series(size) : 1 - complement(size), x);
  }

  /** {@code 2 / sqrt(pi) * e^(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1))}. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < MOST_TERMS && term > sum * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** {@code e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + ...)))}, from the inside. */
  private static double complement(double x) {
    double fraction = x;
    for (int n = 60; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }

  /** {@code log(1 + e^x)} without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double asinh(double x) {
    double size = Math.abs(x);
    return Math.copySign(Math.log(size + Math.sqrt(size * size + 1)), x);
  }

  static double geluByTanh(double x) {
    return x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
  }
}
