package liviano.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Clamp;
import liviano.kernels.Elementwise;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.Lookup;
import liviano.kernels.Move;
import liviano.kernels.PairFunction;
import liviano.kernels.Param;
import liviano.kernels.Resample;
import liviano.kernels.Rows;
import liviano.kernels.StridedView;
import liviano.kernels.Task;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/** From a graph and its weights to the plan that computes it node by node. */
final class Lowering {
  private final Parameters parameters;
  private final int batch;
  private final Geometries geometries;
  private final AxisTasks axes;
  private final Map<Value, Operand> operands = new HashMap<>();

  /** The nodes that give constants. */
  private final Map<Value, Node> constants = new HashMap<>();

  private final List<PlannedTask> tasks = new ArrayList<>();
  private final QuantizedLowering quantized;

  /** Of a value that is not of the graph. */
  private int nextId;

  private Lowering(
      Graph graph, Parameters parameters, int batch, Predicate<Task> integers, boolean asReals) {
    this.parameters = DequantizedParameters.of(graph, parameters);
    this.batch = batch;
    this.geometries = new Geometries(batch);
    this.axes = new AxisTasks(batch);
    this.quantized = new QuantizedLowering(this, integers, asReals);
    graph.inputs().forEach(this::skipId);
    graph.nodes().forEach(node -> node.outputs().forEach(this::skipId));
  }

  private void skipId(Value value) {
    nextId = Math.max(nextId, Math.addExact(value.id(), 1));
  }

  /** The plan of a graph, quantized values as whole floats. */
  static Plan lower(Graph graph, Parameters parameters, int batch) {
    return lower(graph, parameters, batch, _ -> false);
  }

  /**
   * The plan of a graph.
   *
   * @param integers whether a task on quantized values is computed in integers; the values of other
   *     layers lie in memory as floats that hold them
   * @throws UnsupportedModelException if a value is of a number format or a size that is not
   *     computed; the message names it
   */
  static Plan lower(Graph graph, Parameters parameters, int batch, Predicate<Task> integers) {
    return new Lowering(graph, parameters, batch, integers, false).plan(graph);
  }

  /**
   * The plan of a graph, quantized values as the real numbers that they stand for: only inputs and
   * outputs of the network are integers.
   *
   * @throws UnsupportedModelException if a value is of a number format or a size that is not
   *     computed; the message names it
   */
  static Plan lowerToReals(Graph graph, Parameters parameters, int batch) {
    return new Lowering(graph, parameters, batch, _ -> false, true).plan(graph);
  }

