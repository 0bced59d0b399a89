package liviano.formats.pytorch;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.formats.Strided;
import liviano.tensor.DType;
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
    DType type = storage.type();
    return new Tensor(
        name, type, dims, Strided.inOrder(numbers, type.bytes(), offset, dims, strides));
  }
}
