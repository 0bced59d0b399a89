package liviano.train.network;

import liviano.tensor.UnaryFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Functions of each number by itself. */
final class Activations {
  private Activations() {}

  /**
   * Between two bounds.
   *
   * @param overwrites whether the numbers may take the place of those they are made of
   */
  static Tensor hardTanh(Tensor x, double least, double most, boolean overwrites) {
    Scalar from = new Scalar(least);
    Scalar to = new Scalar(most);
    if (overwrites) {
      torch.hardtanh_(x, from, to);
      return x;
    }
    return torch.hardtanh(x, from, to);
  }

  static Tensor relu(Tensor x, boolean overwrites) {
    if (overwrites) {
      torch.relu_(x);
      return x;
    }
    return torch.relu(x);
  }

  static Tensor hardSigmoid(Tensor x) {
    return torch.hardsigmoid(x);
  }

  static Tensor hardSwish(Tensor x) {
    return torch.hardswish(x);
  }

  static Tensor clip(Tensor x, double least, double most) {
    return x.clamp(bound(least), bound(most));
  }

  private static ScalarOptional bound(double value) {
    return new ScalarOptional(new Scalar(value));
  }

  static Tensor leakyRelu(Tensor x, double slope) {
    return torch.leaky_relu(x, new Scalar(slope));
  }

  static Tensor scaledTanh(Tensor x, double amplitude, double rate) {
    return times(times(x, rate).tanh(), amplitude);
  }

  /** A function that has a gradient; see {@link #isFlat}. */
  static Tensor map(Tensor x, UnaryFunction function) {
    return switch (function) {
      case UnaryFunction.Plain plain -> plain(x, plain);
      case UnaryFunction.Elu(float alpha) -> elu(x, alpha);
      case UnaryFunction.Selu(float alpha, float gamma) -> times(elu(x, alpha), gamma);
      case UnaryFunction.Celu(float alpha) -> torch.celu(x, new Scalar((double) alpha));
      case UnaryFunction.ThresholdedRelu(float alpha) ->
          x.where(x.gt(new Scalar((double) alpha)), new Scalar(0.0));
      case UnaryFunction.HardSigmoid(float alpha, float beta) ->
          clip(plus(times(x, alpha), beta), 0, 1);
      case UnaryFunction.Shrink(float bias, float lambda) -> shrunk(x, bias, lambda);
    };
  }

  /** Whether a function is constant between its steps, so that nothing before it can be trained. */
  static boolean isFlat(UnaryFunction function) {
    return function instanceof UnaryFunction.Plain plain
        && switch (plain) {
          case FLOOR, CEIL, ROUND, SIGN -> true;
          default -> false;
        };
  }

  private static Tensor plain(Tensor x, UnaryFunction.Plain function) {
    return switch (function) {
      case ABS -> x.abs();
      case NEGATE -> x.neg();
      case EXP -> x.exp();
      case LOG -> x.log();
      case SQRT -> x.sqrt();
      case RECIPROCAL_SQRT -> x.rsqrt();
      case RECIPROCAL -> x.reciprocal();
      case SQUARE -> x.square();
      case FLOOR, CEIL, ROUND, SIGN -> throw new AssertionError(function);
      case ERF -> x.erf();
      case SOFTPLUS -> torch.softplus(x);
      case SOFTSIGN -> x.div(plus(x.abs(), 1));
      case SWISH -> torch.silu(x);
      case MISH -> torch.mish(x);
      case GELU -> torch.gelu(x, "none");
      case GELU_BY_TANH -> torch.gelu(x, "tanh");
      case SIN -> x.sin();
      case COS -> x.cos();
      case TAN -> x.tan();
      case ASIN -> x.asin();
      case ACOS -> x.acos();
      case ATAN -> x.atan();
      case SINH -> x.sinh();
      case COSH -> x.cosh();
      case ASINH -> x.asinh();
      case ACOSH -> x.acosh();
      case ATANH -> x.atanh();
    };
  }

  private static Tensor elu(Tensor x, double alpha) {
    return torch.elu(x, new Scalar(alpha), new Scalar(1.0), new Scalar(1.0));
  }

  private static Tensor shrunk(Tensor x, double bias, double lambda) {
    Scalar zero = new Scalar(0.0);
    Tensor below = plus(x, bias).where(x.lt(new Scalar(-lambda)), zero);
    return plus(x, -bias).where(x.gt(new Scalar(lambda)), zero).add(below);
  }

  private static Tensor times(Tensor x, double factor) {
    return x.mul(new Scalar(factor));
  }

  private static Tensor plus(Tensor x, double addend) {
    return x.add(new Scalar(addend));
  }
}
