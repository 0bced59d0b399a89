package liviano.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import liviano.formats.Pads;
import liviano.formats.TransposedPads;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/**
 * A graph as the method {@code forward} of a TorchScript module. Maps have channels first for the
 * program, and channels last in memory: the input is a permuted view of one that has, and PyTorch
 * keeps the memory's order through its operations.
 *
 * @param source of the method
 * @param parameters attributes that it reads, by the constant's name
 */
record TorchScript(String source, Map<String, String> parameters) {

  static TorchScript of(Graph graph) {
    return new Writer().write(graph);
  }

  /** How a constant's numbers are to be viewed: its role and layer decide. */
  static long[] order(ParamSpec spec) {
    if (spec.role() == Role.VALUE) {
      return new long[0];
    }
    return switch (spec.shape().rank()) {
      case 4 -> new long[] {0, 3, 1, 2};
      case 3 -> new long[] {2, 0, 1};
      default -> new long[0];
    };
  }

  private static final class Writer {
    private final StringBuilder lines = new StringBuilder();
    private final Map<String, String> parameters = new HashMap<>();

    TorchScript write(Graph graph) {
      Value input = graph.inputs().getFirst();
      lines.append("def forward(self, given):\n");
      assign(input, input.shape().isMap() ? "given.permute([0, 3, 1, 2])" : "given");
      graph.nodes().forEach(this::assign);
      StringJoiner outputs = new StringJoiner(", ", "  return [", "]\n");
      graph.outputs().values().forEach(value -> outputs.add(given(value)));
      lines.append(outputs);
      return new TorchScript(lines.toString(), Map.copyOf(parameters));
    }

    private String expression(Node node) {
      String x = node.inputs().isEmpty() ? "" : name(node.input());
      return switch (node.op()) {
        case Op.Conv2d(_, Window w, int groups, _) -> convolution(node, w, groups);
        case Op.DepthwiseConv2d(Window w, _, _) ->
            convolution(node, w, node.input().shape().channels());
        case Op.TransposedConv2d op -> transposed(node, op);
        case Op.Dense _ ->
            String.format(
                Locale.ROOT,
                "torch.linear(%s, %s, %s)",
                x,
                parameter(node, Role.WEIGHT),
                bias(node));
        case Op.BatchNorm(float epsilon) ->
            String.format(
                Locale.ROOT,
                "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.0, %s, False)",
                x,
                parameter(node, Role.SCALE),
                parameter(node, Role.OFFSET),
                parameter(node, Role.MEAN),
                parameter(node, Role.VARIANCE),
                epsilon);
        case Op.Relu() -> String.format(Locale.ROOT, "torch.relu(%s)", x);
        case Op.Relu6() -> String.format(Locale.ROOT, "torch.hardtanh(%s, 0.0, 6.0)", x);
        case Op.PRelu() ->
            String.format(Locale.ROOT, "torch.prelu(%s, %s)", x, parameter(node, Role.SLOPE));
        case Op.Sigmoid() -> String.format(Locale.ROOT, "torch.sigmoid(%s)", x);
        case Op.Softmax() ->
            String.format(Locale.ROOT, "torch.softmax(%s, %d)", x, channelAxis(node));
        case Op.Add() -> pairwise(node, "torch.add");
        case Op.Multiply() -> pairwise(node, "torch.mul");
        case Op.Maximum() -> pairwise(node, "torch.maximum");
        case Op.Minimum() -> pairwise(node, "torch.minimum");
        case Op.HardSigmoid() -> String.format(Locale.ROOT, "torch.hardsigmoid(%s)", x);
        case Op.HardSwish() -> String.format(Locale.ROOT, "torch.hardswish(%s)", x);
        case Op.Concat concat when concat.axis() == Op.Concat.INNERMOST ->
            String.format(Locale.ROOT, "torch.cat([%s], %d)", names(node), channelAxis(node));
        case Op.Concat _ -> throw unknown(node);
        case Op.Subtract _, Op.Divide _, Op.FloorDivide _, Op.Power _ -> throw unknown(node);
        case Op.Clip _, Op.Map _, Op.Cast _, Op.ArgMax _, Op.Reduce _ -> throw unknown(node);
        case Op.Gather _, Op.GatherNd _, Op.Tile _, Op.Surround _, Op.DetectionPostProcess _ ->
            throw unknown(node);
        case Op.GlobalAveragePool() -> String.format(Locale.ROOT, "torch.mean(%s, [2, 3])", x);
        case Op.ResizeBilinear(int h, int w, Sampling sampling) -> resize(node, h, w, sampling);
        case Op.Mean(List<Integer> axes, boolean keepDims) -> mean(node, axes, keepDims);
        case Op.ResizeNearest(int h, int w, Nearest rule) -> resize(node, h, w, rule);
        case Op.Reshape(Shape shape) -> reshape(node, shape);
        case Op.LeakyRelu _, Op.Tanh _, Op.AveragePool _, Op.MaxPool _ -> throw unknown(node);
        case Op.LocalResponseNorm _, Op.L2Normalize _, Op.Scale _ -> throw unknown(node);
        case Op.ChannelShuffle _, Op.SelectChannels _, Op.SpaceToDepth _ -> throw unknown(node);
        case Op.Pad(int top, int bottom, int left, int right) ->
            String.format(
                Locale.ROOT,
                "torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0.0)",
                x,
                left,
                right,
                top,
                bottom);
        case Op.Slice slice -> x + slices(node.input().shape(), slice);
        case Op.Split(int axis, List<Integer> sizes) ->
            String.format(
                Locale.ROOT,
                "torch.split_with_sizes(%s, %s, %d)",
                x,
                sizes,
                axis(node.input().shape(), axis));
        case Op.Transpose(List<Integer> order) -> permuted(node, order);
        case Op.Constant(Shape shape, _) -> shaped(parameter(node, Role.VALUE), shape);
        case Op.Crop _, Op.SquaredDistance _ -> throw unknown(node);
        case Op.Quantized _, Op.Quantize _, Op.Dequantize _ -> throw unknown(node);
        case Op.IntegerSums _, Op.DynamicQuantize _ -> throw unknown(node);
      };
    }

