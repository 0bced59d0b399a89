package liviano.formats.importer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.formats.importer.ForeignValue.Known;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.weights.Tensor;

/**
 * What does not depend on the inputs: constants in other extents, and the few numbers that say a
 * shape, which some converters compute from the shape of another tensor.
 */
record Folding(Assembly assembly) {

  /** What the node gives, where it reads nothing but constants. */
  Optional<ForeignValue> fold(ForeignNode node) {
    if (node.op() instanceof ForeignOp.ShapeOf) {
      return Optional.of(numbers(assembly.operand(node, 0).dims(), true));
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
      case ForeignOp.Slice slice -> Optional.of(slice(node, slice));
      case ForeignOp.Pack _, ForeignOp.Concatenate _ -> joined(node);
      default -> Optional.empty();
    };
  }

  private ForeignValue slice(ForeignNode node, ForeignOp.Slice slice) {
    List<Integer> numbers = assembly.integers(node, 0);
    int begin = slice.openBegin() ? 0 : bound(node, 1, numbers.size());
    int end = slice.openEnd() ? numbers.size() : bound(node, 2, numbers.size());
    if (slice.single()) {
      if (begin >= numbers.size()) {
        throw node.malformed("it takes number " + begin + " of " + numbers.size());
      }
      return numbers(numbers.subList(begin, begin + 1), false);
    }
    if (!assembly.integers(node, 3).equals(List.of(1))) {
      throw node.unsupported("it takes steps other than 1");
    }
    return numbers(numbers.subList(Math.min(begin, end), end), true);
  }

  /** A place in a list, from its end where it is negative. */
  private int bound(ForeignNode node, int input, int count) {
    List<Integer> bounds = assembly.integers(node, input);
    if (bounds.size() != 1) {
      throw node.unsupported("it takes a part of more than a list");
    }
    int bound = bounds.getFirst();
    return Math.clamp(bound < 0 ? (long) bound + count : bound, 0, count);
  }

  /** A list of the numbers; nothing if they are no integers, which say no shape. */
  private Optional<ForeignValue> joined(ForeignNode node) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      if (assembly.constant(node, i).type().isFloating()) {
        return Optional.empty();
      }
      numbers.addAll(assembly.integers(node, i));
    }
    return Optional.of(numbers(numbers, true));
  }

  private static ForeignValue reshaped(Tensor tensor, List<Integer> dims) {
    long[] extents = dims.stream().mapToLong(Integer::longValue).toArray();
    return new Known(new Tensor("", tensor.type(), Extents.of(extents), tensor.data()));
  }

  private static ForeignValue numbers(List<Integer> numbers, boolean list) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[numbers.size() * Integer.BYTES]);
    for (int i = 0; i < numbers.size(); i++) {
      bytes.set(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES, numbers.get(i));
    }
    Extents dims = list ? Extents.of(numbers.size()) : Extents.of();
    return new Known(new Tensor("", DType.I32, dims, bytes));
  }
}
