package liviano.formats.importer;

import java.util.ArrayList;
import java.util.List;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.weights.Tensor;

/** Tensors that are repeated along each other's extents of 1, which count from the innermost. */
record Spread(Assembly assembly) {

  /**
   * The extents that both have together.
   *
   * @throws liviano.MalformedModelException if two extents differ and none is 1
   */
  static List<Integer> together(ForeignNode node, List<Integer> first, List<Integer> second) {
    int rank = Math.max(first.size(), second.size());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int a = extent(first, i - rank);
      int b = extent(second, i - rank);
      if (a != b && a != 1 && b != 1) {
        throw node.malformed("it combines " + first + " and " + second);
      }
      dims.add(a == 1 ? b : a);
    }
    return dims;
  }

  /** Numbers of a tensor of those extents; {@link Long#MAX_VALUE} if there are more. */
  static long count(List<Integer> dims) {
    return dims.stream().mapToLong(Integer::longValue).reduce(1, Spread::product);
  }

  private static long product(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private static int extent(List<Integer> dims, int fromInnermost) {
    int at = dims.size() + fromInnermost;
    return at < 0 ? 1 : dims.get(at);
  }

  /**
   * A constant that lies as a tensor does, of the same rank and so repeated over it.
   *
   * @throws liviano.MalformedModelException if its extents are not those of the tensor or 1
   */
  Tensor over(ForeignNode node, Tensor constant, Computed data) {
    int rank = data.dims().size();
    List<Integer> dims = new ArrayList<>();
    for (int i = constant.rank(); i < rank; i++) {
      dims.add(1);
    }
    constant.dims().sizes().forEach(size -> dims.add(Math.toIntExact(size)));
    if (dims.size() != rank || !together(node, dims, data.dims()).equals(data.dims())) {
      throw node.malformed("a constant of " + constant.dims() + " does not fit " + data.dims());
    }
    Tensor behind = Numbers.reshaped(constant, dims);
    if (data.isPlain() || Computed.isVector(dims)) {
      return Numbers.reshaped(behind, data.order().stream().map(dims::get).toList());
    }
    assembly.made().spend(node, constant.data().byteSize());
    return Numbers.transposed(behind, data.order());
  }
}
