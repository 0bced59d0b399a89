package liviano.formats.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.Budget;
import liviano.Budget.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.TensorLayout;
import liviano.weights.Weights;

/**
 * Turns a network of another program into one of ours, operation by operation. Every shape is
 * inferred again; what the file says of computed tensors is not looked at.
 */
public final class GraphImporter {
  private final ForeignGraph source;
  private final Budget budget;
  private final Assembly assembly;
  private final Folding folding;
  private final WindowLayers windows;
  private final TransposedLayers transposed;
  private final NumberLayers numbers;
  private final NormLayers norms;
  private final ShapeLayers shapes;
  private final SequencedMap<String, TensorLayout> layouts = new LinkedHashMap<>();

  private GraphImporter(ForeignGraph source, Budget budget) {
    this.source = source;
    this.budget = budget;
    this.assembly = new Assembly(source, budget);
    this.folding = new Folding(assembly);
    this.windows = new WindowLayers(assembly);
    this.transposed = new TransposedLayers(assembly);
    this.numbers = new NumberLayers(assembly);
    this.norms = new NormLayers(assembly);
    this.shapes = new ShapeLayers(assembly);
  }

  /**
   * The network as a graph of ours, all of it.
   *
   * @throws MalformedModelException if its layers do not fit together; names the operation
   * @throws UnsupportedModelException if an operation is used as it is not computed here, or there
   *     are more than the budget allows
   */
  public static ImportedGraph of(ForeignGraph source, Budget budget) {
    budget.require(Limit.NODES, source.nodes().size(), "the network");
    return new GraphImporter(Atrous.merged(source), budget).imported();
  }

  private ImportedGraph imported() {
    source.inputs().forEach(this::input);
    for (ForeignNode node : source.nodes()) {
      put(node, operands(node));
    }
    source.outputs().forEach(this::output);
    Graph graph = assembly.graph().build();
    budget.require(Limit.NODES, graph.nodes().size(), "the network");
    return new ImportedGraph(graph, Weights.of(assembly.weights()), layouts);
  }

  /** A batch that is open, or of one. */
  private void input(int tensor, List<Integer> dims) {
    String name = LayerNames.shortened(source.names().get(tensor));
    boolean batch = dims.size() > 1 && Math.abs(dims.getFirst()) == 1;
    if (dims.size() > 1 && !batch) {
      throw new UnsupportedModelException(
          "input '" + name + "' is made for batches of " + dims.getFirst() + "; export it for one");
    }
    List<Integer> fixed = batch ? new ArrayList<>(dims) : dims;
    if (batch) {
      fixed.set(0, 1);
    }
    if (fixed.contains(-1)) {
      throw new UnsupportedModelException(
          "input '" + name + "' has no fixed size: " + dims + "; export it with one");
    }
    try {
      Value value = assembly.graph().input(assembly.name(tensor, "input"), type(tensor, fixed));
      assembly.put(tensor, Computed.of(value, fixed));
      layouts.put(value.name(), TensorLayout.of(fixed));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException("input '" + name + "': " + e.getMessage());
    }
  }

  private TensorType type(int tensor, List<Integer> dims) {
    TensorType real = TensorType.f32(ForeignValue.shape(dims));
    return assembly
        .quantization(tensor)
        .map(q -> new TensorType(real.shape(), q.format(), Optional.of(q.quantization())))
        .orElse(real);
  }

  private void output(String name, int tensor) {
    ForeignNode reader =
        new ForeignNode(
            "output", source.names().get(tensor), new ForeignOp.Same(), List.of(tensor), tensor);
    assembly.graph().output(name, assembly.value(reader, 0));
    layouts.put(name, TensorLayout.of(assembly.operand(reader, 0).dims()));
  }