  private Plan plan(Graph graph) {
    SequencedMap<String, Operand> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      inputs.put(input.name(), define(input));
    }
    graph.nodes().forEach(this::lower);
    SequencedMap<String, Operand> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, quantized.output(value)));
    return new Plan(tasks, inputs, outputs);
  }

  Parameters parameters() {
    return parameters;
  }

  /** A constant of a node in the format that it is stored in; empty if the node has none such. */
  Optional<Param> stored(Node node, Role role) {
    return node.param(role).map(parameters::get);
  }

  /** A value that the graph does not have. */
  Value fresh(String name, TensorType type) {
    return new Value(nextId++, name, type);
  }

  /** Whether a value has an operand, or is a constant that gets one when it is first read. */
  boolean has(Value value) {
    return operands.containsKey(value) || constants.containsKey(value);
  }

  /** The same memory under another value, whose shape has as many numbers. */
  void rename(Operand held, Value value) {
    requireComputable(value);
    operands.put(
        value,
        new Operand(
            held.id(),
            held.name(),
            batch,
            value.shape(),
            held.format(),
            value.type().quantization()));
  }

  void add(String name, Task task, List<Operand> inputs, Operand output) {
    tasks.add(new PlannedTask(name, task, inputs, output));
  }

  Operand define(Value value) {
    requireComputable(value);
    Operand operand =
        new Operand(
            value.id(),
            value.name(),
            batch,
            value.shape(),
            value.type().dtype(),
            value.type().quantization());
    operands.put(value, operand);
    return operand;
  }

  /**
   * Refuses what kernels do not compute, by the value's name: quantized numbers of other formats
   * than those of 8 bits, and sizes of all samples together.
   */
  private void requireComputable(Value value) {
    if (value.type().quantization().isPresent() && !value.type().dtype().isByte()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "value '%s' is of %s, quantized; only i8 and u8 are computed so",
              value.name(),
              value.type().dtype().jsonName()));
    }
    long elements = (long) batch * value.shape().elements();
    long rows = elements / value.shape().channels();
    if (elements > Task.MAX_ELEMENTS || rows > Geometry.MAX_POSITIONS) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "value '%s': %d samples of %s are %,d numbers at %,d positions, the most are %,d at"
                  + " %,d; take a smaller batch or input",
              value.name(),
              batch,
              value.shape(),
              elements,
              rows,
              Task.MAX_ELEMENTS,
              Geometry.MAX_POSITIONS));
    }
  }

  /** Where a value lies; a constant gets memory, and a task that fills it, at its first use. */
  Operand operand(Value value) {
    if (!operands.containsKey(value)) {
      Node node = constants.get(value);
      Task task = new Move.Constant(batch, parameters.get(param(node, Role.VALUE)));
      add(node.name(), task, List.of(), define(value));
    }
    return operands.get(value);
  }

  private void lower(Node node) {
    if (QuantizedLowering.concerns(node)) {
      quantized.lower(node);
    } else {
      plain(node);
    }
  }

  /** A node on the numbers themselves, whatever they stand for. */
  void plain(Node node) {
    switch (node.op()) {
      case Op.Constant _ -> constants.put(node.output(), node);
      case Op.DetectionPostProcess(DetectionRule rule) -> detections(node, rule);
      // The same numbers in the same order: the same memory under another shape.
      case Op.Reshape _ -> rename(operand(node.input()), node.output());
      case Op.DynamicQuantize _ -> new DynamicTasks(this).quantize(node);
      case Op.IntegerSums sums -> new DynamicTasks(this).sums(node, sums);
      case Op.Quantized _ -> throw new AssertionError("not on numbers themselves: " + node.op());
      case Op.Split split -> split(node, split);
      case Op.Pairwise op -> pairwise(node, op);
      case Op.Unary _, Op.Binary _, Op.Variadic _ -> single(node);
    }
  }

  private List<Operand> operands(List<Value> values) {
    List<Operand> operands = new ArrayList<>();
    for (Value value : values) {
      operands.add(operand(value));
    }
    return operands;
  }

  /** One task that reads what the node reads, and gives its output. */
  private void single(Node node) {
    List<Operand> inputs = operands(node.inputs());
    Operand output = define(node.output());
    Task task = task(node, inputs, PlannedTask.formats(inputs, output));
    add(node.name(), task, inputs, output);
  }

  /** One task gives all the results of a sample one after the other, others cut them apart. */
  private void detections(Node node, DetectionRule rule) {
    List<Operand> inputs = operands(node.inputs());
    Shape results = Shape.of(6 * rule.places() + 1);
    Value packed = new Value(nextId++, node.name() + ".packed", TensorType.f32(results));
    Operand all = define(packed);
    Task task =
        new Lookup.Detections(
            batch,
            inputs.getFirst().shape().dims().getFirst(),
            inputs.getFirst().shape().channels(),
            inputs.get(1).shape().channels(),
            rule,
            PlannedTask.formats(inputs, all));
    add(node.name(), task, inputs, all);
    int from = 0;
    for (Value output : node.outputs()) {
      int count = output.shape().elements();
      Op.Slice part = new Op.Slice(List.of(from), List.of(count), List.of(1));
      Operand operand = define(output);
      add(
          output.name(),
          new Move.Strided(
              all.elements(),
              Views.slice(batch, results, part),
              Formats.of(all.format(), operand.format())),
          List.of(all),
          operand);
      from += count;
    }
  }

  /** A task for each part. */
  private void split(Node node, Op.Split split) {
    Operand in = operand(node.input());
    for (int part = 0; part < node.outputs().size(); part++) {
      Operand output = define(node.outputs().get(part));
      Task task =
          new Move.Strided(
              in.elements(),
              Views.split(batch, in.shape(), split, part),
              Formats.of(in.format(), output.format()));
      add(output.name(), task, List.of(in), output);
    }
  }

  /** Where the second is a constant per channel, it becomes one of a task's own. */
  private void pairwise(Node node, Op.Pairwise op) {
    Node second = constants.get(node.inputs().get(1));
    Optional<Rows.Affine> affine = Optional.empty();
    if (second != null) {
      Operand in = operand(node.input());
      Param constant = parameters.get(param(second, Role.VALUE));
      affine = Affines.of(op, constant, in.rows(), in.shape().channels());
    }
    if (affine.isEmpty()) {
      single(node);
      return;
    }
    List<Operand> inputs = List.of(operand(node.input()));
    add(node.name(), affine.get(), inputs, define(node.output()));
  }

  /**
   * @param inputs of the shapes that the node reads
   */
  Task task(Node node, List<Operand> inputs, Formats formats) {
    Operand in = inputs.getFirst();
    Shape out = node.outputs().getFirst().shape();
    return switch (node.op()) {
      case Op.Conv2d(_, Window window, int groups, _) ->
          convolution(node, in, window, groups, formats);
      case Op.TransposedConv2d op ->
          new Linear.TransposedConvolution(
              geometries.transposed(node, op), op.groups(), weight(node), epilogue(node), formats);
      case Op.DepthwiseConv2d(Window window, _, _) ->
          new Linear.Depthwise(geometries.of(node, window), weight(node), epilogue(node), formats);
      case Op.Dense _ ->
          new Linear.Pointwise(
              batch, in.shape().channels(), out.channels(), weight(node), epilogue(node), formats);
      case Op.BatchNorm(float epsilon) -> batchNorm(node, in, epsilon, formats);
      case Op.Relu _ -> new Elementwise.Clip(in.elements(), Clamp.RELU, formats);
      case Op.Relu6 _ -> new Elementwise.Clip(in.elements(), Clamp.RELU6, formats);
      case Op.Clip(float least, float most) ->
          new Elementwise.Clip(in.elements(), new Clamp(least, most), formats);
      case Op.Map(UnaryFunction function) -> new Elementwise.Map(in.elements(), function, formats);
      case Op.LeakyRelu(float slope) -> new Elementwise.LeakyRelu(in.elements(), slope, formats);
      case Op.PRelu _ ->
          new Rows.PRelu(
              in.rows(), in.shape().channels(), parameters.get(param(node, Role.SLOPE)), formats);
      case Op.Tanh(float amplitude, float rate) ->
          new Elementwise.Tanh(in.elements(), amplitude, rate, formats);
      case Op.Sigmoid _ -> new Elementwise.Sigmoid(in.elements(), formats);
      case Op.HardSigmoid _ -> new Elementwise.HardSigmoid(in.elements(), formats);
      case Op.HardSwish _ -> new Elementwise.HardSwish(in.elements(), formats);
      case Op.Softmax _ -> new Rows.Softmax(in.rows(), in.shape().channels(), formats);
      case Op.Add _ when formats.are(DType.F32) && in.shape().equals(inputs.get(1).shape()) ->
          new Elementwise.Add(in.elements(), Clamp.NONE, formats);
      case Op.Add _ -> pairwise(PairFunction.ADD, inputs, formats);
      case Op.Multiply _ -> pairwise(PairFunction.MULTIPLY, inputs, formats);
      case Op.Maximum _ -> pairwise(PairFunction.MAXIMUM, inputs, formats);
      case Op.Minimum _ -> pairwise(PairFunction.MINIMUM, inputs, formats);
      case Op.Subtract _ -> pairwise(PairFunction.SUBTRACT, inputs, formats);
      case Op.Divide _ -> pairwise(PairFunction.DIVIDE, inputs, formats);
      case Op.FloorDivide _ -> pairwise(PairFunction.FLOOR_DIVIDE, inputs, formats);
      case Op.Power _ -> pairwise(PairFunction.POWER, inputs, formats);
      case Op.Concat concat -> axes.concat(concat, inputs, formats);
      case Op.Cast _ -> new Elementwise.Convert(in.elements(), formats);
      case Op.ArgMax(int axis, _, _) -> axes.argMax(in.shape(), axis, formats);
      case Op.Gather(int axis) -> axes.gather(in.shape(), axis, inputs.get(1).shape(), formats);
      case Op.GatherNd _ -> axes.gatherNd(in.shape(), inputs.get(1).shape(), formats);
      case Op.Reduce(Reduction kind, List<Integer> along, _) ->
          axes.reduce(kind, in.shape(), along, formats);
      case Op.Surround surround -> axes.surround(in.shape(), surround, formats);
      case Op.Tile tile ->
          new Move.Strided(in.elements(), Views.tile(batch, in.shape(), tile), formats);
      case Op.AveragePool(Window window, boolean countPadding) ->
          new Resample.AveragePool(geometries.of(node, window), countPadding, formats);
      case Op.MaxPool(Window window) -> new Resample.MaxPool(geometries.of(node, window), formats);
      case Op.LocalResponseNorm(int size, float alpha, float beta, float offset) ->
          new Rows.ResponseNorm(
              in.rows(), in.shape().channels(), size, alpha, beta, offset, formats);
      case Op.L2Normalize(float epsilon) ->
          new Rows.L2Normalize(in.rows(), in.shape().channels(), epsilon, formats);
      case Op.Scale _ -> Affines.scale(in.rows(), weight(node), epilogue(node).bias(), formats);
      case Op.ChannelShuffle(int groups) -> shuffle(in, groups, formats);
      case Op.SelectChannels(List<Integer> channels) ->
          new Move.SelectChannels(in.rows(), in.shape().channels(), channels, formats);
      case Op.SpaceToDepth(int block, BlockOrder order) ->
          new Move.SpaceToDepth(
              batch,
              in.shape().height(),
              in.shape().width(),
              in.shape().channels(),
              block,
              order,
              formats);
      case Op.Crop(int top, int left, int height, int width) ->
          new Move.Crop(
              batch,
              in.shape().height(),
              in.shape().width(),
              in.shape().channels(),
              top,
              left,
              height,
              width,
              formats);
      case Op.Pad(int top, _, int left, _) ->
          new Move.Pad(
              batch,
              in.shape().height(),
              in.shape().width(),
              in.shape().channels(),
              top,
              left,
              out.height(),
              out.width(),
              formats);
      case Op.SquaredDistance(int units) ->
          new Rows.SquaredDistance(
              batch,
              in.shape().channels(),
              units,
              parameters.get(param(node, Role.CENTRE)),
              formats);
      case Op.GlobalAveragePool _ ->
          new Resample.AveragePool(geometries.wholeMap(in.shape()), false, formats);
      case Op.Mean mean -> mean(mean, in.shape(), formats);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          new Resample.Resize(
              batch,
              in.shape().height(),
              in.shape().width(),
              height,
              width,
              in.shape().channels(),
              sampling,
              formats);
      case Op.ResizeNearest(int height, int width, Nearest rule) ->
          new Resample.ResizeNearest(
              batch,
              in.shape().height(),
              in.shape().width(),
              height,
              width,
              in.shape().channels(),
              rule,
              formats);
      case Op.Slice slice ->
          new Move.Strided(in.elements(), Views.slice(batch, in.shape(), slice), formats);
      case Op.Transpose transpose ->
          new Move.Strided(in.elements(), Views.transpose(batch, in.shape(), transpose), formats);
      case Op.DetectionPostProcess _, Op.Split _, Op.Constant _, Op.Reshape _ ->
          throw new AssertionError("not one task: " + node.op());
      case Op.Quantized _, Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _, Op.IntegerSums _ ->
          throw new AssertionError("not one task: " + node.op());
    };
  }

  private Task convolution(Node node, Operand in, Window window, int groups, Formats formats) {
    Geometry geometry = geometries.of(node, window);
    if (geometry.isPointwise() && groups == 1) {
      return new Linear.Pointwise(
          in.rows(), geometry.inC(), geometry.outC(), weight(node), epilogue(node), formats);
    }
    return new Linear.Convolution(geometry, groups, weight(node), epilogue(node), formats);
  }

  private Task pairwise(PairFunction function, List<Operand> inputs, Formats formats) {
    Operand second = inputs.get(1);
    StridedView met = Views.repeated(batch, second.shape(), inputs.getFirst().shape());
    return new Elementwise.Pairwise(function, second.elements(), met, formats);
  }

  private Task mean(Op.Mean mean, Shape in, Formats formats) {
    int first = mean.axes().getFirst();
    int end = mean.axes().getLast() + 1;
    if (!mean.isOfWholeMaps(in.rank())) {
      return new Resample.Mean(axes.extents(in), AxisTasks.behindBatch(mean.axes()), formats);
    }
    return new Resample.AveragePool(geometries.wholeMaps(in, first, end), false, formats);
  }

  private static Task shuffle(Operand in, int groups, Formats formats) {
    int channels = in.shape().channels();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < channels / groups; i++) {
      for (int group = 0; group < groups; group++) {
        order.add(group * (channels / groups) + i);
      }
    }
    return new Move.SelectChannels(in.rows(), channels, order, formats);
  }

  private Task batchNorm(Node node, Operand in, float epsilon, Formats formats) {
    return Affines.batchNorm(
        in.rows(),
        parameters.get(param(node, Role.SCALE)),
        parameters.get(param(node, Role.OFFSET)),
        parameters.get(param(node, Role.MEAN)),
        parameters.get(param(node, Role.VARIANCE)),
        epsilon,
        formats);
  }

  private Param weight(Node node) {
    return parameters.get(param(node, Role.WEIGHT));
  }

  private Epilogue epilogue(Node node) {
    return node.param(Role.BIAS)
        .map(spec -> Epilogue.NONE.withBias(parameters.get(spec)))
        .orElse(Epilogue.NONE);
  }

  private static ParamSpec param(Node node, Role role) {
    return node.param(role)
        .orElseThrow(() -> new GraphException("layer " + node.name() + " has no " + role.suffix()));
  }
}
