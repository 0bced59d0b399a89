package liviano.formats.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.importer.ForeignValue.Computed;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.TensorLayout;
import liviano.tensor.DType;
import liviano.weights.Weights;

/**
 * Turns a network of another program into one of ours, operation by operation. Every shape is
 * inferred again; what the file says of computed tensors is not looked at.
 */
public final class GraphImporter {
  private final ForeignGraph source;
  private final Limits limits;
  private final Assembly assembly;
  private final Folding folding;
  private final WindowLayers windows;
  private final TransposedLayers transposed;
  private final NumberLayers numbers;
  private final NormLayers norms;
  private final ShapeLayers shapes;
  private final ArithmeticLayers arithmetic;
  private final IndexLayers indices;
  private final PartLayers parts;
  private final SliceLayers slices;
  private final BlockLayers blocks;
  private final DetectionLayers detections;
  private final FoldedArithmetic constants;
  private final TensorLayers tensors;
  private final SequencedMap<String, TensorLayout> layouts = new LinkedHashMap<>();

  GraphImporter(ForeignGraph source, Limits limits) {
    this.source = source;
    this.limits = limits;
    this.assembly = new Assembly(source, limits);
    this.folding = new Folding(assembly);
    this.windows = new WindowLayers(assembly);
    this.transposed = new TransposedLayers(assembly);
    this.numbers = new NumberLayers(assembly);
    this.norms = new NormLayers(assembly);
    this.shapes = new ShapeLayers(assembly);
    this.arithmetic = new ArithmeticLayers(assembly);
    this.indices = new IndexLayers(assembly);
    this.parts = new PartLayers(assembly);
    this.slices = new SliceLayers(assembly);
    this.blocks = new BlockLayers(assembly);
    this.detections = new DetectionLayers(assembly);
    this.constants = new FoldedArithmetic(assembly, limits);
    this.tensors = new TensorLayers(assembly, shapes);
  }

  /**
   * The network as a graph of ours, all of it.
   *
   * @throws MalformedModelException if its layers do not fit together; names the operation
   * @throws UnsupportedModelException if an operation is used as it is not computed here, or there
   *     are more than the limits allow
   */
  public static ImportedGraph of(ForeignGraph source, Limits limits) {
    limits.require(Limit.NODES, source.nodes().size(), "the network");
    return new GraphImporter(Atrous.merged(source), limits).imported();
  }

  private ImportedGraph imported() {
    source.inputs().forEach(this::input);
    for (ForeignNode node : source.nodes()) {
      put(node, operands(node));
    }
    source.outputs().forEach(this::output);
    Graph graph = assembly.graph().build();
    limits.require(Limit.NODES, graph.nodes().size(), "the network");
    return FlattenedMaps.absorbed(
        new ImportedGraph(graph, Weights.of(assembly.weights()), layouts));
  }

  /** A batch that is open is one of one. */
  private void input(int tensor, List<Integer> dims) {
    String name = LayerNames.shortened(source.names().get(tensor));
    List<Integer> fixed = new ArrayList<>(dims);
    if (dims.size() > 1 && dims.getFirst() == -1) {
      fixed.set(0, 1);
    }
    if (fixed.contains(-1)) {
      throw new UnsupportedModelException(
          "input '" + name + "' has no fixed size: " + dims + "; export it with one");
    }
    try {
      List<Integer> order = inputOrder(tensor, fixed);
      List<Integer> memory = order.stream().map(fixed::get).toList();
      Value value = assembly.graph().input(assembly.name(tensor, "input"), type(tensor, memory));
      assembly.put(tensor, Computed.of(value, fixed, order));
      layouts.put(value.name(), new TensorLayout(fixed, order));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException("input '" + name + "': " + e.getMessage());
    }
  }

  /** Maps lie with their channels last, unless the file itself only ever puts other axes last. */
  private List<Integer> inputOrder(int tensor, List<Integer> dims) {
    return dims.size() == 4 && !isTurned(tensor)
        ? source.layout().channelsLast(4)
        : ForeignValue.plain(dims.size());
  }

  /** Whether a tensor is turned before anything else is done with it, if anything is. */
  private boolean isTurned(int tensor) {
    Set<Integer> same = new HashSet<>(Set.of(tensor));
    boolean read = false;
    boolean turned = false;
    for (ForeignNode node : source.nodes()) {
      if (node.inputs().stream().noneMatch(same::contains)) {
        continue;
      }
      read = true;
      switch (node.op()) {
        case ForeignOp.Same _ -> same.addAll(node.outputs());
        case ForeignOp.Transpose _ -> turned = true;
        default -> {
          return false;
        }
      }
    }
    return turned || !read;
  }

