package liviano.formats.importer;

import java.util.List;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.weights.Tensor;

/** Layers that compute number by number, or within one position. */
record NumberLayers(Assembly assembly) {

  /** In whatever shape the numbers are: extents do not count. */
  ForeignValue activate(ForeignNode node, Op.Activation activation) {
    return activate(node, activation, 0);
  }

  private ForeignValue activate(ForeignNode node, Op.Activation activation, int input) {
    Computed data = assembly.computed(node, input);
    return Computed.of(assembly.add(node, activation, assembly.bare(node, data)), data.dims());
  }

  ForeignValue prelu(ForeignNode node) {
    Computed data = assembly.computed(node, 0);
    float[] slopes = perChannel(node, data, assembly.reals(node, 1));
    Tensor constant = Tensor.of("", Extents.of(slopes.length), slopes);
    return Computed.of(
        assembly.add(
            node,
            assembly.name(node),
            new Op.PRelu(),
            List.of(constant),
            assembly.value(node, data)),
        data.dims());
  }

  ForeignValue softmax(ForeignNode node, float beta) {
    Computed data = assembly.computed(node, 0);
    boolean vector = ForeignValue.elements(data.dims()) == data.channels();
    Value value =
        vector
            ? assembly.shaped(node, assembly.bare(node, data), Shape.of(data.channels()))
            : assembly.value(node, data);
    if (beta != 1) {
      float[] factors = assembly.filled(node, data.channels(), beta);
      value = assembly.scaled(node, assembly.name(node, "beta"), value, factors, new float[0]);
    }
    return Computed.of(assembly.add(node, new Op.Softmax(), value), data.dims());
  }

  ForeignValue l2Normalize(ForeignNode node, float epsilon) {
    return same(node, new Op.L2Normalize(epsilon));
  }

  /** A constant that is a number, or one for each channel, becomes part of a layer. */
  ForeignValue combine(ForeignNode node, Combination how) {
    ForeignValue first = assembly.operand(node, 0);
    ForeignValue second = assembly.operand(node, 1);
    if (first instanceof Computed a && second instanceof Known) {
      Tensor constant = assembly.reals(node, 1);
      if (isPerChannel(a, constant)) {
        return withConstant(node, how, a, constant, false);
      }
    }
    if (first instanceof Known && second instanceof Computed b) {
      Tensor constant = assembly.reals(node, 0);
      if (isPerChannel(b, constant)) {
        return withConstant(node, how, b, constant, true);
      }
    }
    return new ArithmeticLayers(assembly).combine(node, how);
  }

  /**
   * A factor or a summand for each channel.
   *
   * @param reversed whether the constant comes first
   */
  private ForeignValue withConstant(
      ForeignNode node, Combination how, Computed data, Tensor constant, boolean reversed) {
    float[] numbers = perChannel(node, data, constant);
    float[] none = new float[0];
    boolean scales = how == Combination.MULTIPLY || how == Combination.DIVIDE && !reversed;
    if (scales) {
      float[] factors = how == Combination.MULTIPLY ? numbers : mapped(numbers, 1, true);
      return scaled(node, data, assembly.value(node, data), factors, none);
    }
    return switch (how) {
      case ADD -> scaled(node, data, assembly.value(node, data), 1, numbers);
      case SUBTRACT ->
          reversed
              ? scaled(node, data, assembly.value(node, data), -1, numbers)
              : scaled(node, data, assembly.value(node, data), 1, mapped(numbers, -1, false));
      case MAXIMUM, MINIMUM -> bounded(node, how, numbers);
      case POWER -> powered(node, numbers, reversed);
      case MULTIPLY, DIVIDE, FLOOR_DIVIDE -> new ArithmeticLayers(assembly).combine(node, how);
    };
  }

  /** One bound for all numbers is an activation. */
  private ForeignValue bounded(ForeignNode node, Combination how, float[] numbers) {
    float bound = numbers[0];
    if (!isOneNumber(numbers) || Float.isNaN(bound)) {
      return new ArithmeticLayers(assembly).combine(node, how);
    }
    int data = assembly.operand(node, 0) instanceof Computed ? 0 : 1;
    Op.Activation clamp =
        how == Combination.MAXIMUM
            ? ArithmeticLayers.clamp(bound, Float.POSITIVE_INFINITY)
            : ArithmeticLayers.clamp(Float.NEGATIVE_INFINITY, bound);
    return activate(node, clamp, data);
  }

  /** Squares and roots are functions of their own. */
  private ForeignValue powered(ForeignNode node, float[] exponents, boolean reversed) {
    float exponent = exponents[0];
    if (!reversed && isOneNumber(exponents)) {
      if (exponent == 2) {
        return activate(node, new Op.Map(UnaryFunction.Plain.SQUARE));
      }
      if (exponent == -1) {
        return activate(node, new Op.Map(UnaryFunction.Plain.RECIPROCAL));
      }
    }
    return new ArithmeticLayers(assembly).combine(node, Combination.POWER);
  }

  private static boolean isOneNumber(float[] numbers) {
    for (float number : numbers) {
      if (number != numbers[0]) {
        return false;
      }
    }
    return true;
  }

  private ForeignValue scaled(
      ForeignNode node, Computed data, Value value, float factor, float[] summands) {
    float[] factors = assembly.filled(node, data.channels(), factor);
    return scaled(node, data, value, factors, summands);
  }

  private ForeignValue scaled(
      ForeignNode node, Computed data, Value value, float[] factors, float[] summands) {
    return Computed.of(
        assembly.scaled(node, assembly.name(node), value, factors, summands), data.dims());
  }

  private static boolean isPerChannel(Computed data, Tensor constant) {
    long last = constant.rank() == 0 ? 1 : constant.dim(constant.rank() - 1);
    return constant.type().isFloating()
        && constant.rank() <= Math.max(1, data.dims().size())
        && constant.elementCount() == last
        && (last == 1 || last == data.channels());
  }

  /** A constant that is one number, or one for each channel. */
  private float[] perChannel(ForeignNode node, Computed data, Tensor constant) {
    if (!isPerChannel(data, constant)) {
      throw node.unsupported(
          "its constant " + constant.type() + constant.dims() + " is not one number a channel");
    }
    float[] numbers = constant.toFloats();
    return numbers.length == data.channels()
        ? numbers
        : assembly.filled(node, data.channels(), numbers[0]);
  }

  private static float[] mapped(float[] numbers, float factor, boolean inverse) {
    float[] mapped = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      mapped[i] = inverse ? factor / numbers[i] : factor * numbers[i];
    }
    return mapped;
  }

  private ForeignValue same(ForeignNode node, Op op) {
    Computed data = assembly.computed(node, 0);
    return Computed.of(assembly.add(node, op, assembly.value(node, data)), data.dims());
  }
}
