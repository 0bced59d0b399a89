package liviano.graph;

import java.util.Locale;
import java.util.Optional;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/**
 * What a value looks like. The number format is part of the type, so that another format is another
 * type and not another graph.
 *
 * @param shape extents of one sample
 * @param dtype how a number is stored
 * @param quantization how integers represent real numbers; empty for real formats
 */
public record TensorType(Shape shape, DType dtype, Optional<Quantization> quantization) {

  /**
   * @throws IllegalArgumentException if there is neither one scale nor one per channel
   */
  public TensorType {
    int scales = quantization.map(q -> q.scales().size()).orElse(1);
    if (scales != 1 && scales != shape.channels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d scales for %d channels: give one, or one per channel",
              scales,
              shape.channels()));
    }
  }

  /** A tensor of 32-bit floats. */
  public static TensorType f32(Shape shape) {
    return new TensorType(shape, DType.F32, Optional.empty());
  }

  /** Whether its numbers stand for real ones. */
  public boolean isQuantized() {
    return quantization.isPresent();
  }

  /** Whether its numbers are integers of 8 bits that stand for real ones. */
  public boolean isQuantizedByte() {
    return isQuantized() && dtype.isByte();
  }

  /** What the numbers stand for: 32-bit floats; a type that is not quantized stays. */
  public TensorType real() {
    return isQuantized() ? f32(shape) : this;
  }

  /**
   * The same format in another shape.
   *
   * @throws IllegalArgumentException if scales per channel do not fit its channels
   */
  public TensorType withShape(Shape newShape) {
    return new TensorType(newShape, dtype, quantization);
  }
}
