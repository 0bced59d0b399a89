package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/** Constants that say places, extents and axes. */
final class WholeNumbers {
  private WholeNumbers() {}

  /**
   * All numbers of a constant.
   *
   * @param most how many there may be
   */
  static List<Long> longs(ForeignNode node, Tensor tensor, int most) {
    boolean wide = tensor.type() == DType.I64;
    if (!wide && tensor.type() != DType.I32 || tensor.elementCount() > most) {
      throw node.malformed(
          "at most " + most + " integers are needed, not " + tensor.type() + tensor.dims());
    }
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < tensor.elementCount(); i++) {
      numbers.add(
          wide
              ? tensor.data().get(LittleEndian.LONG_UNALIGNED, i * Long.BYTES)
              : tensor.data().get(LittleEndian.INT_UNALIGNED, i * Integer.BYTES));
    }
    return numbers;
  }

  /** The same of 32 bits; none may be beyond. */
  static List<Integer> exact(ForeignNode node, Tensor tensor, int most) {
    return longs(node, tensor, most).stream().map(number -> exact(node, number)).toList();
  }

  private static int exact(ForeignNode node, long number) {
    if (number != (int) number) {
      throw node.malformed("an integer is beyond 32 bits");
    }
    return (int) number;
  }

  /**
   * The same, those beyond 32 bits as the greatest and the smallest of these: files write such for
   * "to the end".
   */
  static List<Integer> held(ForeignNode node, Tensor tensor, int most) {
    return longs(node, tensor, most).stream()
        .map(number -> Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE))
        .toList();
  }

  /** The one number of a constant. */
  static int single(ForeignNode node, Tensor tensor) {
    List<Integer> numbers = held(node, tensor, 1);
    if (numbers.size() != 1) {
      throw node.malformed("one integer is needed, there are " + numbers.size());
    }
    return numbers.getFirst();
  }
}
