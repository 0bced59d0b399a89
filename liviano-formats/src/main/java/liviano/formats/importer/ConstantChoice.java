package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import liviano.Limits.Limit;
import liviano.formats.importer.ForeignValue.Known;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/** Comparisons of constants and choices by them: converters say open extents with these. */
record ConstantChoice(Assembly assembly) {
  Tensor where(ForeignNode node) {
    Tensor first = few(node, 1);
    Tensor second = few(node, 2);
    Tensor choice = few(node, 0);
    if (first.type() != second.type()) {
      throw node.malformed("it chooses of " + first.type() + " and " + second.type());
    }
    List<Integer> dims = together(node, together(node, dims(choice), dims(first)), dims(second));
    Tensor a = repeated(first, dims);
    Tensor b = repeated(second, dims);
    Tensor c = repeated(choice, dims);
    int each = a.type().bytes();
    MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(a.data().byteSize())]);
    for (long i = 0; i < c.elementCount(); i++) {
      Tensor chosen = c.data().get(ValueLayout.JAVA_BYTE, i * c.type().bytes()) != 0 ? a : b;
      MemorySegment.copy(chosen.data(), i * each, bytes, i * each, each);
    }
    return new Tensor("", a.type(), a.dims(), bytes);
  }

  Tensor equal(ForeignNode node) {
    Tensor first = few(node, 0);
    Tensor second = few(node, 1);
    List<Integer> dims = together(node, dims(first), dims(second));
    List<Long> a = longs(repeated(first, dims));
    List<Long> b = longs(repeated(second, dims));
    byte[] equal = new byte[a.size()];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = (byte) (a.get(i).equals(b.get(i)) ? 1 : 0);
    }
    return new Tensor("", DType.BOOL, Numbers.extents(dims), MemorySegment.ofArray(equal));
  }

  private Tensor few(ForeignNode node, int input) {
    Tensor tensor = assembly.constant(node, input);
    node.require(assembly.limits(), Limit.COMPARED_NUMBERS, tensor.elementCount());
    return tensor;
  }

  private List<Integer> together(ForeignNode node, List<Integer> first, List<Integer> second) {
    List<Integer> dims = Spread.together(node, first, second);
    node.require(assembly.limits(), Limit.COMPARED_NUMBERS, Spread.count(dims));
    return dims;
  }

  private static List<Integer> dims(Tensor tensor) {
    return new Known(tensor).dims();
  }

  /** The numbers of a tensor along all of those extents. */
  static Tensor repeated(Tensor tensor, List<Integer> dims) {
    int rank = dims.size();
    int behind = rank - tensor.rank();
    return Numbers.gathered(
        tensor,
        dims,
        index -> {
          long from = 0;
          long stride = 1;
          long rest = index;
          for (int axis = rank - 1; axis >= 0; axis--) {
            long at = rest % dims.get(axis);
            rest /= dims.get(axis);
            long extent = axis < behind ? 1 : tensor.dim(axis - behind);
            from += extent == 1 ? 0 : at * stride;
            stride *= extent;
          }
          return from;
        });
  }

  /**
   * Whole numbers of 32 or 64 bits.
   *
   * @throws IllegalArgumentException if they are others
   */
  static List<Long> longs(Tensor tensor) {
    List<Long> longs = new ArrayList<>();
    for (long i = 0; i < tensor.elementCount(); i++) {
      longs.add(
          switch (tensor.type()) {
            case I64 -> tensor.data().get(LittleEndian.LONG_UNALIGNED, i * Long.BYTES);
            case I32 -> (long) tensor.data().get(LittleEndian.INT_UNALIGNED, i * Integer.BYTES);
            default ->
                throw new IllegalArgumentException(
                    "whole numbers are needed, not " + tensor.type());
          });
    }
    return longs;
  }
}
