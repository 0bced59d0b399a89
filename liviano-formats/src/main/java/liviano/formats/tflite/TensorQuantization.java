package liviano.formats.tflite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignQuantization;
import liviano.formats.importer.LayerNames;
import liviano.formats.tflite.TfLiteModel.Quantized;
import liviano.formats.tflite.TfLiteModel.Tensor;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Quantization;

/** How the integers of a tensor stand for real numbers. */
final class TensorQuantization {
  private TensorQuantization() {}

  /**
   * Of a tensor of integers with scales; empty of any other.
   *
   * @throws MalformedModelException if scales and zero points do not fit the tensor
   * @throws UnsupportedModelException if the integers are not of 8 bits, or constants of 32
   */
  static Optional<ForeignQuantization> of(Tensor tensor) {
    Optional<DType> type = tensor.dtype();
    if (tensor.quantization().isEmpty() || type.filter(DType::isFloating).isPresent()) {
      return Optional.empty();
    }
    // Sums have the scales of what they sum, and shapes have none that mean anything.
    boolean constant = tensor.data().isPresent();
    if (type.filter(t -> t == DType.I64 || t == DType.I32 || t == DType.BOOL).isPresent()) {
      return Optional.empty();
    }
    if (type.filter(DType::isByte).isEmpty()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "tensor '%s' is quantized as %s; only int8 and uint8 are computed",
              LayerNames.shortened(tensor.name()),
              TensorTypes.name(tensor.type())));
    }
    return Optional.of(read(tensor, type.get(), constant));
  }

  private static ForeignQuantization read(Tensor tensor, DType format, boolean constant) {
    Quantized stored = tensor.quantization().orElseThrow();
    long count = stored.scales().byteSize() / Float.BYTES;
    int axis = stored.dimension();
    boolean perAxis = count > 1;
    boolean fits =
        !perAxis
            || constant
                && axis >= 0
                && axis < tensor.shape().size()
                && tensor.shape().get(axis) == count;
    if (!fits) {
      throw malformed(tensor, count + " scales of axis " + axis + " for " + tensor.shape());
    }
    List<Float> scales = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scales.add(stored.scales().get(LittleEndian.FLOAT_UNALIGNED, (long) i * Float.BYTES));
    }
    try {
      return new ForeignQuantization(
          format, new Quantization(scales, zeroPoints(tensor, stored)), perAxis ? axis : 0);
    } catch (IllegalArgumentException e) {
      throw malformed(tensor, e.getMessage());
    }
  }

  /** None stands for 0. */
  private static List<Integer> zeroPoints(Tensor tensor, Quantized stored) {
    List<Integer> zeroPoints = new ArrayList<>();
    for (long at = 0; at < stored.zeroPoints().byteSize(); at += Long.BYTES) {
      long zeroPoint = stored.zeroPoints().get(LittleEndian.LONG_UNALIGNED, at);
      if (zeroPoint != (int) zeroPoint) {
        throw malformed(tensor, "a zero point of " + zeroPoint);
      }
      zeroPoints.add((int) zeroPoint);
    }
    if (zeroPoints.isEmpty()) {
      return List.of(0);
    }
    return zeroPoints.stream().distinct().count() == 1 ? zeroPoints.subList(0, 1) : zeroPoints;
  }

  private static MalformedModelException malformed(Tensor tensor, String reason) {
    return new MalformedModelException(
        "tensor '" + LayerNames.shortened(tensor.name()) + "' is quantized by " + reason);
  }
}
