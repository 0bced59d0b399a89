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
   * All numbers of a constant, those beyond 32 bits as the greatest and the smallest of these:
   * files write such for "to the end".
   */
  static List<Integer> held(ForeignNode node, Tensor tensor, int most) {
    boolean whole = tensor.type() == DType.I32 || tensor.type() == DType.I64;
    if (!whole || tensor.elementCount() > most) {
      throw node.malformed(
          "at most " + most + " integers are needed, not " + tensor.type() + tensor.dims());
    }
    List<Integer> numbers = new ArrayList<>();
    for (long i = 0; i < tensor.elementCount(); i++) {
      numbers.add(
          tensor.type() == DType.I32
              ? tensor.data().get(LittleEndian.INT_UNALIGNED, i * Integer.BYTES)
              : Math.clamp(
                  tensor.data().get(LittleEndian.LONG_UNALIGNED, i * Long.BYTES),
                  Integer.MIN_VALUE,
                  Integer.MAX_VALUE));
    }
    return numbers;
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
