package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignValue.Known;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/**
 * What does not depend on the inputs and needs no arithmetic: constants in other extents, and the
 * extents of tensors, from which some converters compute shapes.
 */
record Folding(Assembly assembly) {

  /** What the node gives, where it reads nothing but constants. */
  Optional<ForeignValue> fold(ForeignNode node) {
    if (node.op() instanceof ForeignOp.ShapeOf) {
      return Optional.of(numbers(assembly.operand(node, 0).dims()));
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!node.has(i) || !(assembly.operand(node, i) instanceof Known)) {
        return Optional.empty();
      }
    }
    return switch (node.op()) {
      case ForeignOp.Reshape(List<Integer> dims) -> {
        Tensor tensor = assembly.constant(node, 0);
        List<Integer> wanted = node.has(1) ? assembly.integers(node, 1) : dims;
        int count = Math.toIntExact(tensor.elementCount());
        yield Optional.of(reshaped(tensor, ForeignAxes.filled(node, wanted, count)));
      }
      default -> Optional.empty();
    };
  }

  private static ForeignValue reshaped(Tensor tensor, List<Integer> dims) {
    long[] extents = dims.stream().mapToLong(Integer::longValue).toArray();
    return new Known(new Tensor("", tensor.type(), Extents.of(extents), tensor.data()));
  }

  private static ForeignValue numbers(List<Integer> numbers) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[numbers.size() * Integer.BYTES]);
    for (int i = 0; i < numbers.size(); i++) {
      bytes.set(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES, numbers.get(i));
    }
    Extents dims = Extents.of(numbers.size());
    return new Known(new Tensor("", DType.I32, dims, bytes));
  }
}
