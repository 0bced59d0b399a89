package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.formats.Pads;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.Nearest;
import liviano.tensor.Nearest.Rounding;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.weights.Weights;

/** Writes each operation of the graph as one ONNX node, or as a few. */
final class Operations {
  private final Translation translation;
  private final OnnxGraph onnx;
  private final Constants constants;
  private final TransposedConvolutions transposedConvolutions;
  private final AxisOperations axes;
  private final NumberOperations numbers;

  Operations(Translation translation, Weights weights) {
    this.translation = translation;
    this.onnx = translation.onnx();
    this.constants = new Constants(translation.scales(), onnx, weights);
    this.transposedConvolutions = new TransposedConvolutions(translation, constants);
    this.axes = new AxisOperations(translation, onnx);
    this.numbers = new NumberOperations(translation, onnx, constants);
  }

  void write(Node node) {
    switch (node.op()) {
      case Op.Conv2d(_, Window window, int groups, boolean bias) ->
          convolution(node, window, groups, constants.filter(node), bias);
      case Op.DepthwiseConv2d(Window window, _, boolean bias) ->
          convolution(node, window, in(node).channels(), constants.depthwiseFilter(node), bias);
      case Op.TransposedConv2d op -> transposedConvolutions.write(node, op);
      case Op.Dense(_, boolean bias) -> dense(node, bias);
      case Op.BatchNorm(float epsilon) -> batchNorm(node, epsilon);
      case Op.Relu() -> simple(node, "Relu");
      case Op.Relu6() -> clip(node, 0, 6);
      case Op.Clip(float least, float most) -> clip(node, least, most);
      case Op.LeakyRelu(float slope) -> simple(node, "LeakyRelu", Attribute.of("alpha", slope));
      case Op.PRelu() ->
          onnx.node(
              node.name(),
              "PRelu",
              List.of(input(node), perChannel(node, Role.SLOPE)),
              output(node));
      case Op.Tanh(float amplitude, float rate) -> numbers.tanh(node, amplitude, rate);
      case Op.Sigmoid() -> simple(node, "Sigmoid");
      case Op.HardSigmoid() -> simple(node, "HardSigmoid", Attribute.of("alpha", 1 / 6f));
      case Op.HardSwish() -> simple(node, "HardSwish");
      case Op.Softmax() -> simple(node, "Softmax", channelAxis(in(node)));
      case Op.Add() -> pairwise(node, "Add");
      case Op.Multiply() -> pairwise(node, "Mul");
      case Op.Maximum() -> pairwise(node, "Max");
      case Op.Minimum() -> pairwise(node, "Min");
      case Op.Subtract() -> pairwise(node, "Sub");
      case Op.Divide() -> pairwise(node, "Div");
      case Op.Power() -> pairwise(node, "Pow");
      case Op.Concat concat -> axes.concat(node, concat);
      case Op.FloorDivide() -> numbers.floorDivide(node, axes.second(node));
      case Op.Map(UnaryFunction function) -> numbers.map(node, function);
      case Op.Reduce reduce -> axes.reduce(node, reduce);
      case Op.Tile tile -> axes.tile(node, tile);
      case Op.Surround surround -> axes.surround(node, surround);
      case Op.Cast _, Op.ArgMax _, Op.Gather _, Op.GatherNd _ -> throw unknown(node);
      case Op.DetectionPostProcess _ -> throw unknown(node);
      case Op.AveragePool(Window window, boolean countPadding) ->
          averagePool(node, window, countPadding);
      case Op.MaxPool(Window window) -> simple(node, "MaxPool", window(window, in(node)));
      case Op.GlobalAveragePool() -> globalAveragePool(node);
      case Op.Mean(List<Integer> axes, _) -> mean(node, axes);
      case Op.ResizeBilinear(int height, int width, Sampling sampling) ->
          resize(node, height, width, sampling, Attribute.of("mode", "linear"));
      case Op.ResizeNearest(int height, int width, Nearest(Sampling sampling, Rounding rounding)) ->
          resize(
              node,
              height,
              width,
              sampling,
              Attribute.of("mode", "nearest"),
              Attribute.of("nearest_mode", rounding.name().toLowerCase(Locale.ROOT)));
      case Op.LocalResponseNorm(int size, float alpha, float beta, float offset) ->
          numbers.localResponseNorm(node, size, alpha, beta, offset);
      case Op.L2Normalize(float epsilon) -> numbers.l2Normalize(node, epsilon);
      case Op.Scale(boolean bias) -> scale(node, bias);
      case Op.ChannelShuffle(int groups) -> channelShuffle(node, groups);
      case Op.SelectChannels(List<Integer> channels) -> selectChannels(node, channels);
      case Op.SpaceToDepth(int block, BlockOrder order) -> spaceToDepth(node, block, order);
      case Op.Crop crop -> crop(node, crop);
      case Op.Pad(int top, int bottom, int left, int right) -> {
        String pads = onnx.integers(node.name() + ".pads", 0, 0, top, left, 0, 0, bottom, right);
        onnx.node(node.name(), "Pad", List.of(input(node), pads), output(node));
      }
      case Op.SquaredDistance _ -> numbers.squaredDistance(node);
      case Op.Reshape(Shape shape) ->
          translation.reshape(node.name(), input(node), in(node), output(node), shape);
      case Op.Slice slice -> axes.slice(node, slice);
      case Op.Split split -> axes.split(node, split);
      case Op.Transpose transpose -> axes.transpose(node, transpose);
      case Op.Constant(Shape shape, _) -> constant(node, shape);
      case Op.Quantized _, Op.Quantize _, Op.Dequantize _ -> throw new AssertionError(node);
      case Op.IntegerSums _, Op.DynamicQuantize _ -> throw ranged(node);
    }
  }