    /** PyTorch pads both sides alike; what it cannot, is padded before. */
    private String convolution(Node node, Window w, int groups) {
      Pads pads = Pads.of(w, node.input().shape());
      boolean even = pads.top() == pads.bottom() && pads.left() == pads.right();
      String x = name(node.input());
      return String.format(
          Locale.ROOT,
          "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [%d, %d], %d)",
          even
              ? x
              : String.format(
                  Locale.ROOT,
                  "torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0.0)",
                  x,
                  pads.left(),
                  pads.right(),
                  pads.top(),
                  pads.bottom()),
          parameter(node, Role.WEIGHT),
          bias(node),
          w.strideH(),
          w.strideW(),
          even ? pads.top() : 0,
          even ? pads.left() : 0,
          w.dilationH(),
          w.dilationW(),
          groups);
    }

    /** PyTorch cuts both sides alike: what it cuts off too much at the end, it adds there. */
    private String transposed(Node node, Op.TransposedConv2d op) {
      Window w = op.window();
      Shape in = node.input().shape();
      Shape out = node.output().shape();
      TransposedPads pads = TransposedPads.of(op, in, out);
      Pads cut = pads.cut();
      int rows = cut.top() - cut.bottom() + pads.moreRows();
      int columns = cut.left() - cut.right() + pads.moreColumns();
      if (rows < 0
          || columns < 0
          || rows >= Math.max(w.strideH(), w.dilationH())
          || columns >= Math.max(w.strideW(), w.dilationW())) {
        throw unknown(node);
      }
      String weight =
          String.format(
              Locale.ROOT,
              "%s.reshape([%d, %d, %d, %d, %d]).transpose(1, 2).reshape([%d, %d, %d, %d])",
              parameter(node, Role.WEIGHT),
              op.groups(),
              out.channels() / op.groups(),
              in.channels() / op.groups(),
              w.kernelH(),
              w.kernelW(),
              in.channels(),
              out.channels() / op.groups(),
              w.kernelH(),
              w.kernelW());
      return String.format(
          Locale.ROOT,
          "torch.conv_transpose2d(%s, %s, %s, [%d, %d], [%d, %d], [%d, %d], %d, [%d, %d])",
          name(node.input()),
          weight,
          bias(node),
          w.strideH(),
          w.strideW(),
          cut.top(),
          cut.left(),
          rows,
          columns,
          op.groups(),
          w.dilationH(),
          w.dilationW());
    }

    /** The second is viewed with as many extents as the first has. */
    private static String pairwise(Node node, String function) {
      int rank = node.input().shape().rank();
      Value second = node.inputs().get(1);
      List<Integer> dims = new ArrayList<>(second.shape().dims());
      while (dims.size() < rank) {
        dims.addFirst(1);
      }
      Shape aligned = new Shape(dims.subList(dims.size() - rank, dims.size()));
      return String.format(
          Locale.ROOT,
          "%s(%s, %s)",
          function,
          name(node.input()),
          aligned.equals(second.shape()) ? name(second) : shaped(given(second), aligned));
    }

