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
 * What does not depend on the inputs and needs no arithmetic: constants in other extents or orders,
 * and the extents of tensors, from which some converters compute shapes.
 */
record Folding(Assembly assembly) {

  /** What the node gives, where it reads nothing but constants or extents. */
  Optional<List<ForeignValue>> fold(ForeignNode node) {
    if (node.op() instanceof ForeignOp.ShapeOf) {
      return one(tensor(assembly.operand(node, 0).dims()));
    }
    if (node.op() instanceof TensorOp.Extents(int begin, int end)) {
      return one(extents(assembly.operand(node, 0).dims(), begin, end));
    }
    if (node.inputs().isEmpty() && !(node.op() instanceof TensorOp.Filled)) {
      return Optional.empty();
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.has(i) && !(assembly.operand(node, i) instanceof Known)) {
        return Optional.empty();
      }
    }
    if (!node.has(0)) {
      return Optional.empty();
    }
    return moved(node);
  }

  private Optional<List<ForeignValue>> moved(ForeignNode node) {
    return switch (node.op()) {
      case ForeignOp.Reshape(List<Integer> dims) -> {
        List<Integer> wanted = node.has(1) ? assembly.integers(node, 1) : dims;
        yield reshaped(node, ForeignAxes.filled(node, wanted, count(node)));
      }
      case ForeignOp.Transpose _ -> {
        Tensor tensor = assembly.constant(node, 0);
        assembly.made().spend(node, tensor.data().byteSize());
        yield one(
            Numbers.transposed(
                tensor, ShapeLayers.order(node, assembly.integers(node, 1), tensor.rank())));
      }
      case ForeignOp.Concatenate(int axis) -> joined(node, axis);
      case TensorOp op -> moved(node, op);
      default -> Optional.empty();
    };
  }

  private Optional<List<ForeignValue>> moved(ForeignNode node, TensorOp op) {
    List<Integer> dims = assembly.operand(node, 0).dims();
    return switch (op) {
      case TensorOp.ReshapeTo(boolean zeroCopies) ->
          reshaped(node, AxisLayers.reshaped(node, dims, assembly.integers(node, 1), zeroCopies));
      case TensorOp.Reverse() ->
          one(
              Numbers.transposed(
                  assembly.constant(node, 0), ForeignValue.plain(dims.size()).reversed()));
      case TensorOp.Flatten(int axis) -> reshaped(node, AxisLayers.flattened(node, dims, axis));
      case TensorOp.Unsqueeze() ->
          reshaped(node, AxisLayers.unsqueezed(node, dims, assembly.integers(node, 1)));
      case TensorOp.Squeeze() ->
          reshaped(
              node, AxisLayers.squeezed(node, dims, new AxisLayers(assembly).squeezedAxes(node)));
      case TensorOp.Cast(DType to) when isWhole(to) && isWhole(type(node)) ->
          one(integers(longs(node, 0), dims, to));
      case TensorOp.Filled(Tensor value) -> one(filled(node, value));
      case TensorOp.Fill() -> one(filled(node, single(node, 1)));
      case TensorOp.Range() when isWhole(type(node)) -> one(range(node));
      case TensorOp.Where() -> one(new ConstantChoice(assembly).where(node));
      case TensorOp.Equal() -> one(new ConstantChoice(assembly).equal(node));
      default -> Optional.empty();
    };
  }

  private DType type(ForeignNode node) {
    return assembly.constant(node, 0).type();
  }

  private static boolean isWhole(DType type) {
    return type == DType.I64 || type == DType.I32;
  }

  private int count(ForeignNode node) {
    return Math.toIntExact(assembly.constant(node, 0).elementCount());
  }

  private List<Long> longs(ForeignNode node, int input) {
    return ConstantChoice.longs(assembly.constant(node, input));
  }

  private Tensor single(ForeignNode node, int input) {
    Tensor value = assembly.constant(node, input);
    if (value.elementCount() != 1) {
      throw node.malformed("it fills with " + value.dims() + " numbers");
    }
    return value;
  }

  private Tensor filled(ForeignNode node, Tensor value) {
    List<Integer> dims = assembly.integers(node, 0);
    assembly.made().spend(node, Numbers.extents(dims).bytes(value.type()));
    return Numbers.gathered(value, dims, _ -> 0);
  }

  private Tensor range(ForeignNode node) {
    long first = longs(node, 0).getFirst();
    long limit = longs(node, 1).getFirst();
    long step = longs(node, 2).getFirst();
    if (step == 0) {
      throw node.malformed("it counts by steps of 0");
    }
    long count = Math.max(0, Math.ceilDiv(Math.subtractExact(limit, first), step));
    assembly.made().spend(node, Math.multiplyExact(count, 3L * Long.BYTES));
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      numbers.add(first + i * step);
    }
    return integers(numbers, List.of(Math.toIntExact(count)), type(node));
  }

  /** A list of the numbers; nothing if they are no lists of integers, which say no shape. */
  private Optional<List<ForeignValue>> joined(ForeignNode node, int axis) {
    List<Long> numbers = new ArrayList<>();
    DType type = DType.I32;
    for (int i = 0; i < node.inputs().size(); i++) {
      Tensor tensor = assembly.constant(node, i);
      if (!isWhole(tensor.type()) || tensor.rank() > 1 || axis != 0 && axis != -1) {
        return Optional.empty();
      }
      type = tensor.type();
      numbers.addAll(ConstantChoice.longs(tensor));
    }
    return one(integers(numbers, List.of(numbers.size()), type));
  }

  private Optional<List<ForeignValue>> reshaped(ForeignNode node, List<Integer> dims) {
    return one(Numbers.reshaped(assembly.constant(node, 0), dims));
  }

  private static Optional<List<ForeignValue>> one(Tensor tensor) {
    return Optional.of(List.of(new Known(tensor)));
  }

  private static Tensor extents(List<Integer> dims, int begin, int end) {
    int rank = dims.size();
    int first = Math.clamp(begin < 0 ? begin + rank : begin, 0, rank);
    int last = Math.clamp(end < 0 ? end + rank : end, 0, rank);
    List<Long> numbers =
        dims.subList(Math.min(first, last), last).stream().map(Integer::longValue).toList();
    return integers(numbers, List.of(numbers.size()), DType.I64);
  }

  /** A list of integers of 32 bits. */
  static Tensor tensor(List<Integer> numbers) {
    return integers(
        numbers.stream().map(Integer::longValue).toList(), List.of(numbers.size()), DType.I32);
  }

  /** Integers of 32 or 64 bits; those of 32 wrap around. */
  static Tensor integers(List<Long> numbers, List<Integer> dims, DType type) {
    MemorySegment bytes =
        MemorySegment.ofArray(new byte[Math.multiplyExact(numbers.size(), type.bytes())]);
    for (int i = 0; i < numbers.size(); i++) {
      if (type == DType.I64) {
        bytes.set(LittleEndian.LONG_UNALIGNED, (long) i * Long.BYTES, numbers.get(i));
      } else {
        bytes.set(LittleEndian.INT_UNALIGNED, (long) i * Integer.BYTES, numbers.get(i).intValue());
      }
    }
    Extents extents = Numbers.extents(dims);
    return new Tensor("", type, extents, bytes);
  }
}