  private static UnsupportedModelException ranged(Node node) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "layer %s: %s, integers whose scales are found while it runs, is not written to ONNX:"
                + " quantize the model of floats with 'liviano quantize', and write that",
            node.name(),
            node.op().getClass().getSimpleName()));
  }

  private void convolution(Node node, Window w, int groups, String filter, boolean bias) {
    List<String> inputs = new ArrayList<>(List.of(input(node), filter));
    if (bias) {
      inputs.add(constants.plain(node, Role.BIAS));
    }
    List<Attribute> settings = new ArrayList<>(List.of(window(w, node.input().shape())));
    settings.add(Attribute.of("group", groups));
    onnx.node(node.name(), "Conv", inputs, output(node), settings.toArray(Attribute[]::new));
  }

  private void dense(Node node, boolean bias) {
    List<String> inputs = new ArrayList<>(List.of(input(node), constants.plain(node, Role.WEIGHT)));
    if (bias) {
      inputs.add(constants.plain(node, Role.BIAS));
    }
    onnx.node(node.name(), "Gemm", inputs, output(node), Attribute.of("transB", 1));
  }

  private void batchNorm(Node node, float epsilon) {
    List<String> inputs = new ArrayList<>(List.of(input(node)));
    for (Role role : List.of(Role.SCALE, Role.OFFSET, Role.MEAN, Role.VARIANCE)) {
      inputs.add(constants.plain(node, role));
    }
    onnx.node(
        node.name(), "BatchNormalization", inputs, output(node), Attribute.of("epsilon", epsilon));
  }

  private void clip(Node node, float least, float most) {
    onnx.node(
        node.name(),
        "Clip",
        List.of(
            input(node),
            translation.scalar(node, "min", least),
            translation.scalar(node, "max", most)),
        output(node));
  }

  private void pairwise(Node node, String type) {
    onnx.node(node.name(), type, List.of(input(node), axes.second(node)), output(node));
  }

  /** For several samples its numbers would have to be repeated. */
  private void constant(Node node, Shape shape) {
    if (translation.batch() != 1) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s: a constant goes to ONNX for a batch of one only: write it with --batch 1",
              node.name()));
    }
    String value = constants.value(node, shape);
    onnx.node(node.name(), "Identity", List.of(value), output(node));
  }

  private void averagePool(Node node, Window w, boolean countPadding) {
    Attribute[] settings = window(w, node.input().shape());
    // Pools of a graph are dense, and this one has no setting for dilation before opset 19.
    settings[settings.length - 1] = Attribute.of("count_include_pad", countPadding ? 1 : 0);
    simple(node, "AveragePool", settings);
  }

  private void globalAveragePool(Node node) {
    String map = translation.step(node, "map", "GlobalAveragePool", List.of(input(node)));
    String pooled = translation.between(node, map);
    onnx.node(node.name(), "Flatten", List.of(pooled), output(node));
  }

  private void mean(Node node, List<Integer> axes) {
    Shape in = node.input().shape();
    int[] there =
        axes.stream()
            .mapToInt(axis -> in.isMap() ? List.of(2, 3, 1).get(axis) : axis + 1)
            .toArray();
    String mean =
        translation.step(
            node,
            "mean",
            "ReduceMean",
            List.of(input(node)),
            Attribute.ints("axes", there),
            Attribute.of("keepdims", 1));
    List<Integer> kept = new ArrayList<>(in.dims());
    axes.forEach(axis -> kept.set(axis, 1));
    translation.reshape(node.name(), mean, new Shape(kept), output(node), node.output().shape());
  }

  private void resize(Node node, int height, int width, Sampling sampling, Attribute... mode) {
    String positions =
        switch (sampling) {
          case HALF_PIXEL -> "half_pixel";
          case ALIGN_CORNERS -> "align_corners";
          case LEGACY -> "asymmetric";
          case PYTORCH_HALF_PIXEL -> "pytorch_half_pixel";
        };
    List<Attribute> settings = new ArrayList<>(List.of(mode));
    settings.add(Attribute.of("coordinate_transformation_mode", positions));
    int channels = node.input().shape().channels();
    String sizes = sizes(node, channels, height, width);
    onnx.node(
        node.name(),
        "Resize",
        List.of(input(node), "", "", sizes),
        output(node),
        settings.toArray(Attribute[]::new));
  }

  /** Of a batch of any size, its own size is the first of them. */
  private String sizes(Node node, int channels, int height, int width) {
    String name = node.name() + ".sizes";
    if (translation.batch() > 0) {
      return onnx.integers(name, translation.batch(), channels, height, width);
    }
    String shape = translation.step(node, "extents", "Shape", List.of(input(node)));
    String from = onnx.integers(node.name() + ".first", 0);
    String to = onnx.integers(node.name() + ".second", 1);
    String batch = translation.step(node, "batch", "Slice", List.of(shape, from, to));
    String map = onnx.integers(node.name() + ".map", channels, height, width);
    return translation.step(node, "sizes", "Concat", List.of(batch, map), Attribute.of("axis", 0));
  }

  /** On a map it is a filter of one position. */
  private void scale(Node node, boolean bias) {
    Shape shape = in(node);
    if (shape.isMap()) {
      String filter = constants.as(node, Role.WEIGHT, shape.channels(), 1, 1, 1);
      convolution(node, Window.square(1, 1, Padding.NONE), shape.channels(), filter, bias);
      return;
    }
    String weight = perChannel(node, Role.WEIGHT);
    if (!bias) {
      onnx.node(node.name(), "Mul", List.of(input(node), weight), output(node));
      return;
    }
    String x = translation.step(node, "scaled", "Mul", List.of(input(node), weight));
    onnx.node(node.name(), "Add", List.of(x, perChannel(node, Role.BIAS)), output(node));
  }

  /** A number per channel, used at every position. */
  private String perChannel(Node node, Role role) {
    Shape shape = node.input().shape();
    return shape.isMap()
        ? constants.as(node, role, shape.channels(), 1, 1)
        : constants.as(node, role, shape.channels());
  }

  /** Channels as a matrix of {@code groups} rows, turned. */
  private void channelShuffle(Node node, int groups) {
    Shape shape = node.input().shape();
    int positions = shape.elements() / shape.channels(); // of one sample
    int each = shape.channels() / groups;
    boolean map = shape.isMap();
    String rows = onnx.tensor(node.name() + ".rows");
    String columns = onnx.tensor(node.name() + ".columns");
    if (map) {
      int batch = translation.batch();
      translation.reshape(node.name() + ".rows", input(node), rows, batch, groups, each, positions);
      translation.transpose(node.name() + ".columns", rows, columns, 0, 2, 1, 3);
    } else {
      // Samples and positions after one another.
      translation.reshape(node.name() + ".rows", input(node), rows, -1, groups, each);
      translation.transpose(node.name() + ".columns", rows, columns, 0, 2, 1);
    }
    translation.reshape(node.name(), columns, output(node), translation.dims(shape));
  }

  private void selectChannels(Node node, List<Integer> channels) {
    String indices =
        onnx.integers(
            node.name() + ".channels", channels.stream().mapToInt(Integer::intValue).toArray());
    onnx.node(
        node.name(),
        "Gather",
        List.of(input(node), indices),
        output(node),
        channelAxis(node.input().shape()));
  }

  private void spaceToDepth(Node node, int block, BlockOrder order) {
    Attribute size = Attribute.of("blocksize", block);
    switch (order) {
      case BLOCK_MAJOR -> simple(node, "SpaceToDepth", size);
      case DARKNET -> {
        Shape in = node.input().shape();
        int[] wide = {
          translation.batch(),
          in.channels() / (block * block),
          in.height() * block,
          in.width() * block
        };
        String read = onnx.tensor(node.name() + ".wide");
        translation.reshape(node.name() + ".wide", input(node), read, wide);
        String moved = onnx.tensor(node.name() + ".moved");
        onnx.node(node.name() + ".moved", "SpaceToDepth", List.of(read), moved, size);
        translation.reshape(
            node.name(), moved, output(node), translation.dims(node.output().shape()));
      }
    }
  }

  /** What lies on the map is cut out; what lies beyond is set to zero. */
  private void crop(Node node, Op.Crop crop) {
    Shape in = node.input().shape();
    int bottom = Math.min(in.height(), crop.top() + crop.height());
    int right = Math.min(in.width(), crop.left() + crop.width());
    int below = crop.height() - (bottom - crop.top());
    int beside = crop.width() - (right - crop.left());
    boolean whole = below == 0 && beside == 0;
    String cut = whole ? output(node) : onnx.tensor(node.name() + ".cut");
    String from = onnx.integers(node.name() + ".from", crop.top(), crop.left());
    String to = onnx.integers(node.name() + ".to", bottom, right);
    String axes = onnx.integers(node.name() + ".axes", 2, 3);
    onnx.node(node.name() + ".cut", "Slice", List.of(input(node), from, to, axes), cut);
    if (!whole) {
      String pads = onnx.integers(node.name() + ".pads", 0, 0, 0, 0, 0, 0, below, beside);
      onnx.node(node.name(), "Pad", List.of(cut, pads), output(node));
    }
  }

  private void simple(Node node, String type, Attribute... settings) {
    List<String> inputs = node.inputs().stream().map(translation::tensor).toList();
    onnx.node(node.name(), type, inputs, output(node), settings);
  }

  private static IllegalArgumentException unknown(Node node) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "layer %s: %s is not written to ONNX",
            node.name(),
            node.op().getClass().getSimpleName()));
  }

  private static Shape in(Node node) {
    return node.input().shape();
  }

  private String input(Node node) {
    return translation.tensor(node.input());
  }

  private String output(Node node) {
    Value output = node.output();
    return translation.tensor(output);
  }

  private static Attribute channelAxis(Shape shape) {
    return Attribute.of("axis", Translation.channelAxis(shape));
  }

  /** Kernel, strides, padding; dilation is the last. */
  private static Attribute[] window(Window w, Shape map) {
    return window(w, Pads.of(w, map));
  }

  static Attribute[] window(Window w, Pads pads) {
    return new Attribute[] {
      Attribute.ints("kernel_shape", w.kernelH(), w.kernelW()),
      Attribute.ints("strides", w.strideH(), w.strideW()),
      Attribute.ints("pads", pads.top(), pads.left(), pads.bottom(), pads.right()),
      Attribute.ints("dilations", w.dilationH(), w.dilationW())
    };
  }
}
