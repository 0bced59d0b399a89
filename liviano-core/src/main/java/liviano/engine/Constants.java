package liviano.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import liviano.kernels.Format;
import liviano.kernels.Param;

/** Parameters made from other parameters. */
final class Constants {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Constants() {}

  /** A parameter of floats. */
  static Param floats(String name, List<Integer> dims, float[] values) {
    MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, 64);
    MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
    return new Param(name, Format.F32, dims, data);
  }
}
