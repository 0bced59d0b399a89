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
  MINIMUM,
  /** {@code a - b}. */
  SUBTRACT,
  /** {@code a / b}; of integers the whole part, and 0 where {@code b} is 0. */
  DIVIDE,
  /** The greatest whole number that is not above {@code a / b}; of integers 0 where b is 0. */
  FLOOR_DIVIDE,
  /** {@code a} to the power of {@code b}; of integers the whole part, 0 for 0 to a negative one. */
  POWER;

  public float apply(float a, float b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case SUBTRACT -> a - b;
      case DIVIDE -> a / b;
      case FLOOR_DIVIDE -> (float) Math.floor(a / b);
      case POWER -> (float) Math.pow(a, b);
    };
  }

  public int apply(int a, int b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case SUBTRACT -> a - b;
      case DIVIDE -> b == 0 ? 0 : a / b;
      case FLOOR_DIVIDE -> b == 0 ? 0 : Math.floorDiv(a, b);
      case POWER -> (int) power(a, b);
    };
  }

  public long apply(long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case MULTIPLY -> a * b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case SUBTRACT -> a - b;
      case DIVIDE -> b == 0 ? 0 : a / b;
      case FLOOR_DIVIDE -> b == 0 ? 0 : Math.floorDiv(a, b);
      case POWER -> power(a, b);
    };
  }

  /** By squaring; what is beyond 64 bits wraps around, as a product of many factors would. */
  private static long power(long base, long exponent) {
    if (exponent < 0) {
      return base == 1 ? 1 : base == -1 ? (exponent % 2 == 0 ? 1 : -1) : 0;
    }
    long power = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
