package liviano.formats.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import liviano.Limits;
import liviano.formats.Pads;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.formats.importer.ForeignValue.Known;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Rescaling;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/** The graph of ours while it grows, its weights, and what has become of the file's tensors. */
final class Assembly {
  /** Numbers that say a shape, axes or paddings are few. */
  private static final int MOST_NUMBERS = 2 * Extents.MAX_RANK;

  private final ForeignGraph source;
  private final Limits limits;
  private final GraphBuilder graph = Graph.builder();
  private final MadeNumbers made;
  private final LayerNames names = new LayerNames();
  private final QuantizedLayers quantized = new QuantizedLayers(graph, names);
  private final IntegerProducts products = new IntegerProducts(this);
  private final List<Tensor> weights = new ArrayList<>();
  private final Map<Integer, ForeignValue> operands = new HashMap<>();

  Assembly(ForeignGraph source, Limits limits) {
    this.source = source;
    this.limits = limits;
    this.made = new MadeNumbers(limits);
  }

  /** Numbers that the file does not hold. */
  MadeNumbers made() {
    return made;
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
    if (integers && operand instanceof Computed computed) {
      String name = LayerNames.shortened(source.names().get(tensor));
      Value stored =
          quantized.stored(
              computed.value(), name, quantization(tensor), TfLiteRounding.ofQuantizing(this));
      operands.put(
          tensor, new Computed(stored, computed.dims(), computed.order(), computed.pads()));
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

  /** Whether a product of two inputs and a bias is one of integers. */
  boolean isIntegerProduct(ForeignNode node, Computed data) {
    return products.isOne(node, data);
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
    Tensor tensor = constant(node, input);
    Optional<ForeignQuantization> how = quantization(node.input(input));
    if (how.isEmpty() || tensor.type().isFloating()) {
      return tensor;
    }
    made.spend(node, tensor.elementCount() * Float.BYTES);
    return QuantizedLayers.reals(tensor, how.get());
  }

  /** An input that holds a few whole numbers and must be constant. */
  List<Integer> integers(ForeignNode node, int input) {
    return integers(node, constant(node, input));
  }

  List<Integer> integers(ForeignNode node, Tensor tensor) {
    return WholeNumbers.exact(node, tensor, MOST_NUMBERS);
  }

  /** An input that holds a few whole numbers of up to 64 bits and must be constant. */
  List<Long> longs(ForeignNode node, int input) {
    return WholeNumbers.longs(node, constant(node, input), MOST_NUMBERS);
  }

  Limits limits() {
    return limits;
  }

  /** The input's numbers in the order of its axes, in its extents without the batch. */
  Value value(ForeignNode node, int input) {
    return value(node, computed(node, input));
  }

  /** The same of what is computed. */
  Value value(ForeignNode node, Computed computed) {
    return memory(node, ordered(node, computed, ForeignValue.plain(computed.dims().size())));
  }

  /** The numbers as they lie in memory, zeros around them included, without the batch. */
  Value memory(ForeignNode node, Computed computed) {
    return computed.pads().equals(Pads.NONE)
        ? shaped(node, computed.value(), ForeignValue.shape(computed.memory()))
        : padded(node, computed);
  }

  /** The same in whatever shape the numbers are. */
  Value bare(ForeignNode node, Computed computed) {
    return computed.pads().equals(Pads.NONE) ? computed.value() : padded(node, computed);
  }

  private Value padded(ForeignNode node, Computed map) {
    Pads pads = map.pads();
    Op op = new Op.Pad(pads.top(), pads.bottom(), pads.left(), pads.right());
    return add(node, "padded", op, inside(node, map));
  }

  /** A map without the zeros around it: {@code [height, width, channels]}. */
  Value inside(ForeignNode node, Computed map) {
    Pads pads = map.pads();
    if (pads.equals(Pads.NONE)) {
      return memory(node, map);
    }
    List<Integer> dims = map.memory();
    Shape inside =
        Shape.of(
            dims.get(1) - pads.top() - pads.bottom(),
            dims.get(2) - pads.left() - pads.right(),
            dims.get(3));
    return shaped(node, map.value(), inside);
  }

  /** The same numbers, lying in that order of the file's axes: a layer, if they do not yet. */
  Computed ordered(ForeignNode node, Computed computed, List<Integer> order) {
    if (computed.order().equals(order)) {
      return computed;
    }
    if (computed.lies(order)) {
      return Computed.of(bare(node, computed), computed.dims(), order);
    }
    List<Integer> from = longer(computed, computed.order());
    List<Integer> to = longer(computed, order);
    Shape shape = new Shape(from.stream().map(computed.dims()::get).toList());
    Op op = new Op.Transpose(to.stream().map(from::indexOf).toList());
    Value moved = add(node, "transposed", op, shaped(node, bare(node, computed), shape));
    return Computed.of(moved, computed.dims(), order);
  }

  private static List<Integer> longer(Computed computed, List<Integer> axes) {
    return axes.stream().filter(axis -> computed.dims().get(axis) != 1).toList();
  }

  /**
   * An input with its channels last, whatever the file's layout: {@code [batch, height, width,
   * channels]}, and lying so in memory.
   */
  Computed map(ForeignNode node, int input) {
    Computed map = channelsLast(node, computed(node, input));
    if (map.dims().size() != 4) {
      throw node.unsupported(
          "it reads " + computed(node, input).dims() + ", which are no maps of rows and columns");
    }
    return map;
  }

  /** A tensor of any rank with its channels last, and lying so in memory. */
  Computed channelsLast(ForeignNode node, Computed computed) {
    int rank = computed.dims().size();
    Computed counted = computed.transposed(source.layout().channelsLast(rank));
    return ordered(node, counted, ForeignValue.plain(rank));
  }

  /** A tensor whose channels are counted last, as the file counts them. */
  Computed asInFile(Computed channelsLast) {
    int rank = channelsLast.dims().size();
    List<Integer> last = source.layout().channelsLast(rank);
    return channelsLast.transposed(ForeignValue.plain(rank).stream().map(last::indexOf).toList());
  }

  /** A map {@code [height, width, channels]}, as the file counts it. */
  Computed asInFile(Value map) {
    List<Integer> dims = new ArrayList<>(List.of(1));
    dims.addAll(map.shape().dims());
    return asInFile(Computed.of(map, dims));
  }

  /** Whether all that a node reads and that is computed are floats, which every layer takes. */
  boolean readsFloats(ForeignNode node) {
    return node.inputs().stream()
        .map(operands::get)
        .noneMatch(
            operand ->
                operand instanceof Computed computed
                    && computed.value().type().dtype() != DType.F32);
  }

  MapLayout layout() {
    return source.layout();
  }

  /** The same numbers in other extents, moved only where that must be. */
  Computed reshaped(ForeignNode node, Computed computed, List<Integer> dims) {
    if (dims.equals(computed.dims())) {
      return computed;
    }
    Computed data = Computed.of(bare(node, computed), computed.dims(), computed.order());
    Regrouping regrouping = Regrouping.of(data, dims);
    List<Integer> order = new ArrayList<>(data.order());
    order.removeIf(axis -> data.dims().get(axis) != 1);
    order.addAll(regrouping.sequence());
    return Computed.of(ordered(node, data, order).value(), dims, regrouping.order());
  }

  /**
   * One number in place of those along some axes.
   *
   * @param axes of the file, distinct
   * @param op for places of axes in memory, ascending; they stay with an extent of 1
   */
  Computed reduced(
      ForeignNode node,
      Computed data,
      List<Integer> axes,
      boolean keepDims,
      Function<List<Integer>, Op> op) {
    Value value = memory(node, data);
    List<Integer> places =
        axes.stream().map(axis -> place(data, axis)).filter(at -> at >= 0).sorted().toList();
    List<Integer> dims = new ArrayList<>(data.dims());
    axes.forEach(axis -> dims.set(axis, 1));
    Computed kept =
        Computed.of(
            places.isEmpty() ? value : add(node, op.apply(places), value), dims, data.order());
    return keepDims ? kept : kept.without(axes);
  }

  /** The place of an axis in the shape of {@link #memory}; -1 for a batch that is left out. */
  static int place(Computed data, int axis) {
    List<Integer> memory = data.memory();
    boolean batch = memory.size() > 1 && memory.getFirst() == 1;
    return data.order().indexOf(axis) - (batch ? 1 : 0);
  }

  /** An input as a value of the graph, which holds it if it is constant. */
  Computed any(ForeignNode node, int input) {
    return switch (operand(node, input)) {
      case Computed computed -> computed;
      case Known _ -> held(node, reals(node, input));
    };
  }

  /** A constant as a value of the graph. */
  Computed held(ForeignNode node, Tensor tensor) {
    List<Integer> dims = new Known(tensor).dims();
    String name = name(node, "constant");
    Shape shape = ForeignValue.shape(dims);
    Tensor stored = Numbers.stored(tensor);
    Value value = graph.add(name, new Op.Constant(shape, stored.type()));
    weights.add(new Tensor(name + ".value", stored.type(), shape.extents(), stored.data()));
    return Computed.of(value, dims);
  }

  /** The same numbers in a shape. */
  Value shaped(ForeignNode node, Value value, Shape shape) {
    return value.shape().equals(shape)
        ? value
        : add(node, "reshaped", new Op.Reshape(shape), value);
  }

  /** A layer that takes the node's name. */
  Value add(ForeignNode node, Op op, Value... reads) {
    Rescaling rescaling = TfLiteRounding.of(this, node, op);
    return quantized.add(name(node), op, List.of(reads), quantization(node.output()), rescaling);
  }

  /** A layer beside the node's own. */
  Value add(ForeignNode node, String part, Op op, Value... reads) {
    return quantized.add(name(node, part), op, List.of(reads), Optional.empty(), Rescaling.NEAREST);
  }

  /**
   * A layer with weights.
   *
   * @param tensors in the order of its constants, of any names and extents; those of a product are
   *     inputs of the node, the weights its second
   */
  Value add(ForeignNode node, String name, Op op, List<Tensor> tensors, Value read) {
    Optional<Op.Quantized> product =
        QuantizedLayers.isQuantized(read) ? products.product(node, op, tensors) : Optional.empty();
    List<Tensor> stored = product.isPresent() ? tensors : products.realWeights(node, op, tensors);
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

  /**
   * A factor and a summand for each channel of a value.
   *
   * @param factors one for each channel
   * @param summands one for each channel, or none
   */
  Value scaled(ForeignNode node, String name, Value value, float[] factors, float[] summands) {
    List<Tensor> tensors =
        new ArrayList<>(List.of(Tensor.of("", Extents.of(factors.length), factors)));
    if (summands.length > 0) {
      tensors.add(Tensor.of("", Extents.of(summands.length), summands));
    }
    return add(node, name, new Op.Scale(summands.length > 0), tensors, value);
  }
}
