package liviano.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Geometry;
import liviano.kernels.Origin;
import liviano.kernels.PairFunction;
import liviano.kernels.Param;
import liviano.kernels.Task;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/** From a graph and its weights to the plan that computes it node by node. */
final class Lowering {
  /** A batch norm's {@code scale / sqrt(variance + epsilon)}. */
  private record NormFactor(float epsilon) implements Origin.Rule {}

  /** And its {@code offset - mean * factor}. */
  private record NormShift(float epsilon) implements Origin.Rule {}

  private record Zeros(int count) implements Origin.Rule {}

  private final Parameters parameters;
  private final int batch;
  private final Map<Value, Operand> operands = new HashMap<>();
  private final List<PlannedTask> tasks = new ArrayList<>();

  private Lowering(Parameters parameters, int batch) {
    this.parameters = parameters;
    this.batch = batch;
  }

  /**
   * The plan of a graph.
   *
   * @throws UnsupportedModelException if a value is of a number format or a size that is not
   *     computed; the message names it
   */
  static Plan lower(Graph graph, Parameters parameters, int batch) {
    Lowering lowering = new Lowering(parameters, batch);
    SequencedMap<String, Operand> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      inputs.put(input.name(), lowering.define(input));
    }
    graph.nodes().forEach(lowering::lower);
    SequencedMap<String, Operand> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, lowering.operands.get(value)));
    return new Plan(lowering.tasks, inputs, outputs);
  }

  private Operand define(Value value) {
    requireComputable(value);
    Operand operand =
        new Operand(value.id(), value.name(), batch, value.shape(), value.type().dtype());
    operands.put(value, operand);
    return operand;
  }

  /**
   * Refuses what kernels do not compute, by the value's name: formats, and sizes of all samples
   * together.
   */
  private void requireComputable(Value value) {
    if (value.type().dtype() != DType.F32 || value.type().quantization().isPresent()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "value '%s' is of %s%s; only numbers of format f32 that are not quantized are computed",
              value.name(),
              value.type().dtype().jsonName(),
              value.type().quantization().isPresent() ? ", quantized" : ""));
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

  private void lower(Node node) {
    if (node.op() instanceof Op.Reshape) {
      requireComputable(node.output());
      // The same numbers in the same order: the same memory under another shape.
      Operand held = operands.get(node.input());
      operands.put(
          node.output(),
          new Operand(held.id(), held.name(), batch, node.output().shape(), held.format()));
      return;
    }
    List<Operand> inputs = node.inputs().stream().map(operands::get).toList();
    Operand output = define(node.output());
    Task task = task(node, inputs, output, PlannedTask.formats(inputs, output));
    tasks.add(new PlannedTask(node.name(), task, inputs, output));
  }

  private Task task(Node node, List<Operand> inputs, Operand output, Formats formats) {
    Operand in = inputs.getFirst();
    return switch (node.op()) {
      case Op.Conv2d(_, Window window, int groups, _) ->
          convolution(node, in, window, groups, formats);
      case Op.DepthwiseConv2d(Window window, _, _) ->
          new Task.Depthwise(geometry(node, window), weight(node), epilogue(node), formats);
      case Op.Dense _ ->
          new Task.Pointwise(
              batch,
              in.shape().channels(),
              output.shape().channels(),
              weight(node),
              epilogue(node),
              formats);
      case Op.BatchNorm(float epsilon) -> affine(node, in, epsilon, formats);
      case Op.Relu _ -> new Task.Clip(in.elements(), Clamp.RELU, formats);
      case Op.Relu6 _ -> new Task.Clip(in.elements(), Clamp.RELU6, formats);
      case Op.LeakyRelu(float slope) -> new Task.LeakyRelu(in.elements(), slope, formats);
      case Op.Tanh(float amplitude, float rate) ->
          new Task.Tanh(in.elements(), amplitude, rate, formats);
      case Op.Sigmoid _ -> new Task.Sigmoid(in.elements(), formats);
      case Op.HardSigmoid _ -> new Task.HardSigmoid(in.elements(), formats);
      case Op.HardSwish _ -> new Task.HardSwish(in.elements(), formats);
      case Op.Softmax _ -> new Task.Softmax(in.rows(), in.shape().channels(), formats);
      case Op.Add _ when in.shape().equals(inputs.get(1).shape()) ->
          new Task.Add(in.elements(), Clamp.NONE, formats);
      case Op.Add _ -> pairwise(PairFunction.ADD, inputs, formats);
      case Op.Multiply _ -> pairwise(PairFunction.MULTIPLY, inputs, formats);
      case Op.Maximum _ -> pairwise(PairFunction.MAXIMUM, inputs, formats);
      case Op.Minimum _ -> pairwise(PairFunction.MINIMUM, inputs, formats);
      case Op.Concat _ ->
          new Task.Concat(
              in.rows(), inputs.stream().map(i -> i.shape().channels()).toList(), formats);
      case Op.AveragePool(Window window, boolean countPadding) ->
          new Task.AveragePool(geometry(node, window), countPadding, formats);
      case Op.MaxPool(Window window) -> new Task.MaxPool(geometry(node, window), formats);
      case Op.LocalResponseNorm(int size, float alpha, float beta, float offset) ->
          new Task.ResponseNorm(
              in.rows(), in.shape().channels(), size, alpha, beta, offset, formats);
      case Op.L2Normalize(float epsilon) ->
          new Task.L2Normalize(in.rows(), in.shape().channels(), epsilon, formats);
      case Op.Scale _ -> scale(node, in, formats);
      case Op.ChannelShuffle(int groups) -> shuffle(in, groups, formats);
      case Op.SelectChannels(List<Integer> channels) ->
          new Task.SelectChannels(in.rows(), in.shape().channels(), channels, formats);
      case Op.SpaceToDepth(int block, BlockOrder order) ->
          new Task.SpaceToDepth(
              batch,
              in.shape().height(),
              in.shape().width(),
              in.shape().channels(),
              block,
              order,
              formats);
      case Op.Crop(int top, int left, int height, int width) ->
          new Task.Crop(
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
          new Task.Pad(
              batch,
              in.shape().height(),
              in.shape().width(),
              in.shape().channels(),
              top,
              left,
              output.shape().height(),
              output.shape().width(),
              formats);
      case Op.SquaredDistance(int units) ->
          new Task.SquaredDistance(
              batch,
              in.shape().channels(),
              units,
              parameters.get(param(node, Role.CENTRE)),
              formats);
      case Op.GlobalAveragePool _ -> new Task.AveragePool(wholeMap(in.shape()), false, formats);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          new Task.Resize(
              batch,
              in.shape().height(),
              in.shape().width(),
              height,
              width,
              in.shape().channels(),
              sampling,
              formats);
      case Op.Reshape _ -> throw new AssertionError("a reshape is no task");
    };
  }

  private Task convolution(Node node, Operand in, Window window, int groups, Formats formats) {
    Geometry geometry = geometry(node, window);
    if (geometry.isPointwise() && groups == 1) {
      return new Task.Pointwise(
          in.rows(), geometry.inC(), geometry.outC(), weight(node), epilogue(node), formats);
    }
    return new Task.Convolution(geometry, groups, weight(node), epilogue(node), formats);
  }

  private Task pairwise(PairFunction function, List<Operand> inputs, Formats formats) {
    Shape shape = inputs.getFirst().shape();
    return new Task.Pairwise(
        function,
        batch,
        shape.elements() / shape.channels(),
        shape.channels(),
        !shape.equals(inputs.get(1).shape()),
        formats);
  }

  private Task scale(Node node, Operand in, Formats formats) {
    int channels = in.shape().channels();
    Param offset =
        epilogue(node)
            .bias()
            .orElseGet(
                () ->
                    DerivedConstants.floats(
                        DerivedConstants.made(new Zeros(channels)),
                        Shape.of(channels),
                        () -> new float[channels]));
    return new Task.Affine(in.rows(), channels, weight(node), offset, Clamp.NONE, formats);
  }

  private static Task shuffle(Operand in, int groups, Formats formats) {
    int channels = in.shape().channels();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < channels / groups; i++) {
      for (int group = 0; group < groups; group++) {
        order.add(group * (channels / groups) + i);
      }
    }
    return new Task.SelectChannels(in.rows(), channels, order, formats);
  }

  private Task affine(Node node, Operand in, float epsilon, Formats formats) {
    Param scale = parameters.get(param(node, Role.SCALE));
    Param offset = parameters.get(param(node, Role.OFFSET));
    Param mean = parameters.get(param(node, Role.MEAN));
    Param variance = parameters.get(param(node, Role.VARIANCE));
    int channels = in.shape().channels();
    Param factor =
        DerivedConstants.floats(
            DerivedConstants.made(new NormFactor(epsilon), scale, variance),
            Shape.of(channels),
            () -> factor(scale, variance, epsilon));
    Param shift =
        DerivedConstants.floats(
            DerivedConstants.made(new NormShift(epsilon), scale, offset, mean, variance),
            Shape.of(channels),
            () -> shift(scale, offset, mean, variance, epsilon));
    return new Task.Affine(in.rows(), channels, factor, shift, Clamp.NONE, formats);
  }

  private static float[] factor(Param scale, Param variance, float epsilon) {
    float[] factor = new float[scale.shape().elements()];
    for (int c = 0; c < factor.length; c++) {
      factor[c] = (float) factor(scale, variance, epsilon, c);
    }
    return factor;
  }

  private static double factor(Param scale, Param variance, float epsilon, int c) {
    return scale.at(c) / Math.sqrt((double) variance.at(c) + epsilon);
  }

  private static float[] shift(
      Param scale, Param offset, Param mean, Param variance, float epsilon) {
    float[] shift = new float[offset.shape().elements()];
    for (int c = 0; c < shift.length; c++) {
      shift[c] = (float) (offset.at(c) - mean.at(c) * factor(scale, variance, epsilon, c));
    }
    return shift;
  }

  private Param weight(Node node) {
    return parameters.get(param(node, Role.WEIGHT));
  }

  private Epilogue epilogue(Node node) {
    return node.params().stream()
        .filter(spec -> spec.role() == Role.BIAS)
        .findFirst()
        .map(spec -> Epilogue.NONE.withBias(parameters.get(spec)))
        .orElse(Epilogue.NONE);
  }

  private static ParamSpec param(Node node, Role role) {
    return node.params().stream()
        .filter(spec -> spec.role() == role)
        .findFirst()
        .orElseThrow(() -> new GraphException("layer " + node.name() + " has no " + role.suffix()));
  }

  private Geometry geometry(Node node, Window window) {
    Shape in = node.input().shape();
    Shape out = node.output().shape();
    try {
      return geometry(in, out, window);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException("layer " + node.name() + ": " + e.getMessage());
    }
  }

  private Geometry geometry(Shape in, Shape out, Window window) {
    return new Geometry(
        batch,
        in.height(),
        in.width(),
        in.channels(),
        out.height(),
        out.width(),
        out.channels(),
        window.kernelH(),
        window.kernelW(),
        window.strideH(),
        window.strideW(),
        window.dilationH(),
        window.dilationW(),
        window.rows(in.height()).padBefore(),
        window.columns(in.width()).padBefore());
  }

  private Geometry wholeMap(Shape in) {
    int c = in.channels();
    return new Geometry(
        batch, in.height(), in.width(), c, 1, 1, c, in.height(), in.width(), 1, 1, 1, 1, 0, 0);
  }
}
