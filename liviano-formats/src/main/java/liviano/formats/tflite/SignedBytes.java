package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import liviano.graph.TensorType;
import liviano.tensor.DType;
import liviano.tensor.NativeMemory;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;

/**
 * Unsigned bytes as signed ones: each integer and its zero point less 128, which stand for the same
 * real number.
 */
final class SignedBytes {
  private static final int HALF = 128;

  private SignedBytes() {}

  /** The quantization of signed bytes that stands for the same numbers. */
  static Quantization of(DType format, Quantization how) {
    return format == DType.U8
        ? new Quantization(
            how.scales(), how.zeroPoints().stream().map(zero -> zero - HALF).toList())
        : how;
  }

  static TensorType of(TensorType type) {
    return new TensorType(
        type.shape(), DType.I8, type.quantization().map(how -> of(type.dtype(), how)));
  }

  static Tensor of(Tensor tensor) {
    if (tensor.type() != DType.U8) {
      return tensor;
    }
    MemorySegment signed = NativeMemory.allocate(tensor.data().byteSize());
    for (long i = 0; i < signed.byteSize(); i++) {
      int integer = Byte.toUnsignedInt(tensor.data().get(ValueLayout.JAVA_BYTE, i));
      signed.set(ValueLayout.JAVA_BYTE, i, (byte) (integer - HALF));
    }
    return new Tensor(tensor.name(), DType.I8, tensor.dims(), signed);
  }
}
