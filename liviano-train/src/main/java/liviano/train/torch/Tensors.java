package liviano.train.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Tensors from and to Java arrays; all are copies. */
public final class Tensors {
  private Tensors() {}

  /**
   * 32-bit floats.
   *
   * @param values in the order of the extents, the innermost fastest
   * @param shape extents, outermost first; none for a single number
   */
  public static Tensor of(float[] values, long... shape) {
    requireSize(values.length, shape);
    try (FloatPointer copied = new FloatPointer(values)) {
      return torch.from_blob(copied, shape).clone();
    }
  }

  /** 64-bit integers, such as the numbers of classes. */
  public static Tensor of(long[] values, long... shape) {
    requireSize(values.length, shape);
    try (LongPointer copied = new LongPointer(values);
        TensorOptions options = new TensorOptions(torch.ScalarType.Long)) {
      return torch.from_blob(copied, shape, options).clone();
    }
  }

  /**
   * The numbers of a tensor as 32-bit floats, in the order of its extents however it lies in
   * memory.
   */
  public static float[] floats(Tensor tensor) {
    try (TorchScope _ = TorchScope.open()) {
      Tensor dense = tensor.detach().to(torch.ScalarType.Float).contiguous();
      return MemorySegment.ofAddress(dense.data_ptr_float().address())
          .reinterpret(Float.BYTES * dense.numel())
          .toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  /** The numbers of a tensor of integers. */
  public static long[] longs(Tensor tensor) {
    try (TorchScope _ = TorchScope.open()) {
      Tensor dense = tensor.detach().to(torch.ScalarType.Long).contiguous();
      return MemorySegment.ofAddress(dense.data_ptr_long().address())
          .reinterpret(Long.BYTES * dense.numel())
          .toArray(ValueLayout.JAVA_LONG);
    }
  }

  /** The one number of a tensor. */
  public static float number(Tensor tensor) {
    return tensor.item_float();
  }

  private static void requireSize(int length, long... shape) {
    long elements = 1;
    for (long extent : shape) {
      elements = Math.multiplyExact(elements, extent);
    }
    if (elements != length) {
      throw new IllegalArgumentException(length + " numbers for " + elements);
    }
  }
}
