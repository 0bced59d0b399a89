package liviano.formats.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Budget;
import liviano.Budget.Limit;
import liviano.formats.Pads;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.LittleEndian;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** The graph of ours while it grows, its weights, and what has become of the file's tensors. */
final class Assembly {
  /** Numbers that say a shape, axes or paddings are few. */
  private static final int MOST_NUMBERS = 2 * Extents.MAX_RANK;

  private final ForeignGraph source;
  private final Budget budget;
  private final GraphBuilder graph = Graph.builder();
  private final LayerNames names = new LayerNames();
  private final QuantizedLayers quantized = new QuantizedLayers(graph, names);
  private final List<Tensor> weights = new ArrayList<>();
  private final Map<Integer, ForeignValue> operands = new HashMap<>();
  private long madeBytes;

  Assembly(ForeignGraph source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  GraphBuilder graph() {
    return graph;
  }

  List<Tensor> weights() {
    return weights;
  }

  /** A name for a layer, after the node. */
  String name(ForeignNode node) {
    return names.of(node.name(), node.title());
  }

  String name(int tensor, String otherwise) {
    return names.of(source.names().get(tensor), otherwise);
  }

  /** A name for a layer beside the node's own. */
  String name(ForeignNode node, String part) {
    return names.of(LayerNames.shortened(node.name()) + "." + part, part);
  }

  /**
   * Says what a tensor of the file has become: in a network with quantized tensors, in the
   * quantization that the file gives it.
   */
  void put(int tensor, ForeignValue operand) {
    boolean integers = !source.quantizations().isEmpty();
    if (integers && operand instanceof Computed(Value value, List<Integer> dims, Pads pads)) {
      String name = LayerNames.shortened(source.names().get(tensor));
      Value stored = quantized.stored(value, name, quantization(tensor));
      operands.put(tensor, new Computed(stored, dims, pads));
    } else {
      operands.put(tensor, operand);
    }
  }

  /** The real numbers that a value holds or stands for. */
  Value real(Value value) {
    return quantized.real(value);
  }

  /** How a tensor of the file is quantized. */
  Optional<ForeignQuantization> quantization(int tensor) {
    return Optional.ofNullable(source.quantizations().get(tensor));
  }

  boolean has(int tensor) {
    return operands.containsKey(tensor);
  }

  /** What an input of a node is. */
  ForeignValue operand(ForeignNode node, int input) {
    int tensor = node.input(input);
    ForeignValue operand = operands.get(tensor);
    if (operand == null && source.constants().containsKey(tensor)) {
      ForeignConstant constant = source.constants().get(tensor);
      long[] dims = constant.dims().stream().mapToLong(Integer::longValue).toArray();
      operand =
          new Known(new Tensor("", constant.type(), Extents.of(dims), constant.bytes().get()));
      operands.put(tensor, operand);
    }
    if (operand == null) {
      throw node.malformed(
          "nothing before it gives '"
              + LayerNames.shortened(source.names().get(tensor))
              + "', which it reads");
    }
    return operand;
  }

  /** An input that must not be constant. */
  Computed computed(ForeignNode node, int input) {
    if (operand(node, input) instanceof Computed computed) {
      return computed;
    }
    throw node.unsupported("it computes with a constant where a tensor is needed");
  }

  /** An input that must be constant. */
  Tensor constant(ForeignNode node, int input) {
    if (operand(node, input) instanceof Known(Tensor tensor)) {
      return tensor;
    }
    throw node.unsupported("its input " + (input + 1) + " is computed and not constant");
  }

  /** An input that must be constant, as the real numbers that it holds or stands for. */
  Tensor reals(ForeignNode node, int input) {
    return reals(node, input, constant(node, input));
  }

  private Tensor reals(ForeignNode node, int input, Tensor tensor) {
    Optional<ForeignQuantization> how = quantization(node.input(input));
    if (how.isEmpty() || tensor.type().isFloating()) {
      return tensor;
    }
    spend(node, tensor.elementCount() * Float.BYTES);
    return QuantizedLayers.reals(tensor, how.get());
  }

  /** An input that holds a few whole numbers and must be constant. */
  List<Integer> integers(ForeignNode node, int input) {
    return integers(node, constant(node, input));
  }

  List<Integer> integers(ForeignNode node, Tensor tensor) {
    boolean whole = tensor.type() == DType.I32 || tensor.type() == DType.I64;
    if (!whole || tensor.elementCount() > MOST_NUMBERS) {
      throw node.malformed("a few integers are needed, not " + tensor.type() + tensor.dims());
    }
    List<Integer> integers = new ArrayList<>();
    int each = tensor.type().bytes();
    for (long at = 0; at < tensor.data().byteSize(); at += each) {
      int low = tensor.data().get(LittleEndian.INT_UNALIGNED, at);
      if (each == Long.BYTES
          && tensor.data().get(LittleEndian.INT_UNALIGNED, at + 4) != low >> 31) {
        throw node.malformed("an integer is beyond 32 bits");
      }
      integers.add(low);
    }
    return integers;
  }

  /** The input with its zeros around it, in its extents without the batch. */
  Value value(ForeignNode node, int input) {
    return value(node, computed(node, input));
  }

  /** The same of what is computed. */
  Value value(ForeignNode node, Computed computed) {
    if (computed.pads().equals(Pads.NONE)) {
      return shaped(node, computed.value(), ForeignValue.shape(computed.dims()));
    }
    Pads pads = computed.pads();
    return add(
        node,
        "padded",
        new Op.Pad(pads.top(), pads.bottom(), pads.left(), pads.right()),
        inside(node, computed));
  }

  /** The same in whatever shape the numbers are. */
  Value bare(ForeignNode node, Computed computed) {
    return computed.pads().equals(Pads.NONE) ? computed.value() : value(node, computed);
  }

  /** A map without the zeros around it. */
  Value inside(ForeignNode node, Computed map) {
    Pads pads = map.pads();
    Shape inside =
        Shape.of(
            map.dims().get(1) - pads.top() - pads.bottom(),
            map.dims().get(2) - pads.left() - pads.right(),
            map.channels());
    return shaped(node, map.value(), inside);
  }

  /** The same numbers in a shape. */
  Value shaped(ForeignNode node, Value value, Shape shape) {
    return value.shape().equals(shape)
        ? value
        : add(node, "reshaped", new Op.Reshape(shape), value);
  }

  /** A layer that takes the node's name. */
  Value add(ForeignNode node, Op op, Value... reads) {
    return quantized.add(name(node), op, List.of(reads), quantization(node.output()));
  }

  /** A layer beside the node's own. */
  Value add(ForeignNode node, String part, Op op, Value... reads) {
    return quantized.add(name(node, part), op, List.of(reads), Optional.empty());
  }

  /**
   * A layer with weights.
   *
   * @param tensors in the order of its constants, of any names and extents; those of a product are
   *     inputs of the node, the weights its second
   */
  Value add(ForeignNode node, String name, Op op, List<Tensor> tensors, Value read) {
    Optional<Op.Quantized> product =
        QuantizedLayers.isQuantized(read) ? product(node, op, tensors) : Optional.empty();
    List<Tensor> stored = product.isPresent() ? tensors : realWeights(node, op, tensors);
    Value value =
        product.isPresent()
            ? graph.add(name, product.get(), read)
            : graph.add(name, op, quantized.real(read));
    String[] roles = {op instanceof Op.PRelu ? ".slope" : ".weight", ".bias"};
    for (int i = 0; i < stored.size(); i++) {
      Tensor tensor = stored.get(i);
      weights.add(new Tensor(name + roles[i], tensor.type(), tensor.dims(), tensor.data()));
    }
    return value;
  }

  /** A product of integers; empty if the file does not say so of its weights and its result. */
  private Optional<Op.Quantized> product(ForeignNode node, Op op, List<Tensor> tensors) {
    if (!isProduct(op)) {
      return Optional.empty();
    }
    Optional<ForeignQuantization> weight = quantization(node.input(1));
    Optional<ForeignQuantization> given = quantization(node.output());
    boolean integers =
        tensors.getFirst().type().isByte()
            && (tensors.size() < 2 || tensors.get(1).type() == DType.I32);
    return integers && weight.isPresent() && given.isPresent()
        ? Optional.of(
            new Op.Quantized(
                op,
                given.get().format(),
                given.get().quantization(),
                Optional.of(
                    QuantizedLayers.weights(
                        weight.get(), op instanceof Op.DepthwiseConv2d ? 3 : 0))))
        : Optional.empty();
  }

  /** Weights as floats; a file may have integers for them where it computes with floats. */
  private List<Tensor> realWeights(ForeignNode node, Op op, List<Tensor> tensors) {
    List<Tensor> real = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      Tensor floats =
          isProduct(op) && !tensor.type().isFloating()
              ? reals(node, i + 1, constant(node, i + 1))
              : tensor;
      if (!floats.type().isFloating()) {
        throw node.unsupported("its constants are " + tensor.type());
      }
      real.add(new Tensor("", floats.type(), tensor.dims(), floats.data()));
    }
    return real;
  }

