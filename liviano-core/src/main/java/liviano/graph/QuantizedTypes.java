package liviano.graph;

import static liviano.graph.Inference.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/** What operations on quantized values give, and how their constants are stored. */
final class QuantizedTypes {
  private QuantizedTypes() {}

  /**
   * The types of the outputs.
   *
   * @throws IllegalArgumentException if the operation does not fit its inputs
   * @throws GraphException if the operation on real numbers does not fit their shapes
   */
  static List<TensorType> outputs(String layer, Op op, List<TensorType> inputs) {
    if (op instanceof Op.Quantized quantized) {
      return quantized(layer, quantized, inputs); // of a constant, which reads nothing, too
    }
    TensorType first = inputs.getFirst();
    return switch (op) {
      case Op.Quantize(DType format, Quantization quantization, _) -> {
        check(
            first.isQuantizedByte() || first.dtype() == DType.F32,
            "it quantizes f32, not %s",
            first.dtype().jsonName());
        yield List.of(quantized(first.shape(), format, quantization));
      }
      case Op.Dequantize _ -> {
        check(first.isQuantizedByte(), "its input is not quantized");
        yield List.of(TensorType.f32(first.shape()));
      }
      case Op.IntegerSums sums -> sums(layer, sums, inputs);
      case Op.DynamicQuantize _ -> {
        check(first.equals(TensorType.f32(first.shape())), "it quantizes f32");
        yield List.of(
            plain(first.shape(), DType.U8),
            TensorType.f32(Shape.of(1)),
            plain(Shape.of(1), DType.U8));
      }
      default -> throw new AssertionError("not of quantized values: " + op);
    };
  }

  /**
   * Refuses operations that are not on real numbers.
   *
   * @throws IllegalArgumentException if it is one of those on quantized values
   */
  static void requireReal(Op op) {
    check(
        !FormatRules.isOfQuantized(op),
        "%s is no operation on real numbers",
        op.getClass().getSimpleName());
  }

  /** The constants of a quantized operation, in the formats that they are stored in. */
  static List<ParamSpec> stored(Op.Quantized op, List<ParamSpec> real) {
    return real.stream().map(spec -> stored(op, spec)).toList();
  }

  private static ParamSpec stored(Op.Quantized op, ParamSpec real) {
    DType format =
        switch (real.role()) {
          case WEIGHT -> op.weights().map(Op.WeightFormat::format).orElse(DType.F32);
          case BIAS -> op.weights().isPresent() ? DType.I32 : DType.F32;
          case VALUE -> op.format();
          default -> DType.F32;
        };
    return real.in(format);
  }

  private static List<TensorType> quantized(
      String layer, Op.Quantized op, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      check(
          input.isQuantizedByte() || !input.dtype().isFloating(),
          "it reads %s, which is not quantized",
          input.dtype().jsonName());
    }
    List<TensorType> real =
        Inference.outputs(layer, op.real(), inputs.stream().map(TensorType::real).toList());
    List<TensorType> outputs = new ArrayList<>();
    for (TensorType output : real) {
      check(output.dtype() == DType.F32, "%s is not quantized", output.dtype().jsonName());
      outputs.add(quantized(output.shape(), op.format(), op.quantization()));
    }
    if (hasWeights(op.real())) {
      check(op.weights().isPresent(), "it does not say how its weights are stored");
      check(
          !inputs.getFirst().quantization().orElseThrow().isPerChannel(),
          "its input has a scale for each channel; give one for all");
      weights(op.weights().get(), real.getFirst().shape().channels());
    } else {
      check(op.weights().isEmpty(), "it says how weights are stored, and has none");
    }
    return outputs;
  }

  private static List<TensorType> sums(String layer, Op.IntegerSums op, List<TensorType> inputs) {
    TensorType first = inputs.getFirst();
    boolean bias =
        switch (op.real()) {
          case Op.Conv2d conv -> conv.bias();
          case Op.DepthwiseConv2d conv -> conv.bias();
          case Op.Dense dense -> dense.bias();
          default -> throw new IllegalArgumentException("it sums for " + op.real());
        };
    check(!bias, "sums of integers have no bias");
    check(
        first.dtype().isByte() && !first.isQuantized(),
        "it sums i8 or u8 that are not quantized, not %s",
        first.dtype().jsonName());
    check(
        inputs.size() == 1
            || inputs.size() == 2 && inputs.get(1).equals(plain(Shape.of(1), first.dtype())),
        "besides its input it reads the zero point of that, [1]");
    Shape shape =
        Inference.outputs(layer, op.real(), List.of(TensorType.f32(first.shape())))
            .getFirst()
            .shape();
    check(op.weights().isByte(), "its weights are of %s", op.weights().jsonName());
    int zeroPoints = op.weightZeroPoints().size();
    check(
        zeroPoints == 1 || zeroPoints == shape.channels(),
        "%d zero points for %d output channels",
        zeroPoints,
        shape.channels());
    op.weightZeroPoints().forEach(zeroPoint -> zeroPoint(op.weights(), zeroPoint));
    return List.of(plain(shape, DType.I32));
  }

  private static void weights(Op.WeightFormat weights, int channels) {
    int scales = weights.quantization().scales().size();
    check(
        scales == 1 || scales == channels,
        "%d scales of weights for %d output channels: give one, or one for each",
        scales,
        channels);
    zeroPoints(weights.format(), weights.quantization());
  }

  private static TensorType quantized(Shape shape, DType format, Quantization quantization) {
    zeroPoints(format, quantization);
    return new TensorType(shape, format, Optional.of(quantization));
  }

  private static void zeroPoints(DType format, Quantization quantization) {
    check(format.isByte(), "it quantizes to i8 or u8, not to %s", format.jsonName());
    quantization.zeroPoints().forEach(zeroPoint -> zeroPoint(format, zeroPoint));
  }

  private static void zeroPoint(DType format, int zeroPoint) {
    check(
        zeroPoint >= format.least() && zeroPoint <= format.greatest(),
        "%s does not hold the zero point %d",
        format.jsonName(),
        zeroPoint);
  }

  private static boolean hasWeights(Op real) {
    return real instanceof Op.Convolution
        || real instanceof Op.TransposedConv2d
        || real instanceof Op.Dense;
  }

  private static TensorType plain(Shape shape, DType format) {
    return new TensorType(shape, format, Optional.empty());
  }
}
