package liviano.formats.importer;

import java.util.List;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that compute number by number, or within one position. */
record NumberLayers(Assembly assembly) {

  /** In whatever shape the numbers are: extents do not count. */
  ForeignValue activate(ForeignNode node, Op.Activation activation) {
    Computed data = assembly.computed(node, 0);
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

  /** By the clamp that there is, from 0 to 6, and factors before and after it. */
  ForeignValue clamp(ForeignNode node, float least, float most) {
    if (!(least < most) || Float.isInfinite(most - least)) {
      throw node.unsupported("it clamps to " + least + " and " + most);
    }
    float factor = 6 / (most - least);
    Computed data = assembly.computed(node, 0);
    int channels = data.channels();
    Value raised =
        assembly.scaled(
            node,
            assembly.name(node, "from"),
            assembly.value(node, data),
            assembly.filled(node, channels, factor),
            assembly.filled(node, channels, -least * factor));
    Value clamped = assembly.add(node, "clamp", new Op.Relu6(), raised);
    Value lowered =
        assembly.scaled(
            node,
            assembly.name(node),
            clamped,
            assembly.filled(node, channels, 1 / factor),
            assembly.filled(node, channels, least));
    return Computed.of(lowered, data.dims());
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

  ForeignValue combine(ForeignNode node, Combination how) {
    ForeignValue first = assembly.operand(node, 0);
    ForeignValue second = assembly.operand(node, 1);
    if (first instanceof Computed a && second instanceof Computed b) {
      return combine(node, how, a, b);
    }
    if (first instanceof Computed a && second instanceof Known) {
      return withConstant(node, how, a, assembly.reals(node, 1), false);
    }
    if (first instanceof Known && second instanceof Computed b) {
      return withConstant(node, how, b, assembly.reals(node, 0), true);
    }
    throw node.unsupported("it computes with constants alone");
  }

  private ForeignValue combine(ForeignNode node, Combination how, Computed a, Computed b) {
    Op op =
        switch (how) {
          case ADD -> new Op.Add();
          case MULTIPLY -> new Op.Multiply();
          case MAXIMUM -> new Op.Maximum();
          case MINIMUM -> new Op.Minimum();
          case SUBTRACT, DIVIDE -> throw node.unsupported("both of its inputs are computed");
        };
    if (ForeignValue.elements(a.dims()) < ForeignValue.elements(b.dims())) {
      return combine(node, how, b, a);
    }
    boolean alike = a.dims().equals(b.dims());
    boolean perChannel =
        b.channels() == a.channels() && ForeignValue.elements(b.dims()) == b.channels();
    if (!alike && !perChannel) {
      throw node.unsupported("it combines " + a.dims() + " and " + b.dims());
    }
    return Computed.of(
        assembly.add(node, op, assembly.value(node, a), assembly.value(node, b)), a.dims());
  }

  /**
   * A factor or a summand for each channel.
   *
   * @param reversed whether the constant comes first
   */
  private ForeignValue withConstant(
      ForeignNode node, Combination how, Computed data, Tensor constant, boolean reversed) {
    float[] numbers = perChannel(node, data, constant);
    Value value = assembly.value(node, data);
    float[] none = new float[0];
    return switch (how) {
      case ADD -> scaled(node, data, value, 1, numbers);
      case SUBTRACT ->
          reversed
              ? scaled(node, data, value, -1, numbers)
              : scaled(node, data, value, 1, mapped(numbers, -1, false));
      case MULTIPLY -> scaled(node, data, value, numbers, none);
      case DIVIDE -> {
        if (reversed) {
          throw node.unsupported("it divides a constant");
        }
        yield scaled(node, data, value, mapped(numbers, 1, true), none);
      }
      case MAXIMUM, MINIMUM -> bounded(node, how, data, value, numbers);
    };
  }

  /** The greater of a number and 0 is the one bound that is a layer. */
  private ForeignValue bounded(
      ForeignNode node, Combination how, Computed data, Value value, float[] numbers) {
    for (float number : numbers) {
      if (how != Combination.MAXIMUM || number != 0) {
        throw node.unsupported("its bound is a constant other than a least of 0");
      }
    }
    return Computed.of(assembly.add(node, new Op.Relu(), value), data.dims());
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

  /** A constant that is one number, or one for each channel. */
  private float[] perChannel(ForeignNode node, Computed data, Tensor constant) {
    int channels = data.channels();
    long count = constant.elementCount();
    long last = constant.rank() == 0 ? 1 : constant.dim(constant.rank() - 1);
    if (!constant.type().isFloating()
        || constant.rank() > Math.max(1, data.dims().size())
        || count != last
        || last != 1 && last != channels) {
      throw node.unsupported(
          "its constant " + constant.type() + constant.dims() + " is not one number a channel");
    }
    float[] numbers = constant.toFloats();
    return numbers.length == channels ? numbers : assembly.filled(node, channels, numbers[0]);
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
