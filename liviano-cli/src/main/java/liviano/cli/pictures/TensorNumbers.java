package liviano.cli.pictures;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonValue;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;

/**
 * The numbers of a tensor of any format, one after the other.
 *
 * @param channels extent of the innermost axis
 * @param real each as a double; integers beyond 2^53 are rounded
 * @param json each as it is
 */
record TensorNumbers(
    int count, int channels, IntToDoubleFunction real, IntFunction<JsonNumber> json) {

  static TensorNumbers of(Tensor tensor) {
    MemorySegment data = tensor.data();
    DType type = tensor.type();
    int count = Math.toIntExact(tensor.elementCount());
    int channels = tensor.rank() == 0 ? 1 : Math.toIntExact(tensor.dim(tensor.rank() - 1));
    if (type.isFloating() && type != DType.F64) {
      return new TensorNumbers(
          count,
          channels,
          i -> LittleEndian.floatAt(data, type, i),
          i -> JsonNumber.of(LittleEndian.floatAt(data, type, i)));
    }
    if (type == DType.F64) {
      IntToDoubleFunction at = i -> data.get(LittleEndian.DOUBLE_UNALIGNED, 8L * i);
      return new TensorNumbers(count, channels, at, i -> JsonNumber.of(at.applyAsDouble(i)));
    }
    return new TensorNumbers(
        count, channels, i -> integer(data, type, i), i -> JsonNumber.of(integer(data, type, i)));
  }

  private static long integer(MemorySegment data, DType type, long i) {
    return switch (type) {
      case I8 -> data.get(ValueLayout.JAVA_BYTE, i);
      case U8, BOOL, F8_E4M3, F8_E5M2 -> data.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      case I16 -> data.get(LittleEndian.SHORT_UNALIGNED, 2 * i);
      case U16 -> data.get(LittleEndian.SHORT_UNALIGNED, 2 * i) & 0xFFFF;
      case I32 -> data.get(LittleEndian.INT_UNALIGNED, 4 * i);
      case U32 -> data.get(LittleEndian.INT_UNALIGNED, 4 * i) & 0xFFFF_FFFFL;
      case I64, U64 -> data.get(LittleEndian.LONG_UNALIGNED, 8 * i);
      case F64, F32, F16, BF16 -> throw new IllegalArgumentException(type + " is no integer");
    };
  }

  /** The real numbers that integers stand for. */
  TensorNumbers real(Optional<Quantization> quantization) {
    if (quantization.isEmpty()) {
      return this;
    }
    Quantization steps = quantization.get();
    return new TensorNumbers(
        count,
        channels,
        i -> (real.applyAsDouble(i) - steps.zeroPoint(i % channels)) * steps.scale(i % channels),
        json);
  }

  double at(int index) {
    return real.applyAsDouble(index);
  }

  double least() {
    return IntStream.range(0, count).mapToDouble(real::applyAsDouble).min().orElse(Double.NaN);
  }

  double most() {
    return IntStream.range(0, count).mapToDouble(real::applyAsDouble).max().orElse(Double.NaN);
  }

  double mean() {
    return IntStream.range(0, count).mapToDouble(real::applyAsDouble).average().orElse(Double.NaN);
  }

  /**
   * All of them as they are, floats by their shortest decimals.
   *
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  JsonValue toJson() {
    return JsonArray.of(IntStream.range(0, count).mapToObj(json::apply).toList());
  }
}
