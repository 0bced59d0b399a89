package liviano.formats.tfjs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.formats.importer.ImportedGraph;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * From TensorFlow's operations to ours, between an input and outputs. Batch norm is folded in
 * whatever form is left of it: {@code FusedBatchNorm}, or a factor and a summand per channel.
 */
public final class GraphImport {
  /** The most layers that may read the same weights; each gets a copy of its own. */
  private static final int MAX_COPIES = 2;

  private final TfjsModel model;
  private final Subgraph subgraph;
  private final GraphBuilder graph = Graph.builder();
  private final Map<String, Result> results = new HashMap<>();
  private final Map<String, Convolution> convolutions = new HashMap<>();
  private long budget;

  /**
   * What a node gives.
   *
   * @param convolution where a summand per channel may be put instead of after it
   * @param bare whether there is no operation in between, so that a factor may be folded into it,
   *     too
   */
  private record Result(Value value, Optional<Convolution> convolution, boolean bare) {
    static Result of(Value value) {
      return new Result(value, Optional.empty(), false);
    }
  }

  private GraphImport(TfjsModel model, Subgraph subgraph) {
    this.model = model;
    this.subgraph = subgraph;
    this.budget = MAX_COPIES * model.constants().totalBytes();
  }

  /**
   * Reads the part of a graph between an input and outputs.
   *
   * @param input name of the node that is cut at
   * @param shape of what it gives for one sample
   * @param outputs names of nodes
   * @throws MalformedModelException if that part is broken, or holds operations that are not known
   *     here; the message names the node
   */
  public static ImportedGraph between(
      TfjsModel model, String input, Shape shape, List<String> outputs) {
    model.node(input);
    Subgraph subgraph = Subgraph.between(model, input, outputs);
    GraphImport reader = new GraphImport(model, subgraph);
    reader.results.put(input, Result.of(reader.graph.input(input, shape)));
    for (TfNode node : subgraph.nodes()) {
      try {
        reader.results.put(node.name(), reader.result(node));
      } catch (MalformedModelException e) {
        throw e;
      } catch (IllegalArgumentException | liviano.graph.GraphException | ArithmeticException e) {
        throw node.error(e.getMessage());
      }
    }
    outputs.forEach(name -> reader.graph.output(name, reader.results.get(name).value()));
    Graph graph = reader.graph.build();
    List<Tensor> tensors = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (reader.convolutions.containsKey(node.name())) {
        tensors.addAll(reader.convolutions.get(node.name()).tensors(node.params()));
      }
    }
    return new ImportedGraph(graph, Weights.of(tensors));
  }

  /**
   * The inputs that hold what is computed, and not how.
   *
   * @throws MalformedModelException if the operation is not known here
   */
  static List<String> dataInputs(TfNode node) {
    return switch (node.op()) {
      case "Add", "AddV2", "AddN", "Mul" -> node.inputs();
      case "ConcatV2" -> node.inputs().subList(0, Math.max(0, node.inputs().size() - 1));
      case "Conv2D",
          "DepthwiseConv2dNative",
          "BiasAdd",
          "FusedBatchNorm",
          "FusedBatchNormV3",
          "Relu",
          "Relu6",
          "Reshape",
          "Identity" ->
          List.of(node.input(0));
      default -> throw node.error("the operation is not known here");
    };
  }

  private Result result(TfNode node) {
    return switch (node.op()) {
      case "Conv2D" -> convolution(node);
      case "DepthwiseConv2dNative" -> depthwise(node);
      case "FusedBatchNorm", "FusedBatchNormV3" -> norm(node);
      case "BiasAdd" -> shifted(node, node.input(0), node.input(1));
      case "Mul" -> scaled(node);
      case "Add", "AddV2", "AddN" -> sum(node);
      case "Relu" -> Result.of(graph.add(node.name(), new Op.Relu(), value(node, 0)));
      case "Relu6" -> Result.of(graph.add(node.name(), new Op.Relu6(), value(node, 0)));
      case "Identity" -> read(node, node.input(0));
      case "Reshape" -> reshape(node);
      case "ConcatV2" -> concat(node);
      default -> throw node.error("the operation is not known here");
    };
  }

  private Result convolution(TfNode node) {
    Tensor filter = filter(node);
    int out = extent(node, filter, 3);
    if (filter.dim(2) != value(node, 0).shape().channels()) {
      throw node.error(
          String.format(Locale.ROOT, "its filter of %s does not fit its input", filter.dims()));
    }
    return convolution(node, filter, out, new Op.Conv2d(out, window(node, filter), 1, true));
  }

  private Result depthwise(TfNode node) {
    Tensor filter = filter(node);
    int multiplier = extent(node, filter, 3);
    if (filter.dim(2) != value(node, 0).shape().channels()) {
      throw node.error(
          String.format(Locale.ROOT, "its filter of %s does not fit its input", filter.dims()));
    }
    return convolution(
        node,
        filter,
        Math.multiplyExact(extent(node, filter, 2), multiplier),
        new Op.DepthwiseConv2d(window(node, filter), multiplier, true));
  }

  private Result convolution(TfNode node, Tensor filter, int channels, Op op) {
    budget -= filter.data().byteSize();
    if (budget < 0) {
      throw node.error("too many layers read the same constants");
    }
    Value value = graph.add(node.name(), op, value(node, 0));
    Convolution convolution = new Convolution(filter.toFloats(), channels);
    convolutions.put(node.name(), convolution);
    return new Result(value, Optional.of(convolution), true);
  }

  private Result norm(TfNode node) {
    if (node.bool("is_training").orElse(false)) {
      throw node.error("it normalises as in training");
    }
    Result before = read(node, node.input(0));
    Convolution convolution = foldable(node, before, node.input(0), true);
    double epsilon = node.number("epsilon").orElse(1e-4);
    double[] scale = channels(node, node.input(1), convolution.channels());
    double[] offset = channels(node, node.input(2), convolution.channels());
    double[] mean = channels(node, node.input(3), convolution.channels());
    double[] variance = channels(node, node.input(4), convolution.channels());
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(variance[c] + epsilon);
      offset[c] -= mean[c] * scale[c];
    }
    convolution.scale(scale);
    convolution.shift(offset);
    return before;
  }

  private Result scaled(TfNode node) {
    boolean first = model.isConstant(node.input(0));
    String data = node.input(first ? 1 : 0);
    String factors = node.input(first ? 0 : 1);
    Result before = read(node, data);
    Convolution convolution = foldable(node, before, data, true);
    convolution.scale(channels(node, factors, convolution.channels()));
    return before;
  }

  private Result sum(TfNode node) {
    if (node.inputs().size() != 2) {
      throw node.error(
          String.format(Locale.ROOT, "it adds %d tensors, not 2", node.inputs().size()));
    }
    if (model.isConstant(node.input(0))) {
      return shifted(node, node.input(1), node.input(0));
    }
    if (model.isConstant(node.input(1))) {
      return shifted(node, node.input(0), node.input(1));
    }
    Value value = graph.add(node.name(), new Op.Add(), value(node, 0), value(node, 1));
    // A summand may be added before the sum instead of after it.
    Optional<Convolution> convolution =
        node.inputs().stream()
            .filter(subgraph::isReadOnce)
            .map(input -> read(node, input))
            .filter(Result::bare)
            .findFirst()
            .flatMap(Result::convolution);
    return new Result(value, convolution, false);
  }

  private Result shifted(TfNode node, String data, String summands) {
    Result before = read(node, data);
    Convolution convolution = foldable(node, before, data, false);
    convolution.shift(channels(node, summands, convolution.channels()));
    return before;
  }

  private Convolution foldable(TfNode node, Result before, String input, boolean bare) {
    if (before.convolution().isEmpty() || bare && !before.bare() || !subgraph.isReadOnce(input)) {
      throw node.error("its constants cannot be folded into a convolution before it");
    }
    return before.convolution().get();
  }

  private Result reshape(TfNode node) {
    Value in = value(node, 0);
    return Result.of(
        graph.add(node.name(), new Op.Reshape(new TfShapes(model).target(node, in.shape())), in));
  }

  /** Ours sets innermost extents side by side; outermost ones are those of vectors. */
  private Result concat(TfNode node) {
    if (node.inputs().size() < 2) {
      throw node.error("it joins nothing");
    }
    List<Value> parts =
        IntStream.range(0, node.inputs().size() - 1).mapToObj(i -> value(node, i)).toList();
    int rank = parts.getFirst().shape().rank();
    int axis = new TfShapes(model).scalar(node, node.inputs().getLast()) - 1;
    if (axis == rank - 1) {
      return Result.of(graph.add(node.name(), new Op.Concat(), parts));
    }
    if (axis != 0) {
      throw node.error(String.format(Locale.ROOT, "it joins extent %d of %d", axis + 1, rank + 1));
    }
    List<Integer> inner = parts.getFirst().shape().dims().subList(1, rank);
    List<Value> vectors = new ArrayList<>();
    int outer = 0;
    for (Value part : parts) {
      if (part.shape().rank() != rank || !part.shape().dims().subList(1, rank).equals(inner)) {
        throw node.error(
            String.format(
                Locale.ROOT, "cannot join %s and %s", parts.getFirst().shape(), part.shape()));
      }
      outer = Math.addExact(outer, part.shape().dims().getFirst());
      vectors.add(
          graph.add(
              String.format(Locale.ROOT, "%s/part%d", node.name(), vectors.size()),
              new Op.Reshape(Shape.of(part.shape().elements())),
              part));
    }
    Value joined = graph.add(node.name() + "/joined", new Op.Concat(), vectors);
    List<Integer> dims = new ArrayList<>(List.of(outer));
    dims.addAll(inner);
    return Result.of(graph.add(node.name(), new Op.Reshape(new Shape(dims)), joined));
  }

  private Value value(TfNode node, int input) {
    return read(node, node.input(input)).value();
  }

  private Result read(TfNode node, String input) {
    Result result = results.get(input);
    if (result == null) {
      throw node.error("it computes with a constant where a tensor is needed");
    }
    return result;
  }

  private Tensor filter(TfNode node) {
    Tensor filter = model.constant(node.input(1));
    if (filter.rank() != 4) {
      throw node.error("its filter has the shape " + filter.dims());
    }
    return filter;
  }

  private static int extent(TfNode node, Tensor filter, int index) {
    long extent = filter.dim(index);
    if (extent < 1 || extent > Shape.MAX_ELEMENTS) {
      throw node.error("its filter has the shape " + filter.dims());
    }
    return (int) extent;
  }

  private Window window(TfNode node, Tensor filter) {
    if (!node.text("data_format").orElse("NHWC").equals("NHWC")) {
      throw node.error("channels are not the innermost extent");
    }
    int[] strides = spatial(node, "strides");
    int[] dilations = spatial(node, "dilations");
    Padding padding =
        switch (node.text("padding").orElse("")) {
          case "SAME" -> Padding.SAME;
          case "VALID" -> Padding.NONE;
          default -> throw node.error("its padding is neither SAME nor VALID");
        };
    return new Window(
        extent(node, filter, 0),
        extent(node, filter, 1),
        strides[0],
        strides[1],
        dilations[0],
        dilations[1],
        padding);
  }

  /** Of four extents the inner two; the others must be 1. */
  private static int[] spatial(TfNode node, String attribute) {
    int[] all = node.integers(attribute).orElse(new int[] {1, 1, 1, 1});
    if (all.length != 4 || all[0] != 1 || all[3] != 1) {
      throw node.error(
          String.format(Locale.ROOT, "its %s are %s", attribute, Arrays.toString(all)));
    }
    return new int[] {all[1], all[2]};
  }

  /** A constant with one number per channel, or one for all. */
  private double[] channels(TfNode node, String constant, int channels) {
    Tensor tensor = model.constant(constant);
    long last = tensor.rank() == 0 ? 1 : tensor.dim(tensor.rank() - 1);
    if (tensor.elementCount() != last || last != 1 && last != channels) {
      throw node.error(
          String.format(
              Locale.ROOT,
              "its constant of shape %s is not one number for each of %d channels",
              tensor.dims(),
              channels));
    }
    float[] values = tensor.toFloats();
    return IntStream.range(0, channels).mapToDouble(c -> values[last == 1 ? 0 : c]).toArray();
  }
}
