package liviano.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;

/** Segments as the engine lays them out: aligned to 64 bytes and rounded up to 64. */
final class Tensors {
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfFloat FLOAT = LittleEndian.FLOAT_UNALIGNED;

  private Tensors() {}

  /** A tensor of {@code values}; what follows it in the segment is NaN, so that its use shows. */
  static MemorySegment of(float[] values) {
    MemorySegment segment = filled(values.length, Float.NaN);
    MemorySegment.copy(values, 0, segment, FLOAT, 0, values.length);
    return segment;
  }

  static MemorySegment filled(int count, float value) {
    long bytes = Math.ceilDiv(Math.max(1, count), 16) * 64L;
    MemorySegment segment = Arena.ofAuto().allocate(bytes, 64);
    for (long at = 0; at < bytes; at += Float.BYTES) {
      segment.set(FLOAT, at, value);
    }
    return segment;
  }

  static float[] read(MemorySegment tensor, int count) {
    return tensor.asSlice(0, (long) count * Float.BYTES).toArray(FLOAT);
  }

  /** A parameter that starts three bytes off any alignment: models are mapped as they come. */
  static Param param(String name, float[] values, Integer... dims) {
    MemorySegment data = Arena.ofAuto().allocate(values.length * 4L + 3, 64).asSlice(3);
    MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
    return new Param(name, DType.F32, new Shape(List.of(dims)), data);
  }
}
