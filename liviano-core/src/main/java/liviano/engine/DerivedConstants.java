package liviano.engine;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import java.util.stream.Stream;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;
import liviano.tensor.Shape;

/** Parameters made from other parameters. */
final class DerivedConstants {
  private DerivedConstants() {}

  /** Made of some parameters by a rule. */
  static Origin made(Origin.Rule how, Param... from) {
    return new Origin.Made(how, Stream.of(from).map(Param::origin).toList());
  }

  /**
   * A parameter of floats that are computed when they are needed.
   *
   * @param values gives as many numbers as the shape holds, the same at every call
   */
  static Param floats(Origin origin, Shape shape, Supplier<float[]> values) {
    return new Param(origin, DType.F32, shape, () -> offHeap(values.get()));
  }

  private static MemorySegment offHeap(float[] values) {
    MemorySegment data = NativeMemory.allocate((long) values.length * Float.BYTES);
    LittleEndian.copy(values, data);
    return data;
  }
}