  private TensorType type(int tensor, List<Integer> memory) {
    DType format = source.types().getOrDefault(tensor, DType.F32);
    TensorType plain = new TensorType(ForeignValue.shape(memory), format, Optional.empty());
    return assembly
        .quantization(tensor)
        .map(q -> new TensorType(plain.shape(), q.format(), Optional.of(q.quantization())))
        .orElse(plain);
  }

  /** Maps with their channels last, if they lie so; all else in the file's own order. */
  private void output(String name, int tensor) {
    ForeignNode reader =
        new ForeignNode(
            "output", source.names().get(tensor), new ForeignOp.Same(), List.of(tensor), tensor);
    Computed any = assembly.any(reader, 0);
    List<Integer> last = source.layout().channelsLast(any.dims().size());
    boolean map = any.dims().size() == 4 && any.lies(last);
    List<Integer> order = map ? last : ForeignValue.plain(any.dims().size());
    Computed given = assembly.ordered(reader, any, order);
    assembly.graph().output(name, assembly.memory(reader, given));
    layouts.put(name, new TensorLayout(given.dims(), given.order()));
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
      return folding.fold(node).or(() -> constants.fold(node)).orElseGet(() -> layers(node));
    } catch (GraphException | IllegalArgumentException | ArithmeticException e) {
      throw assembly.readsFloats(node)
          ? node.malformed(e.getMessage())
          : node.unsupported(e.getMessage());
    }
  }

  /** Constants that are quantized become real where the file says that the result is. */
  private ForeignValue same(ForeignNode node) {
    return assembly.operand(node, 0) instanceof ForeignValue.Known
            && assembly.quantization(node.output()).isEmpty()
        ? new ForeignValue.Known(assembly.reals(node, 0))
        : assembly.operand(node, 0);
  }

  Assembly assembly() {
    return assembly;
  }

  /** What the layers give that a node becomes. */
  List<ForeignValue> layers(ForeignNode node) {
    return switch (node.op()) {
      case ForeignOp.Split(int count) -> parts.split(node, count);
      case ForeignOp.Unpack(int axis) -> parts.unpack(node, axis);
      case ForeignOp.Detections(var rule) -> detections.detections(node, rule);
      case TensorOp op -> tensors.layers(node, op);
      default -> List.of(layer(node));
    };
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
      case ForeignOp.Clamp(float least, float most) ->
          numbers.activate(node, ArithmeticLayers.clamp(least, most));
      case ForeignOp.Softmax(float beta) -> numbers.softmax(node, beta);
      case ForeignOp.L2Normalize(float epsilon) -> numbers.l2Normalize(node, epsilon);
      case ForeignOp.Combine(ForeignOp.Combination how) -> numbers.combine(node, how);
      case ForeignOp.Concatenate(int axis) -> shapes.concatenate(node, axis);
      case ForeignOp.Reshape(List<Integer> dims) -> shapes.reshape(node, dims);
      case ForeignOp.Squeeze(List<Integer> axes) -> shapes.squeeze(node, axes);
      case ForeignOp.ExpandDims() -> shapes.expandDims(node);
      case ForeignOp.Transpose() -> shapes.transpose(node);
      case ForeignOp.Pad() -> shapes.pad(node);
      case ForeignOp.ResizeBilinear(var sampling) ->
          shapes.resize(node, (height, width) -> new Op.ResizeBilinear(height, width, sampling));
      case ForeignOp.ResizeNearest(var rule) ->
          shapes.resize(node, (height, width) -> new Op.ResizeNearest(height, width, rule));
      case ForeignOp.SpaceToDepth(int block) -> shapes.spaceToDepth(node, block);
      case ForeignOp.DepthToSpace(int block) -> shapes.depthToSpace(node, block);
      case ForeignOp.Same() -> same(node);
      case ForeignOp.SpaceToBatch() -> blocks.spaceToBatch(node);
      case ForeignOp.BatchToSpace() -> blocks.batchToSpace(node);
      case ForeignOp.StridedSlice slice -> slices.strided(node, slice);
      case ForeignOp.SliceOf() -> slices.sliceOf(node);
      case ForeignOp.SliceAxes() -> slices.sliceAxes(node);
      case ForeignOp.Pack(int axis) -> parts.pack(node, axis);
      case ForeignOp.Tile() -> parts.tile(node);
      case ForeignOp.Gather(int axis) -> indices.gather(node, axis);
      case ForeignOp.GatherNd() -> indices.gatherNd(node);
      case ForeignOp.ArgMax op -> indices.argMax(node, op);
      case ForeignOp.Reduce(var kind, boolean keepsRank) -> indices.reduce(node, kind, keepsRank);
      case ForeignOp.Cast(var to) -> arithmetic.cast(node, to);
      case ForeignOp.ShapeOf _ -> throw node.unsupported("the shape that it tells is not known");
      case ForeignOp.Split _, ForeignOp.Unpack _, ForeignOp.Detections _, ForeignOp.OfTensors _ ->
          throw new AssertionError("several values");
    };
  }
}
