package liviano.formats.importer;

import java.lang.foreign.ValueLayout;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/** Whole numbers of a tensor by their index. */
final class Integers {
  private Integers() {}

  /**
   * A number of a tensor of 8 or 32 bits.
   *
   * @throws IllegalArgumentException if its numbers are others
   */
  static int at(Tensor tensor, long index) {
    return switch (tensor.type()) {
      case I8 -> tensor.data().get(ValueLayout.JAVA_BYTE, index);
      case U8 -> Byte.toUnsignedInt(tensor.data().get(ValueLayout.JAVA_BYTE, index));
      case I32 -> tensor.data().get(LittleEndian.INT_UNALIGNED, index * Integer.BYTES);
      default -> throw new IllegalArgumentException(tensor.type() + " is not quantized");
    };
  }
}
