package liviano.formats.tensorflow;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.formats.importer.ForeignConstant;
import liviano.tensor.NativeMemory;

/** Constants with their axes in another order. */
final class AxisOrder {
  private AxisOrder() {}

  /**
   * The same numbers, moved when they are asked for.
   *
   * @param order of each axis the one that it was
   */
  static ForeignConstant of(ForeignConstant constant, List<Integer> order) {
    List<Integer> dims = order.stream().map(constant.dims()::get).toList();
    return new ForeignConstant(constant.type(), dims, () -> moved(constant, order, dims));
  }

  private static MemorySegment moved(
      ForeignConstant constant, List<Integer> order, List<Integer> dims) {
    int rank = dims.size();
    long[] strides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long stride = 1;
      for (int inner = order.get(axis) + 1; inner < rank; inner++) {
        stride *= constant.dims().get(inner);
      }
      strides[axis] = stride;
    }
    MemorySegment from = constant.bytes().get();
    int each = constant.type().bytes();
    MemorySegment to = NativeMemory.allocate(from.byteSize());
    int[] place = new int[rank];
    long source = 0;
    for (long at = 0; at < from.byteSize(); at += each) {
      MemorySegment.copy(from, source * each, to, at, each);
      for (int axis = rank - 1; axis >= 0; axis--) {
        source += strides[axis];
        if (++place[axis] < dims.get(axis)) {
          break;
        }
        source -= strides[axis] * dims.get(axis);
        place[axis] = 0;
      }
    }
    return to.asReadOnly();
  }
}