  private static boolean isProduct(Op op) {
    return op instanceof Op.Convolution
        || op instanceof Op.TransposedConv2d
        || op instanceof Op.Dense;
  }

  /**
   * A factor and a summand for each channel of a value.
   *
   * @param factors one for each channel
   * @param summands one for each channel, or none
   */
  Value scaled(ForeignNode node, String name, Value value, float[] factors, float[] summands) {
    List<Tensor> tensors = new ArrayList<>(List.of(Tensor.of("", extents(factors), factors)));
    if (summands.length > 0) {
      tensors.add(Tensor.of("", extents(summands), summands));
    }
    return add(node, name, new Op.Scale(summands.length > 0), tensors, value);
  }

  /** As many times the same number; what is made so is limited. */
  float[] filled(ForeignNode node, int count, float number) {
    spend(node, (long) count * Float.BYTES);
    float[] numbers = new float[count];
    Arrays.fill(numbers, number);
    return numbers;
  }

  /** Counts memory before it is taken for what the file does not hold. */
  void spend(ForeignNode node, long bytes) {
    madeBytes = Math.addExact(madeBytes, bytes);
    String where = node.title() + " of '" + LayerNames.shortened(node.name()) + "'";
    budget.require(Limit.TABLE_BYTES, madeBytes, where);
  }

  private static Extents extents(float[] numbers) {
    return Extents.of(numbers.length);
  }
}
