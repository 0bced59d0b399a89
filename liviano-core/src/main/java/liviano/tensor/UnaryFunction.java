package liviano.tensor;

/** A function of one number: computed in double precision and rounded to a float. */
public sealed interface UnaryFunction {

  /** The function's value; NaN where it has none. */
  float apply(float x);

  /** A function without settings. */
  enum Plain implements UnaryFunction {
    ABS,
    NEGATE,
    /** {@code e^x}. */
    EXP,
    /** The natural logarithm. */
    LOG,
    SQRT,
    /** {@code 1 / sqrt(x)}. */
    RECIPROCAL_SQRT,
    /** {@code 1 / x}. */
    RECIPROCAL,
    SQUARE,
    FLOOR,
    CEIL,
    /** To the nearest whole number, of two the even one. */
    ROUND,
    /** -1, 0 or 1. */
    SIGN,
    /** The error function. */
    ERF,
    /** {@code log(1 + e^x)}. */
    SOFTPLUS,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    /** {@code x / (1 + e^-x)}. */
    SWISH,
    /** {@code x * tanh(softplus(x))}. */
    MISH,
    /** {@code x * (1 + erf(x / sqrt(2))) / 2}. */
    GELU,
    /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2}. */
    GELU_BY_TANH,
    SIN,
    COS,
    TAN,
    ASIN,
    ACOS,
    ATAN,
    SINH,
    COSH,
    ASINH,
    ACOSH,
    ATANH;

    @Override
    public float apply(float x) {
      return switch (this) {
        case ABS -> Math.abs(x);
        case NEGATE -> -x;
        case EXP -> (float) Math.exp(x);
        case LOG -> (float) Math.log(x);
        case SQRT -> (float) Math.sqrt(x);
        case RECIPROCAL_SQRT -> (float) (1 / Math.sqrt(x));
        case RECIPROCAL -> 1 / x;
        case SQUARE -> x * x;
        case FLOOR -> (float) Math.floor(x);
        case CEIL -> (float) Math.ceil(x);
        case ROUND -> (float) Math.rint(x);
        case SIGN -> Math.signum(x);
        case ERF -> (float) RealFunctions.erf(x);
        case SOFTPLUS -> (float) RealFunctions.softplus(x);
        case SOFTSIGN -> (float) ((double) x / (1 + Math.abs((double) x)));
        case SWISH -> (float) (x / (1 + Math.exp(-(double) x)));
        case MISH -> (float) (x * Math.tanh(RealFunctions.softplus(x)));
        case GELU -> (float) (x * (1 + RealFunctions.erf(x / Math.sqrt(2))) / 2);
        case GELU_BY_TANH -> (float) RealFunctions.geluByTanh(x);
        case SIN -> (float) Math.sin(x);
        case COS -> (float) Math.cos(x);
        case TAN -> (float) Math.tan(x);
        case ASIN -> (float) Math.asin(x);
        case ACOS -> (float) Math.acos(x);
        case ATAN -> (float) Math.atan(x);
        case SINH -> (float) Math.sinh(x);
        case COSH -> (float) Math.cosh(x);
        case ASINH -> (float) RealFunctions.asinh(x);
        case ACOSH -> (float) Math.log(x + Math.sqrt((double) x * x - 1));
        case ATANH -> (float) ((Math.log1p(x) - Math.log1p(-x)) / 2);
      };
    }
  }

  /** {@code x} where it is above 0, else {@code alpha * (e^x - 1)}. */
  record Elu(float alpha) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return x > 0 ? x : (float) (alpha * Math.expm1(x));
    }
  }

  /** {@code gamma} times {@link Elu}. */
  record Selu(float alpha, float gamma) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return x > 0 ? gamma * x : (float) ((double) gamma * alpha * Math.expm1(x));
    }
  }

  /** {@code x} where it is above 0, else {@code alpha * (e^(x / alpha) - 1)}. */
  record Celu(float alpha) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return x > 0 ? x : (float) (alpha * Math.expm1((double) x / alpha));
    }
  }

  /** {@code x} where it is above {@code alpha}, else 0. */
  record ThresholdedRelu(float alpha) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return x > alpha || x != x ? x : 0;
    }
  }

  /** {@code min(max(alpha * x + beta, 0), 1)}. */
  record HardSigmoid(float alpha, float beta) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return Math.min(Math.max(alpha * x + beta, 0), 1);
    }
  }

  /**
   * {@code x} plus or minus {@code bias} where it is farther from 0 than {@code lambda}, else 0.
   */
  record Shrink(float bias, float lambda) implements UnaryFunction {
    @Override
    public float apply(float x) {
      return x < -lambda ? x + bias : x > lambda ? x - bias : x != x ? x : 0;
    }
  }
}
