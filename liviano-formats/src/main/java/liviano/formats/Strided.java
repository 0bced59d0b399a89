package liviano.formats;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import liviano.tensor.Extents;
import liviano.tensor.NativeMemory;

/** Numbers at regular distances along each extent, as files hold them that store views. */
public final class Strided {
  private Strided() {}

  /**
   * The numbers in order, the last extent contiguous: a slice where they lie so already, a copy
   * outside the heap otherwise.
   *
   * @param numbers all numbers of the view are within them: the caller has checked it
   * @param each bytes of a number
   * @param offset index of the first number
   * @param strides how far apart neighbours along each extent are, in numbers
   */
  public static MemorySegment inOrder(
      MemorySegment numbers, int each, long offset, Extents dims, List<Long> strides) {
    long count = dims.sizes().stream().reduce(1L, (a, b) -> a * b);
    if (count == 0) {
      return numbers.asSlice(0, 0);
    }
    if (isInOrder(dims, strides)) {
      return numbers.asSlice(offset * each, count * each);
    }
    MemorySegment copy = NativeMemory.allocate(count * each);
    long[] at = new long[dims.rank()];
    long from = offset;
    for (long to = 0; to < count; to++) {
      MemorySegment.copy(numbers, from * each, copy, to * each, each);
      for (int axis = at.length - 1; axis >= 0; axis--) {
        from += strides.get(axis);
        if (++at[axis] < dims.get(axis)) {
          break;
        }
        from -= strides.get(axis) * at[axis];
        at[axis] = 0;
      }
    }
    return copy;
  }

  /** The stride of an extent of 1 does not matter. */
  private static boolean isInOrder(Extents dims, List<Long> strides) {
    long next = 1;
    for (int axis = dims.rank() - 1; axis >= 0; axis--) {
      if (dims.get(axis) != 1 && strides.get(axis) != next) {
        return false;
      }
      next *= dims.get(axis);
    }
    return true;
  }

  /** The strides of numbers whose first extent is contiguous. */
  public static List<Long> firstContiguous(Extents dims) {
    List<Long> strides = new ArrayList<>();
    long next = 1;
    for (long size : dims.sizes()) {
      strides.add(next);
      next *= size;
    }
    return Collections.unmodifiableList(strides);
  }
}
