package liviano.cost;

import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Window;

/**
 * What one node costs.
 *
 * @param name the node's name
 * @param weights numbers in its weights and its slopes
 * @param biases numbers in its bias
 * @param norm numbers of a batch norm that are trained: scale and offset
 * @param statistics numbers of a batch norm that are measured: mean and variance
 * @param multiplyAdds multiply-adds of convolutions and dense layers; adding a bias, normalising,
 *     pooling and non-linearities count nothing, as in the paper
 */
public record LayerCost(
    String name, long weights, long biases, long norm, long statistics, long multiplyAdds) {

  /** The cost of a node, its multiply-adds counted densely. */
  public static LayerCost of(Node node) {
    return of(node, Counting.DENSE);
  }

  /** The cost of a node, its multiply-adds counted so. */
  public static LayerCost of(Node node, Counting counting) {
    return new LayerCost(
        node.name(),
        count(node, ParamSpec.Role.WEIGHT) + count(node, ParamSpec.Role.SLOPE),
        count(node, ParamSpec.Role.BIAS),
        count(node, ParamSpec.Role.SCALE) + count(node, ParamSpec.Role.OFFSET),
        count(node, ParamSpec.Role.MEAN) + count(node, ParamSpec.Role.VARIANCE),
        counting.of(node, multiplyAdds(node)));
  }

  /** What training changes: all but the statistics. */
  public long parameters() {
    return weights + biases + norm;
  }

  private static long count(Node node, ParamSpec.Role role) {
    return node.params().stream()
        .filter(param -> param.role() == role)
        .mapToLong(param -> param.shape().elements())
        .sum();
  }

  private static long multiplyAdds(Node node) {
    return switch (node.op()) {
      case Op.Conv2d(_, Window w, int groups, _) ->
          out(node) * w.kernelH() * w.kernelW() * (in(node) / groups);
      case Op.TransposedConv2d(int channels, Window w, _, _, int groups, _) ->
          node.input().shape().elements()
              * ((long) w.kernelH() * w.kernelW() * (channels / groups));
      case Op.DepthwiseConv2d(Window w, _, _) -> out(node) * w.kernelH() * w.kernelW();
      case Op.Dense _ -> out(node) * in(node);
      case Op.Activation _, Op.Move _, Op.Pool _, Op.GlobalAveragePool _ -> 0;
      case Op.BatchNorm _, Op.LocalResponseNorm _, Op.L2Normalize _, Op.Softmax _ -> 0;
      case Op.PRelu _, Op.ResizeNearest _, Op.Mean _, Op.Reduce _, Op.ArgMax _ -> 0;
      case Op.Cast _, Op.Gather _, Op.GatherNd _, Op.DetectionPostProcess _ -> 0;
      case Op.Scale _, Op.Pairwise _, Op.Concat _, Op.ResizeBilinear _, Op.SquaredDistance _ -> 0;
      case Op.Constant _ -> 0;
      case Op.Quantized _ -> multiplyAdds(node.onReals());
      case Op.IntegerSums _ -> multiplyAdds(node.onReals());
      case Op.Quantize _, Op.Dequantize _, Op.DynamicQuantize _ -> 0;
    };
  }

  private static long in(Node node) {
    return node.input().shape().channels();
  }

  private static long out(Node node) {
    return node.output().shape().elements();
  }
}
