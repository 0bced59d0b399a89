package liviano.vision.quantize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.weights.Weights;

/**
 * The weights and biases of a layer that sums products, and which number belongs to which channel.
 * The arrays are changed in place while a network is equalized.
 *
 * @param inputs input channels
 * @param weight in the order that the layer stores them in
 * @param bias one per output channel; zeros where the layer has none
 */
record Filter(Op op, int inputs, float[] weight, float[] bias) {

  /** Whether a node is such a layer. */
  static boolean is(Op op) {
    return op instanceof Op.Convolution || op instanceof Op.Dense;
  }

  /** Those of all layers, by the layer's name. */
  static Map<String, Filter> of(Iterable<Node> nodes, Weights weights) {
    Map<String, Filter> filters = new HashMap<>();
    for (Node node : nodes) {
      if (is(node.op())) {
        filters.put(
            node.name(),
            new Filter(
                node.op(),
                node.input().shape().channels(),
                numbers(node, Role.WEIGHT, weights).orElseThrow(),
                numbers(node, Role.BIAS, weights)
                    .orElseGet(() -> new float[node.output().shape().channels()])));
      }
    }
    return filters;
  }

  private static Optional<float[]> numbers(Node node, Role role, Weights weights) {
    return node.param(role)
        .map(spec -> weights.require(spec.name(), spec.shape().extents()).toFloats());
  }

  /** The same layer with a bias. */
  Op biased() {
    return switch (op) {
      case Op.Convolution convolution -> convolution.withBias(true);
      case Op.Dense(int units, _) -> new Op.Dense(units, true);
      default -> throw new IllegalStateException(op + " sums no products");
    };
  }

  int outputs() {
    return bias.length;
  }

  /** The output channel that a weight belongs to. */
  int output(int index) {
    return op instanceof Op.DepthwiseConv2d
        ? index % outputs()
        : index / (weight.length / outputs());
  }

  /** The input channel that a weight is multiplied with. */
  int input(int index) {
    return switch (op) {
      case Op.DepthwiseConv2d(_, int multiplier, _) -> index % outputs() / multiplier;
      case Op.Conv2d(_, _, int groups, _) -> {
        int each = inputs / groups;
        int group = output(index) / (outputs() / groups);
        yield group * each + index % each;
      }
      default -> index % inputs;
    };
  }

  /** The greatest magnitude of the weights of each output channel. */
  float[] outputRanges() {
    float[] ranges = new float[outputs()];
    for (int i = 0; i < weight.length; i++) {
      int channel = output(i);
      ranges[channel] = Math.max(ranges[channel], Math.abs(weight[i]));
    }
    return ranges;
  }

  /** The greatest magnitude of the weights of each input channel. */
  float[] inputRanges() {
    float[] ranges = new float[inputs];
    for (int i = 0; i < weight.length; i++) {
      int channel = input(i);
      ranges[channel] = Math.max(ranges[channel], Math.abs(weight[i]));
    }
    return ranges;
  }
}
