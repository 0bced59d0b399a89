package liviano.formats.keras;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import liviano.formats.importer.ForeignConstant;
import liviano.tensor.NativeMemory;

/** Weights of Keras in the order in which the importer takes them. */
final class Layouts {
  private Layouts() {}

  /** The same numbers in other extents. */
  static ForeignConstant inDims(ForeignConstant weights, List<Integer> dims) {
    return new ForeignConstant(weights.type(), dims, weights.bytes());
  }

  /** {@code [height, width, in, out]} as {@code [out, height, width, in]}. */
  static ForeignConstant outermost(ForeignConstant weights) {
    List<Integer> dims = weights.dims();
    return swapped(
        weights,
        product(dims.subList(0, 3)),
        dims.get(3),
        1,
        List.of(dims.get(3), dims.get(0), dims.get(1), dims.get(2)));
  }

  /** {@code [height, width, out, in]} as {@code [out, height, width, in]}. */
  static ForeignConstant outBeforePositions(ForeignConstant weights) {
    List<Integer> dims = weights.dims();
    return swapped(
        weights,
        product(dims.subList(0, 2)),
        dims.get(2),
        dims.get(3),
        List.of(dims.get(2), dims.get(0), dims.get(1), dims.get(3)));
  }

  /** {@code [in, units]} as {@code [units, in]}. */
  static ForeignConstant transposed(ForeignConstant weights) {
    int in = weights.dims().get(0);
    int units = weights.dims().get(1);
    return swapped(weights, in, units, 1, List.of(units, in));
  }

  /** {@code [rows, columns, inner]} as {@code [columns, rows, inner]}. */
  private static ForeignConstant swapped(
      ForeignConstant weights, int rows, int columns, int inner, List<Integer> dims) {
    long each = (long) inner * weights.type().bytes();
    return new ForeignConstant(
        weights.type(), dims, () -> swapped(weights.bytes().get(), rows, columns, each));
  }

  private static MemorySegment swapped(MemorySegment from, int rows, int columns, long each) {
    MemorySegment to = NativeMemory.allocate(rows * (columns * each));
    for (long row = 0; row < rows; row++) {
      for (long column = 0; column < columns; column++) {
        long source = (row * columns + column) * each;
        long target = (column * rows + row) * each;
        if (each == Integer.BYTES) {
          to.set(
              ValueLayout.JAVA_INT_UNALIGNED,
              target,
              from.get(ValueLayout.JAVA_INT_UNALIGNED, source));
        } else {
          MemorySegment.copy(from, source, to, target, each);
        }
      }
    }
    return to.asReadOnly();
  }

  private static int product(List<Integer> extents) {
    return extents.stream().reduce(1, Math::multiplyExact);
  }
}
