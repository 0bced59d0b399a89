package liviano.formats.pytorch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.tensor.Extents;
import liviano.weights.Tensor;

/**
 * A tensor as a pickle describes it: a view of a storage.
 *
 * @param offset index of its first number
 * @param strides how far apart neighbours along each extent are, in numbers
 */
record TensorView(Storage storage, long offset, Extents dims, List<Long> strides) {

  /**
   * @throws MalformedModelException if it reaches beyond its storage, or shows a number twice
   */
  TensorView {
    strides = List.copyOf(strides);
    if (strides.size() != dims.rank()) {
      throw broken(dims, "it has " + strides.size() + " strides");
    }
    try {
      long last = offset;
      long count = 1;
      for (int axis = 0; axis < dims.rank(); axis++) {
        long reach = Math.multiplyExact(Math.max(0, dims.get(axis) - 1), strides.get(axis));
        last = Math.addExact(last, reach);
        count = Math.multiplyExact(count, dims.get(axis));
        if (strides.get(axis) < 0) {
          throw broken(dims, "a stride is negative");
        }
      }
      if (offset < 0 || count > 0 && last >= storage.count()) {
        throw broken(dims, "it reaches beyond its storage of " + storage.count() + " numbers");
      }
      // Otherwise a few bytes could become any number of them.
      if (count > storage.count()) {
        throw broken(dims, "it repeats the " + storage.count() + " numbers of its storage");
      }
    } catch (ArithmeticException e) {
      throw broken(dims, "its extents are beyond 63 bits");
    }
  }

  private static MalformedModelException broken(Extents dims, String reason) {
    return new MalformedModelException(
        String.format(Locale.ROOT, "a tensor of shape %s: %s", dims, reason));
  }

  /**
   * The tensor under a name: a view of the storage if its numbers lie in order, otherwise a copy.
   *
   * @param numbers those of the storage
   */
  Tensor read(String name, MemorySegment numbers) {
    int each = storage.type().bytes();
    long count = dims.sizes().stream().reduce(1L, (a, b) -> a * b);
    if (count == 0 || strides.equals(contiguous())) {
      return new Tensor(
          name,
          storage.type(),
          dims,
          numbers.asSlice(count == 0 ? 0 : offset * each, count * each));
    }
    MemorySegment copy = Arena.ofAuto().allocate(count * each, 64);
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
    return new Tensor(name, storage.type(), dims, copy);
  }

  /** The strides of numbers in order; those of extents of 1 do not matter and are as given. */
  private List<Long> contiguous() {
    List<Long> inOrder = new ArrayList<>();
    long next = 1;
    for (int axis = dims.rank() - 1; axis >= 0; axis--) {
      inOrder.add(dims.get(axis) == 1 ? strides.get(axis) : Long.valueOf(next));
      next *= dims.get(axis);
    }
    Collections.reverse(inOrder);
    return inOrder;
  }
}
