package liviano.formats.tensorflow;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.importer.ForeignNode;
import liviano.formats.importer.ForeignOp;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** The importer's network while it grows out of a TensorFlow graph. */
final class Translation {
  /** Axes, extents and paddings. */
  private static final int MOST_NUMBERS = 64;

  private final Aliases aliases;
  private final Map<Port, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Integer, ForeignConstant> constants = new HashMap<>();
  private final Map<List<Object>, Integer> reordered = new HashMap<>();
  private final List<ForeignNode> nodes = new ArrayList<>();

  Translation(Aliases aliases) {
    this.aliases = aliases;
  }

  List<String> names() {
    return names;
  }

  Map<Integer, ForeignConstant> constants() {
    return constants;
  }

  List<ForeignNode> nodes() {
    return nodes;
  }

  /** The number of a tensor. */
  int number(Port port) {
    Port meant = aliases.resolved(port);
    Integer known = numbers.get(meant);
    if (known != null) {
      return known;
    }
    int number = made(meant.toString());
    numbers.put(meant, number);
    ForeignConstant constant = aliases.graph().constants().get(meant.node());
    if (constant != null) {
      constants.put(number, constant);
    }
    return number;
  }

  /** Whether anything in the graph names the tensor. */
  boolean isRead(Port port) {
    return aliases.isRead(port);
  }

  int input(GraphNode node, int index) {
    return number(node.input(index));
  }

  int output(GraphNode node) {
    return number(new Port(node.name(), 0));
  }

  /** A tensor that the graph does not have. */
  int made(String name) {
    names.add(name);
    return names.size() - 1;
  }

  /** The constant that an input is; empty if it is computed, by other constants perhaps. */
  Optional<ForeignConstant> constant(GraphNode node, int index) {
    return Optional.ofNullable(constants.get(input(node, index)));
  }

  /** A few whole numbers that an input holds. */
  List<Integer> wholes(GraphNode node, int index) {
    ForeignConstant constant =
        constant(node, index)
            .orElseThrow(() -> node.unsupported("its input " + (index + 1) + " is not constant"));
    MemorySegment bytes = constant.bytes().get();
    int each = constant.type().bytes();
    boolean whole = constant.type() == DType.I32 || constant.type() == DType.I64;
    if (!whole || bytes.byteSize() > (long) MOST_NUMBERS * each) {
      throw node.malformed("a few integers are needed, not " + constant.type() + constant.dims());
    }
    List<Integer> wholes = new ArrayList<>();
    for (long at = 0; at < bytes.byteSize(); at += each) {
      long number =
          each == Integer.BYTES
              ? bytes.get(LittleEndian.INT_UNALIGNED, at)
              : bytes.get(LittleEndian.LONG_UNALIGNED, at);
      wholes.add(Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    return wholes;
  }

  /** The one whole number that an input holds. */
  int whole(GraphNode node, int index) {
    List<Integer> wholes = wholes(node, index);
    if (wholes.size() != 1) {
      throw node.malformed("one integer is needed, there are " + wholes.size());
    }
    return wholes.getFirst();
  }

  /** A constant that the graph does not have. */
  int integers(String name, List<Integer> integers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(integers.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    integers.forEach(bytes::putInt);
    return made(name, DType.I32, List.of(integers.size()), bytes);
  }

  /** A constant of one number. */
  int real(String name, float number) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return made(name, DType.F32, List.of(), bytes.putFloat(number));
  }

  private int made(String name, DType type, List<Integer> dims, ByteBuffer bytes) {
    int number = made(name);
    MemorySegment segment = MemorySegment.ofArray(bytes.array());
    constants.put(number, new ForeignConstant(type, dims, () -> segment));
    return number;
  }

  /**
   * Weights with their axes in another order.
   *
   * @param order of each axis the one that it was; {@code null} for weights that stay in their
   *     order
   * @param dims how many extents they have
   */
  int reordered(GraphNode node, int index, int dims, List<Integer> order) {
    int number = input(node, index);
    Optional<ForeignConstant> constant = constant(node, index);
    if (constant.isPresent() && constant.get().dims().size() != dims) {
      throw node.malformed("its weights have the shape " + constant.get().dims());
    }
    return reordered.computeIfAbsent(
        List.of(number, order),
        _ -> {
          int made = made(names.get(number));
          if (constant.isPresent()) {
            constants.put(made, AxisOrder.of(constant.get(), order));
          } else {
            int axes = integers("", order);
            add(node, new ForeignOp.Transpose(), List.of(number, axes), made);
          }
          return made;
        });
  }

  /** What the node becomes, or a part of that. */
  void add(GraphNode node, ForeignOp op, List<Integer> inputs, int output) {
    add(node, op, inputs, List.of(output));
  }

  void add(GraphNode node, ForeignOp op, List<Integer> inputs, List<Integer> outputs) {
    nodes.add(new ForeignNode(node.op(), node.name(), op, inputs, outputs));
  }

  /** A part of what the node becomes. */
  int part(GraphNode node, String part, ForeignOp op, Integer... inputs) {
    int made = made(node.name() + "." + part);
    nodes.add(new ForeignNode(node.op(), names.get(made), op, Arrays.asList(inputs), made));
    return made;
  }

  /** What the node becomes, of its first inputs as they are. */
  void as(GraphNode node, ForeignOp op, int inputs) {
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      read.add(input(node, i));
    }
    add(node, op, read, output(node));
  }
}
