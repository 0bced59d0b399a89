package liviano.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** Parameters made from other parameters. */
final class Constants {
  private Constants() {}

  /** Made of some parameters by a rule. */
  static Origin made(Origin.Rule how, Param... from) {
    return new Origin.Made(how, Stream.of(from).map(Param::origin).toList());
  }

  /** A parameter of floats. */
  static Param floats(Origin origin, List<Integer> dims, float[] values) {
    MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, 64);
    MemorySegment.copy(values, 0, data, LittleEndian.FLOAT, 0, values.length);
    return new Param(origin, DType.F32, dims, data);
  }
}
