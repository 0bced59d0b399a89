package liviano.formats.importer;

import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignOp.Combination;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction.Plain;
import liviano.weights.Tensor;

/**
 * Sums, products and the like with a constant. One number, or one for each channel as they lie in
 * memory, is a layer with weights, which others can take up; all else is a value that the graph
 * holds.
 */
record ConstantLayers(Assembly assembly, NumberLayers numbers) {
  private static final float[] NONE = {};

  /**
   * The layer.
   *
   * @param reversed whether the constant comes first
   */
  ForeignValue withConstant(
      ForeignNode node, Combination how, Computed data, Tensor constant, boolean reversed) {
    boolean floats = constant.type().isFloating() && data.value().type().dtype() == DType.F32;
    boolean within = constant.rank() <= data.dims().size();
    if (floats && within) {
      List<Integer> constants = new ForeignValue.Known(constant).dims();
      List<Integer> together =
          reversed
              ? Spread.together(node, constants, data.dims())
              : Spread.together(node, data.dims(), constants);
      if (together.equals(data.dims())) {
        Tensor lying = new Spread(assembly).over(node, constant, data);
        float[] few = perChannel(lying, data);
        if (few.length > 0) {
          return few(node, how, data, few, reversed);
        }
      }
    }
    Computed held = assembly.held(node, constant);
    return reversed
        ? numbers.combine(node, how, held, data)
        : numbers.combine(node, how, data, held);
  }

  /** Whether TensorFlow Lite combines integers with those of a constant, each of one scale. */
  boolean isOnIntegers(ForeignNode node, Combination how, Computed data, int constant) {
    boolean rounded = how == Combination.SUBTRACT || how == Combination.MULTIPLY;
    Optional<ForeignQuantization> steps = assembly.quantization(node.input(constant));
    return rounded
        && TfLiteRounding.isAsked(assembly)
        && QuantizedLayers.isQuantized(data.value())
        && steps.isPresent()
        && !steps.get().quantization().isPerChannel()
        && assembly.constant(node, constant).type() == steps.get().format()
        && assembly.quantization(node.output()).isPresent();
  }

  /** A constant as a value of the integers that the file has. */
  Computed integers(ForeignNode node, int input) {
    Tensor tensor = assembly.constant(node, input);
    ForeignQuantization steps = assembly.quantization(node.input(input)).orElseThrow();
    List<Integer> dims = new ForeignValue.Known(tensor).dims();
    String name = assembly.name(node, "constant");
    Shape shape = ForeignValue.shape(dims);
    Op op =
        new Op.Quantized(new Op.Constant(shape, DType.F32), steps.format(), steps.quantization());
    Value value = assembly.graph().add(name, op);
    assembly
        .weights()
        .add(new Tensor(name + ".value", tensor.type(), shape.extents(), tensor.data()));
    return Computed.of(value, dims);
  }

  /** One number, or one for each channel; none where it is more. */
  private static float[] perChannel(Tensor lying, Computed data) {
    int channels = data.memory().isEmpty() ? 1 : data.memory().getLast();
    long last = lying.rank() == 0 ? 1 : lying.dim(lying.rank() - 1);
    boolean few = lying.elementCount() == 1 || lying.elementCount() == last && last == channels;
    return few ? lying.toFloats() : NONE;
  }

  private ForeignValue few(
      ForeignNode node, Combination how, Computed data, float[] numbers, boolean reversed) {
    return switch (how) {
      case ADD -> scaled(node, data, new float[] {1}, numbers);
      case SUBTRACT ->
          reversed
              ? scaled(node, data, new float[] {-1}, numbers)
              : scaled(node, data, new float[] {1}, mapped(numbers, -1, false));
      case MULTIPLY -> scaled(node, data, numbers, NONE);
      case DIVIDE -> {
        if (!reversed) {
          yield scaled(node, data, mapped(numbers, 1, true), NONE);
        }
        yield held(node, how, data, numbers, true);
      }
      case FLOOR_DIVIDE -> held(node, how, data, numbers, reversed);
      case MAXIMUM, MINIMUM, POWER -> {
        Optional<Op.Activation> single =
            isOneNumber(numbers) ? single(how, numbers[0], reversed) : Optional.empty();
        yield single.isPresent()
            ? Computed.of(
                assembly.add(node, single.get(), assembly.bare(node, data)),
                data.dims(),
                data.order())
            : held(node, how, data, numbers, reversed);
      }
    };
  }

  private static boolean isOneNumber(float[] numbers) {
    for (float number : numbers) {
      if (number != numbers[0]) {
        return false;
      }
    }
    return true;
  }

  /** Bounds, squares and roots are functions of each number. */
  private static Optional<Op.Activation> single(Combination how, float number, boolean reversed) {
    return switch (how) {
      case MAXIMUM -> Optional.of(ArithmeticLayers.clamp(number, Float.POSITIVE_INFINITY));
      case MINIMUM -> Optional.of(ArithmeticLayers.clamp(Float.NEGATIVE_INFINITY, number));
      case POWER -> {
        boolean known = !reversed && (number == 2 || number == -1);
        yield known
            ? Optional.of(new Op.Map(number == 2 ? Plain.SQUARE : Plain.RECIPROCAL))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private ForeignValue held(
      ForeignNode node, Combination how, Computed data, float[] numbers, boolean reversed) {
    Tensor constant = Tensor.of("", Extents.of(numbers.length), numbers);
    Computed held = assembly.held(node, constant);
    Computed lying = Computed.of(assembly.memory(node, data), data.memory());
    Computed given =
        reversed
            ? numbers().combine(node, how, held, lying)
            : numbers().combine(node, how, lying, held);
    return Computed.of(given.value(), data.dims(), data.order());
  }

  private ForeignValue scaled(ForeignNode node, Computed data, float[] factors, float[] summands) {
    Value value = assembly.memory(node, data);
    int channels = value.shape().channels();
    float[] all = numbers.perChannel(node, channels, factors);
    float[] more = summands.length == 0 ? NONE : numbers.perChannel(node, channels, summands);
    return Computed.of(
        assembly.scaled(node, assembly.name(node), value, all, more), data.dims(), data.order());
  }

  private static float[] mapped(float[] numbers, float factor, boolean inverse) {
    float[] mapped = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      mapped[i] = inverse ? factor / numbers[i] : factor * numbers[i];
    }
    return mapped;
  }
}
