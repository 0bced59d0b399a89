package liviano.kernels;

/** What is computed of two numbers; integers wrap around. */
public enum PairFunction {
  /** {@code a + b}. */
  ADD,
  /** {@code a * b}. */
  MULTIPLY,
  /** The greater; NaN if one of them is, and a positive zero is greater than a negative one. */
  MAXIMUM,
  /** The smaller; NaN if one of them is, and a negative zero is smaller than a positive one. */
  MINIMUM;

  public float apply(float a, float b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  public int apply(int a, int b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  public long apply(long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }
}
