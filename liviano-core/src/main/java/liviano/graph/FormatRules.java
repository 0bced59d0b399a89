package liviano.graph;

import java.util.List;
import java.util.stream.Collectors;
import liviano.tensor.DType;

/** In which number formats each operation is computed. */
final class FormatRules {
  private static final List<DType> FLOATS = List.of(DType.F32);

  private static final List<DType> NUMBERS = List.of(DType.F32, DType.I64, DType.I32);

  private static final List<DType> PLACES = List.of(DType.I64, DType.I32);

  /** What is converted from and to. */
  private static final List<DType> CONVERTED =
      List.of(
          DType.F32, DType.I64, DType.I32, DType.I16, DType.I8, DType.U16, DType.U8, DType.BOOL);

  /** Of which the greatest is found. */
  private static final List<DType> COMPARED =
      List.of(DType.F32, DType.I64, DType.I32, DType.I8, DType.U8);

  private static final List<DType> ALL = List.of(DType.values());

  private FormatRules() {}

  /**
   * @throws IllegalArgumentException if the inputs differ in format or are of one that the
   *     operation does not take, or move scales away from their channels
   */
  static void check(Op op, List<TensorType> inputs) {
    if (isOfQuantized(op)) {
      return;
    }
    List<DType> taken = taken(op);
    List<TensorType> alike = inputs;
    if (op instanceof Op.Gather || op instanceof Op.GatherNd) {
      TensorType places = inputs.get(1);
      Inference.check(
          PLACES.contains(places.dtype()),
          "places are i32 or i64, not %s",
          places.dtype().jsonName());
      alike = inputs.subList(0, 1);
    }
    for (TensorType input : alike) {
      Inference.check(
          input.dtype() == inputs.getFirst().dtype(), "its inputs differ in number format");
      if (!taken.contains(input.dtype())) {
        throw new IllegalArgumentException(
            "it is computed in "
                + taken.stream().map(DType::jsonName).collect(Collectors.joining(" or "))
                + ", not in "
                + input.dtype().jsonName());
      }
    }
    checkScales(op, alike);
    if (op instanceof Op.Cast(DType to)) {
      Inference.check(
          CONVERTED.contains(to) && !inputs.getFirst().isQuantized(),
          "it casts to %s",
          to.jsonName());
    }
  }

  /** Whether {@link QuantizedTypes} says what it takes. */
  static boolean isOfQuantized(Op op) {
    return switch (op) {
      case Op.Quantized _, Op.Quantize _, Op.Dequantize _ -> true;
      case Op.IntegerSums _, Op.DynamicQuantize _ -> true;
      case Op.Nullary _, Op.Unary _, Op.Binary _, Op.Variadic _ -> false;
    };
  }

  private static List<DType> taken(Op op) {
    return switch (op) {
      case Op.Quantized _ -> ALL;
      case Op.Move _, Op.Concat _, Op.Nullary _ -> ALL;
      case Op.Gather _, Op.GatherNd _ -> ALL;
      case Op.Pairwise _, Op.Reduce _ -> NUMBERS;
      case Op.Cast _ -> CONVERTED;
      case Op.ArgMax _ -> COMPARED;
      case Op.Unary _, Op.Binary _, Op.Variadic _ -> FLOATS;
    };
  }

  private static void checkScales(Op op, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      boolean quantized = input.isQuantized();
      boolean perChannel = quantized && input.quantization().get().scales().size() > 1;
      Inference.check(
          input.quantization().equals(inputs.getFirst().quantization()),
          "its inputs differ in quantization");
      Inference.check(
          !perChannel || keepsChannels(op),
          "it would put channels away from their scales; give one scale for all");
      Inference.check(
          !(quantized && op instanceof Op.Pairwise && input.dtype() != DType.F32),
          "it does not compute with quantized integers");
    }
  }

  /** Whether channel {@code c} of the output, if there are as many, is that of the input. */
  private static boolean keepsChannels(Op op) {
    return switch (op) {
      case Op.Crop _, Op.Pad _, Op.Slice _, Op.Split _, Op.Reshape _ -> true;
      case Op.Move _ -> false;
      case Op.Quantized _, Op.Nullary _, Op.Unary _, Op.Binary _, Op.Variadic _ ->
          true; // scales are as the input's
    };
  }
}
