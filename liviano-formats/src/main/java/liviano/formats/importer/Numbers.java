package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.NativeMemory;
import liviano.weights.Tensor;

/** What is done with constants of any format without computing anything of them. */
final class Numbers {
  private Numbers() {}

  /** As a graph holds it: real numbers as 32-bit floats, at least one extent. */
  static Tensor stored(Tensor tensor) {
    return tensor.type().isFloating() && tensor.type() != DType.F32
        ? Tensor.of("", tensor.dims(), tensor.toFloats())
        : tensor;
  }

  /** The same numbers in other extents. */
  static Tensor reshaped(Tensor tensor, List<Integer> dims) {
    return new Tensor("", tensor.type(), extents(dims), tensor.data());
  }

  /** The axes in another order, the numbers moved along. */
  static Tensor transposed(Tensor tensor, List<Integer> axes) {
    if (IntStream.range(0, axes.size()).allMatch(i -> axes.get(i) == i)) {
      return tensor;
    }
    int rank = tensor.rank();
    long[] strides = new long[rank];
    long stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= tensor.dim(axis);
    }
    List<Integer> dims = axes.stream().map(axis -> Math.toIntExact(tensor.dim(axis))).toList();
    return gathered(
        tensor,
        dims,
        index -> {
          long from = 0;
          long rest = index;
          for (int i = rank - 1; i >= 0; i--) {
            from += rest % dims.get(i) * strides[axes.get(i)];
            rest /= dims.get(i);
          }
          return from;
        });
  }

  /**
   * Numbers of a constant at other places.
   *
   * @param from the place of a number in the constant by its place in the result
   */
  static Tensor gathered(Tensor tensor, List<Integer> dims, LongUnaryOperator from) {
    Extents extents = extents(dims);
    int each = tensor.type().bytes();
    MemorySegment bytes = NativeMemory.allocate(extents.bytes(tensor.type()));
    long count = bytes.byteSize() / each;
    for (long i = 0; i < count; i++) {
      copy(tensor.data(), from.applyAsLong(i) * each, bytes, i * each, each);
    }
    return new Tensor("", tensor.type(), extents, bytes);
  }

  private static void copy(MemorySegment from, long at, MemorySegment to, long into, int bytes) {
    switch (bytes) {
      case 1 -> to.set(ValueLayout.JAVA_BYTE, into, from.get(ValueLayout.JAVA_BYTE, at));
      case 4 -> to.set(LittleEndian.INT_UNALIGNED, into, from.get(LittleEndian.INT_UNALIGNED, at));
      default -> MemorySegment.copy(from, at, to, into, bytes);
    }
  }

  static Extents extents(List<Integer> dims) {
    return Extents.of(dims.stream().mapToLong(Integer::longValue).toArray());
  }
}
