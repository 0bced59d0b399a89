package liviano.train.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
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
      return placed(torch.from_blob(copied, shape));
    }
  }

  /** 64-bit integers, such as the numbers of classes. */
  public static Tensor of(long[] values, long... shape) {
    requireSize(values.length, shape);
    try (LongPointer copied = new LongPointer(values);
        TensorOptions options = new TensorOptions(torch.ScalarType.Long)) {
      return placed(torch.from_blob(copied, shape, options));
    }
  }

  /** A copy where tensors are computed with. */
  private static Tensor placed(Tensor given) {
    if (Torch.device() == torch.DeviceType.CPU) {
      return given.clone();
    }
    try (Device device = new Device(Torch.device())) {
      return given.to(device, given.scalar_type());
    }
  }

  /**
   * The numbers of a tensor as 32-bit floats, in the order of its extents however it lies in
   * memory.
   */
  public static float[] floats(Tensor tensor) {
    try (TorchScope _ = TorchScope.open()) {
      Tensor dense = tensor.detach().cpu().to(torch.ScalarType.Float).contiguous();
      return MemorySegment.ofAddress(dense.data_ptr_float().address())
          .reinterpret(Float.BYTES * dense.numel())
          .toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  /** The numbers of a tensor in double precision, in the order of its extents. */
  public static double[] doubles(Tensor tensor) {
    try (TorchScope _ = TorchScope.open()) {
      Tensor dense = tensor.detach().cpu().to(torch.ScalarType.Double).contiguous();
      return MemorySegment.ofAddress(dense.data_ptr_double().address())
          .reinterpret(Double.BYTES * dense.numel())
          .toArray(ValueLayout.JAVA_DOUBLE);
    }
  }

  /**
   * Maps from the order of pictures, as a tensor {@code [batch, channels, height, width]} whose
   * channels are innermost in memory.
   *
   * @param values {@code [batch, height, width, channels]}
   */
  public static Tensor maps(float[] values, long batch, long height, long width, long channels) {
    return of(values, batch, height, width, channels).permute(0, 3, 1, 2);
  }

  /** Maps in the order of pictures: what {@link #maps} takes. */
  public static float[] mapFloats(Tensor maps) {
    try (TorchScope _ = TorchScope.open()) {
      return floats(maps.permute(0, 2, 3, 1));
    }
  }

  /**
   * A tensor of four extents whose second is innermost in memory: itself where it is so, a copy
   * otherwise. libtorch's convolutions are about twice as fast on it.
   */
  public static Tensor channelsLast(Tensor tensor) {
    return tensor.contiguous(torch.MemoryFormat.ChannelsLast);
  }

  /** The extents of a tensor, outermost first. */
  public static List<Long> extents(Tensor tensor) {
    return LongStream.range(0, tensor.dim()).mapToObj(tensor::size).toList();
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