    private static String slices(Shape in, Op.Slice op) {
      String[] parts = new String[in.rank() + 1];
      parts[0] = ":";
      for (int axis = 0; axis < in.rank(); axis++) {
        int step = op.stride().get(axis);
        int from = op.begin().get(axis);
        int to = from + (op.size().get(axis) - 1) * step + 1;
        parts[axis(in, axis)] = String.format(Locale.ROOT, "%d:%d:%d", from, to, step);
      }
      return "[" + String.join(", ", parts) + "]";
    }

    private static String permuted(Node node, List<Integer> order) {
      Shape in = node.input().shape();
      Integer[] axes = new Integer[in.rank() + 1];
      axes[0] = 0;
      for (int axis = 0; axis < in.rank(); axis++) {
        axes[axis(in, axis)] = axis(in, order.get(axis));
      }
      return name(node.input()) + ".permute(" + Arrays.toString(axes) + ")";
    }

    /** Where an extent of a sample is in the program. */
    private static int axis(Shape shape, int axis) {
      return !shape.isMap() ? axis + 1 : axis == 2 ? 1 : axis + 2;
    }

    private String resize(Node node, int height, int width, Sampling sampling) {
      String corners =
          switch (sampling) {
            case HALF_PIXEL -> "False";
            case ALIGN_CORNERS -> "True";
            case LEGACY, PYTORCH_HALF_PIXEL -> throw unknown(node);
          };
      return String.format(
          Locale.ROOT,
          "torch.upsample_bilinear2d(%s, [%d, %d], %s)",
          name(node.input()),
          height,
          width,
          corners);
    }

    /** Over the axes of channels last, in whose order those that are left stand. */
    private static String mean(Node node, List<Integer> axes, boolean keepDims) {
      String mean =
          String.format(
              Locale.ROOT,
              "torch.mean(%s, %s, %s)",
              given(node.input()),
              axes.stream().map(axis -> axis + 1).toList(),
              keepDims ? "True" : "False");
      Shape out = node.output().shape();
      if (!keepDims && axes.size() == node.input().shape().rank()) {
        return mean + ".reshape([1, 1])";
      }
      return out.isMap() ? mean + ".permute([0, 3, 1, 2])" : mean;
    }

    private String resize(Node node, int height, int width, Nearest rule) {
      boolean exact = rule.equals(Nearest.HALF_PIXEL);
      if (!exact && !rule.equals(Nearest.LEGACY)) {
        throw unknown(node);
      }
      return String.format(
          Locale.ROOT,
          "torch.%s(%s, [%d, %d])",
          exact ? "_upsample_nearest_exact2d" : "upsample_nearest2d",
          name(node.input()),
          height,
          width);
    }

    /** In the order that the numbers have with channels last. */
    private static String reshape(Node node, Shape shape) {
      return shaped(given(node.input()), shape);
    }

    /**
     * @param last an expression for the numbers with channels last
     */
    private static String shaped(String last, Shape shape) {
      StringJoiner dims = new StringJoiner(", ", "[1, ", "]");
      shape.dims().forEach(dim -> dims.add(String.valueOf(dim)));
      String flat = String.format(Locale.ROOT, "%s.reshape(%s)", last, dims);
      return shape.isMap() ? flat + ".permute([0, 3, 1, 2])" : flat;
    }

    private static IllegalArgumentException unknown(Node node) {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %s: %s is not written for libtorch",
              node.name(),
              node.op().getClass().getSimpleName()));
    }

    private String bias(Node node) {
      return node.param(Role.BIAS).isPresent() ? parameter(node, Role.BIAS) : "None";
    }

    private String parameter(Node node, Role role) {
      ParamSpec spec = node.param(role).orElseThrow();
      String attribute = "p" + parameters.size();
      parameters.put(spec.name(), attribute);
      return "self." + attribute;
    }

    private void assign(Node node) {
      String expression = expression(node);
      List<Value> outputs = node.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        assign(
            outputs.get(i),
            node.op() instanceof Op.Split
                ? String.format(Locale.ROOT, "%s[%d]", expression, i)
                : expression);
      }
    }

    private void assign(Value value, String expression) {
      lines.append("  ").append(name(value)).append(" = ").append(expression).append('\n');
    }

    /** With channels last, as the graph gives it. */
    private static String given(Value value) {
      return value.shape().isMap() ? name(value) + ".permute([0, 2, 3, 1])" : name(value);
    }

    private static int channelAxis(Node node) {
      Shape shape = node.input().shape();
      return shape.isMap() ? 1 : shape.rank();
    }

    private static String names(Node node) {
      List<String> names = new ArrayList<>();
      node.inputs().forEach(value -> names.add(name(value)));
      return String.join(", ", names);
    }

    private static String name(Value value) {
      return "v" + value.id();
    }
  }
}
