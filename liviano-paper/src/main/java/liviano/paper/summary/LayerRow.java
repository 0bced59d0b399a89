package liviano.paper.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cost.LayerCost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.DType;
import liviano.tensor.Reduction;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;

/**
 * One line of a summary: a layer with the batch norm and the non-linearity that follow it.
 *
 * @param name of the layer itself
 * @param operation such as {@code 3x3/2 depthwise BN ReLU6}
 * @param output the shape after all of it
 * @param parameters trained numbers of all of it
 * @param multiplyAdds of all of it
 */
record LayerRow(String name, String operation, Shape output, long parameters, long multiplyAdds) {

  static List<LayerRow> of(Graph graph) {
    List<LayerRow> rows = new ArrayList<>();
    Node last = null;
    for (Node node : graph.nodes()) {
      boolean joins = last != null && follows(node) && last.outputs().equals(List.of(node.input()));
      if (joins) {
        rows.addLast(rows.removeLast().followedBy(node));
      } else {
        rows.addAll(of(node));
      }
      last = node;
    }
    return rows;
  }

  /** A row for each value that it gives; the first has all that the node costs. */
  private static List<LayerRow> of(Node node) {
    LayerCost cost = LayerCost.of(node);
    List<LayerRow> rows = new ArrayList<>();
    for (Value value : node.outputs()) {
      boolean first = rows.isEmpty();
      rows.add(
          new LayerRow(
              value.name(),
              operation(node.op()),
              value.shape(),
              first ? cost.parameters() : 0,
              first ? cost.multiplyAdds() : 0));
    }
    return rows;
  }

  private LayerRow followedBy(Node node) {
    LayerCost cost = LayerCost.of(node);
    return new LayerRow(
        name,
        operation + " " + operation(node.op()),
        node.output().shape(),
        parameters + cost.parameters(),
        multiplyAdds + cost.multiplyAdds());
  }

  /** Whether it is written in one line with the layer that it reads from. */
  static boolean follows(Node node) {
    Op op = node.onReals().op();
    return op instanceof Op.BatchNorm || op instanceof Op.Activation || op instanceof Op.PRelu;
  }

  /** Such as {@code 3x3/2 depthwise}. */
  static String operation(Op op) {
    return switch (op) {
      case Op.Conv2d(_, Window window, int groups, _) ->
          window(window)
              + " conv"
              + (groups == 1 ? "" : String.format(Locale.ROOT, " in %d groups", groups));
      case Op.TransposedConv2d(_, Window window, _, _, int groups, _) ->
          window(window)
              + " transposed conv"
              + (groups == 1 ? "" : String.format(Locale.ROOT, " in %d groups", groups));
      case Op.DepthwiseConv2d(Window window, _, _) -> window(window) + " depthwise";
      case Op.Dense _ -> "dense";
      case Op.BatchNorm _ -> "BN";
      case Op.Relu _ -> "ReLU";
      case Op.Relu6 _ -> "ReLU6";
      case Op.Clip(float least, float most) -> "clip to " + least + ".." + most;
      case Op.Map(UnaryFunction.Plain function) ->
          function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Op.Map(UnaryFunction function) -> function.getClass().getSimpleName();
      case Op.LeakyRelu _ -> "leaky ReLU";
      case Op.PRelu _ -> "PReLU";
      case Op.Tanh _ -> "tanh";
      case Op.Sigmoid _ -> "sigmoid";
      case Op.HardSigmoid _ -> "hard sigmoid";
      case Op.HardSwish _ -> "hard swish";
      case Op.Softmax _ -> "softmax";
      case Op.Add _ -> "add";
      case Op.Multiply _ -> "multiply";
      case Op.Maximum _ -> "maximum";
      case Op.Minimum _ -> "minimum";
      case Op.Subtract _ -> "subtract";
      case Op.Divide _ -> "divide";
      case Op.FloorDivide _ -> "floor divide";
      case Op.Power _ -> "power";
      case Op.Concat _ -> "concat";
      case Op.Cast(DType format) -> "cast to " + format.jsonName();
      case Op.ArgMax(int axis, _, _) -> "place of the greatest on axis " + axis;
      case Op.Gather(int axis) -> "gather on axis " + axis;
      case Op.GatherNd _ -> "gather";
      case Op.DetectionPostProcess _ -> "detections";
      case Op.Tile _ -> "tile";
      case Op.Surround _ -> "pad";
      case Op.Reduce(Reduction kind, List<Integer> axes, _) ->
          kind.name().toLowerCase(Locale.ROOT) + " over axes " + axes;
      case Op.AveragePool(Window window, _) -> window(window) + " average pool";
      case Op.MaxPool(Window window) -> window(window) + " max pool";
      case Op.LocalResponseNorm _ -> "local response norm";
      case Op.L2Normalize _ -> "L2 norm";
      case Op.Scale _ -> "scale";
      case Op.ChannelShuffle(int groups) ->
          String.format(Locale.ROOT, "channel shuffle of %d groups", groups);
      case Op.SelectChannels(List<Integer> channels) ->
          String.format(Locale.ROOT, "%d chosen channels", channels.size());
      case Op.SpaceToDepth(int block, _) ->
          String.format(Locale.ROOT, "%1$dx%1$d space to depth", block);
      case Op.Crop(int top, int left, int height, int width) ->
          String.format(Locale.ROOT, "%dx%d crop from %d, %d", height, width, top, left);
      case Op.Pad(int top, int bottom, int left, int right) ->
          String.format(
              Locale.ROOT, "zeros around: %d above, %d below, %d and %d", top, bottom, left, right);
      case Op.SquaredDistance _ -> "squared distance";
      case Op.GlobalAveragePool _ -> "global average pool";
      case Op.ResizeBilinear(int height, int width, _) ->
          String.format(Locale.ROOT, "bilinear resize to %dx%d", height, width);
      case Op.Mean(List<Integer> axes, _) -> "mean over axes " + axes;
      case Op.ResizeNearest(int height, int width, _) ->
          String.format(Locale.ROOT, "nearest resize to %dx%d", height, width);
      case Op.Reshape _ -> "reshape";
      case Op.Slice _ -> "slice";
      case Op.Split(_, List<Integer> sizes) ->
          String.format(Locale.ROOT, "split into %d parts", sizes.size());
      case Op.Transpose _ -> "transpose";
      case Op.Constant _ -> "constant";
      case Op.Quantized(Op real, _, _, _, _) -> operation(real);
      case Op.Quantize _ -> "quantize";
      case Op.Dequantize _ -> "dequantize";
      case Op.IntegerSums(Op real, _, _) -> operation(real);
      case Op.DynamicQuantize _ -> "dynamic quantize";
    };
  }

  /**
   * Kernel, stride where it is not 1, dilation where it is not 1: {@code 3x3/2}, {@code 3x3 d2}.
   */
  private static String window(Window w) {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%dx%d", w.kernelH(), w.kernelW()));
    if (w.strideH() != 1 || w.strideW() != 1) {
      text.append("/").append(pair(w.strideH(), w.strideW()));
    }
    if (w.dilationH() != 1 || w.dilationW() != 1) {
      text.append(" d").append(pair(w.dilationH(), w.dilationW()));
    }
    return text.toString();
  }

  private static String pair(int vertical, int horizontal) {
    return vertical == horizontal ? "" + vertical : vertical + "x" + horizontal;
  }
}