  private void put(ForeignNode node, List<ForeignValue> given) {
    if (given.size() < node.outputs().size()) {
      throw node.malformed(
          "it gives " + given.size() + " tensors, named are " + node.outputs().size());
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      int tensor = node.outputs().get(i);
      if (tensor != ForeignNode.ABSENT) {
        if (assembly.has(tensor)) {
          throw node.malformed("what it gives is given already");
        }
        assembly.put(tensor, given.get(i));
      }
    }
  }

  /** What a node gives: one value, unless its operation gives more. */
  private List<ForeignValue> operands(ForeignNode node) {
    try {
      Optional<ForeignValue> folded = folding.fold(node);
      return List.of(folded.isPresent() ? folded.get() : layer(node));
    } catch (GraphException | IllegalArgumentException | ArithmeticException e) {
      throw node.malformed(e.getMessage());
    }
  }

  /** Constants that are quantized become real where the file says that the result is. */
  private ForeignValue same(ForeignNode node) {
    return assembly.operand(node, 0) instanceof ForeignValue.Known
            && assembly.quantization(node.output()).isEmpty()
        ? new ForeignValue.Known(assembly.reals(node, 0))
        : assembly.operand(node, 0);
  }

  private ForeignValue layer(ForeignNode node) {
    return switch (node.op()) {
      case ForeignOp.Convolution(ForeignOp.Steps steps) -> windows.convolution(node, steps);
      case ForeignOp.Depthwise(ForeignOp.Steps steps) -> windows.depthwise(node, steps);
      case ForeignOp.TransposedConvolution(ForeignOp.Steps steps) ->
          transposed.convolution(node, steps);
      case ForeignOp.Dense(boolean keepsRank) -> windows.dense(node, keepsRank);
      case ForeignOp.AveragePool pool -> windows.averagePool(node, pool);
      case ForeignOp.MaxPool pool -> windows.maxPool(node, pool);
      case ForeignOp.Mean(boolean keepsRank) -> windows.mean(node, keepsRank);
      case ForeignOp.Activate(var activation) -> numbers.activate(node, activation);
      case ForeignOp.PRelu() -> numbers.prelu(node);
      case ForeignOp.BatchNorm(float epsilon) -> norms.batchNorm(node, epsilon);
      case ForeignOp.Clamp(float least, float most) -> numbers.clamp(node, least, most);
      case ForeignOp.Softmax(float beta) -> numbers.softmax(node, beta);
      case ForeignOp.L2Normalize(float epsilon) -> numbers.l2Normalize(node, epsilon);
      case ForeignOp.Combine(ForeignOp.Combination how) -> numbers.combine(node, how);
      case ForeignOp.Concatenate(int axis) -> shapes.concatenate(node, axis);
      case ForeignOp.Reshape(List<Integer> dims) -> shapes.reshape(node, dims);
      case ForeignOp.Squeeze(List<Integer> axes) -> shapes.squeeze(node, axes);
      case ForeignOp.ExpandDims() -> shapes.expandDims(node);
      case ForeignOp.Transpose() -> shapes.transpose(node);
      case ForeignOp.Pad() -> shapes.pad(node);
      case ForeignOp.Crop crop -> new CropLayers(assembly).crop(node, crop);
      case ForeignOp.ResizeBilinear(var sampling) ->
          shapes.resize(node, (height, width) -> new Op.ResizeBilinear(height, width, sampling));
      case ForeignOp.ResizeNearest(var rule) ->
          shapes.resize(node, (height, width) -> new Op.ResizeNearest(height, width, rule));
      case ForeignOp.SpaceToDepth(int block) -> shapes.spaceToDepth(node, block);
      case ForeignOp.DepthToSpace(int block) -> shapes.depthToSpace(node, block);
      case ForeignOp.Same() -> same(node);
      case ForeignOp.SpaceToBatch _, ForeignOp.BatchToSpace _ ->
          throw node.unsupported("it is no part of a convolution whose taps are apart");
      case ForeignOp.ShapeOf _, ForeignOp.Slice _, ForeignOp.Pack _ ->
          throw node.unsupported("it computes a shape from what is computed");
    };
  }
}
