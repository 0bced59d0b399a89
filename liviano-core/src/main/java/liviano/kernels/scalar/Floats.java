package liviano.kernels.scalar;

import java.lang.foreign.MemorySegment;
import liviano.kernels.PackedWeights;
import liviano.kernels.Param;
import liviano.tensor.LittleEndian;

/** Floats of a tensor by their index. */
final class Floats {
  /** The numbers in their own order. */
  private record AsStored() implements PackedWeights.Layout {}

  private Floats() {}

  /**
   * A parameter as an aligned copy outside the heap. A mapped file would do, but one kind of
   * segment in the inner loops is five times faster than two.
   */
  static MemorySegment of(Param param, PackedWeights cache) {
    return cache.get(param, new AsStored(), param.bytes(), copy -> copy.copyFrom(param.data()));
  }

  static float get(MemorySegment tensor, long index) {
    return tensor.get(LittleEndian.FLOAT, index * Float.BYTES);
  }

  static void set(MemorySegment tensor, long index, float value) {
    tensor.set(LittleEndian.FLOAT, index * Float.BYTES, value);
  }
}
