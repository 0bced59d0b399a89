package liviano.formats.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** Layers that compute number by number, or within one position. */
record NumberLayers(Assembly assembly) {

  /** In whatever shape and order the numbers are: extents do not count. */
  ForeignValue activate(ForeignNode node, Op.Activation activation) {
    Computed data = assembly.any(node, 0);
    DType format = data.value().type().dtype();
    boolean bounds = activation instanceof Op.Clip || activation instanceof Op.Relu;
    if (bounds && format.isByte() && !QuantizedLayers.isQuantized(data.value())) {
      Op toReal = new Op.Cast(DType.F32);
      Value real = assembly.add(node, "real", toReal, assembly.bare(node, data));
      Value bounded = assembly.add(node, "bounded", activation, real);
      return data.with(assembly.add(node, new Op.Cast(format), bounded));
    }
    return Computed.of(
        assembly.add(node, activation, assembly.bare(node, data)), data.dims(), data.order());
  }

  /** A slope for each channel is a layer of its own; other ones are those of both signs. */
  ForeignValue prelu(ForeignNode node) {
    Computed data = assembly.asInFile(assembly.channelsLast(node, assembly.computed(node, 0)));
    Tensor slopes = new Spread(assembly).over(node, assembly.reals(node, 1), data);
    Value value = assembly.memory(node, data);
    int channels = value.shape().channels();
    if (slopes.elementCount() != channels && slopes.elementCount() != 1) {
      Value below = assembly.add(node, "below", new Op.Clip(Float.NEGATIVE_INFINITY, 0), value);
      Value above = assembly.add(node, "above", new Op.Relu(), value);
      Value scaled =
          assembly.add(
              node,
              "scaled",
              new Op.Multiply(),
              below,
              assembly.memory(node, assembly.held(node, slopes)));
      return data.with(assembly.add(node, new Op.Add(), above, scaled));
    }
    float[] numbers = perChannel(node, channels, slopes.toFloats());
    Tensor constant = Tensor.of("", Extents.of(numbers.length), numbers);
    return data.with(
        assembly.add(node, assembly.name(node), new Op.PRelu(), List.of(constant), value));
  }

  ForeignValue softmax(ForeignNode node, float beta) {
    Computed data = assembly.computed(node, 0);
    data = assembly.ordered(node, data, ForeignValue.plain(data.dims().size()));
    boolean vector = ForeignValue.elements(data.dims()) == data.channels();
    Value value =
        vector
            ? assembly.shaped(node, assembly.bare(node, data), Shape.of(data.channels()))
            : assembly.memory(node, data);
    if (beta != 1) {
      float[] factors = assembly.made().filled(node, data.channels(), beta);
      value = assembly.scaled(node, assembly.name(node, "beta"), value, factors, new float[0]);
    }
    return Computed.of(assembly.add(node, new Op.Softmax(), value), data.dims());
  }

  ForeignValue l2Normalize(ForeignNode node, float epsilon) {
    Computed data = assembly.computed(node, 0);
    Op op = new Op.L2Normalize(epsilon);
    return Computed.of(assembly.add(node, op, assembly.value(node, data)), data.dims());
  }

  ForeignValue combine(ForeignNode node, Combination how) {
    ForeignValue first = assembly.operand(node, 0);
    ForeignValue second = assembly.operand(node, 1);
    ConstantLayers constants = new ConstantLayers(assembly, this);
    if (first instanceof Computed a && second instanceof Known) {
      return constants.isOnIntegers(node, how, a, 1)
          ? combine(node, how, a, constants.integers(node, 1))
          : constants.withConstant(node, how, a, assembly.reals(node, 1), false);
    }
    if (first instanceof Known && second instanceof Computed b) {
      return constants.isOnIntegers(node, how, b, 0)
          ? combine(node, how, constants.integers(node, 0), b)
          : constants.withConstant(node, how, b, assembly.reals(node, 0), true);
    }
    return combine(node, how, assembly.any(node, 0), assembly.any(node, 1));
  }

  static Op op(Combination how) {
    return switch (how) {
      case ADD -> new Op.Add();
      case MULTIPLY -> new Op.Multiply();
      case MAXIMUM -> new Op.Maximum();
      case MINIMUM -> new Op.Minimum();
      case SUBTRACT -> new Op.Subtract();
      case DIVIDE -> new Op.Divide();
      case POWER -> new Op.Power();
      case FLOOR_DIVIDE -> new Op.FloorDivide();
    };
  }

  private static boolean isSymmetric(Combination how) {
    return switch (how) {
      case ADD, MULTIPLY, MAXIMUM, MINIMUM -> true;
      case SUBTRACT, DIVIDE, FLOOR_DIVIDE, POWER -> false;
    };
  }

  /** Ours repeats the second over the first, so that the first must have the result's extents. */
  Computed combine(ForeignNode node, Combination how, Computed first, Computed second) {
    int rank = Math.max(first.dims().size(), second.dims().size());
    Computed a = first.behind(rank - first.dims().size());
    Computed b = second.behind(rank - second.dims().size());
    List<Integer> dims = Spread.together(node, a.dims(), b.dims());
    if (!a.dims().equals(dims) && b.dims().equals(dims) && isSymmetric(how)) {
      return combine(node, how, b, a);
    }
    Computed whole = repeated(node, a, dims);
    Computed other = assembly.ordered(node, b, whole.order());
    Value left = assembly.memory(node, whole);
    Value right = assembly.memory(node, other);
    DType format = left.type().dtype();
    if (how == Combination.POWER
        && !QuantizedLayers.isQuantized(right)
        && right.type().dtype() != format) {
      right = assembly.add(node, "exponent", new Op.Cast(format), right);
    }
    boolean chooses = how == Combination.MAXIMUM || how == Combination.MINIMUM;
    boolean plain = !QuantizedLayers.isQuantized(left) && !QuantizedLayers.isQuantized(right);
    if (chooses && plain && right.type().dtype() == format && isSmall(format)) {
      Op wide = new Op.Cast(DType.I32);
      Value chosen =
          assembly.add(
              node,
              "chosen",
              op(how),
              assembly.add(node, "wide", wide, left),
              assembly.add(node, "wide", wide, right));
      return whole.with(assembly.add(node, new Op.Cast(format), chosen));
    }
    return whole.with(assembly.add(node, op(how), left, right));
  }

  /** Of which 32 bits hold every number. */
  private static boolean isSmall(DType format) {
    return switch (format) {
      case I8, U8, I16, U16 -> true;
      default -> false;
    };
  }

  /** Numbers along axes of 1 again and again. */
  Computed repeated(ForeignNode node, Computed data, List<Integer> dims) {
    if (data.dims().equals(dims)) {
      return data;
    }
    List<Integer> repeats = new ArrayList<>();
    for (int axis : data.order()) {
      repeats.add(dims.get(axis) / data.dims().get(axis));
    }
    Shape shape = new Shape(data.memory());
    Value value = assembly.shaped(node, assembly.bare(node, data), shape);
    return Computed.of(
        assembly.add(node, "repeated", new Op.Tile(repeats), value), dims, data.order());
  }

  /** One number, or one for each channel, as one for each. */
  float[] perChannel(ForeignNode node, int channels, float[] numbers) {
    return numbers.length == channels
        ? numbers
        : assembly.made().filled(node, channels, numbers[0]);
  }

  static List<Integer> zeros(int count) {
    return Collections.nCopies(count, 0);
  }
}
