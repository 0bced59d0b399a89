package liviano.cost;

import java.util.HashMap;
import java.util.Map;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;

/**
 * How sparsely the layers of a network are connected: the connections that they have, and those of
 * layers of the same shapes whose every output channel reads every input channel. Grouped and
 * depthwise convolutions, and convolutions of chosen channels, have fewer. A connection is one
 * multiply-add of a convolution or a dense layer.
 *
 * @param present that the network has
 * @param dense that it would have
 */
public record Connections(long present, long dense) {

  /**
   * Those of a network.
   *
   * @throws ArithmeticException if they are more than 63 bits count
   */
  public static Connections of(Graph graph) {
    Map<Value, Node> givers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(value -> givers.put(value, node)));
    long present = 0;
    long dense = 0;
    for (Node node : graph.nodes()) {
      long layer = LayerCost.of(node).multiplyAdds();
      if (layer > 0) {
        Node real = node.onReals();
        present = Math.addExact(present, layer);
        dense = Math.addExact(dense, dense(real, layer, givers));
      }
    }
    return new Connections(present, dense);
  }

  /** Those of a layer of the same shape whose outputs read every channel. */
  private static long dense(Node node, long present, Map<Value, Node> givers) {
    return switch (node.op()) {
      case Op.DepthwiseConv2d _ -> Math.multiplyExact(present, channels(node.input()));
      case Op.Conv2d(_, _, int groups, _) -> {
        long whole = Math.multiplyExact(present, (long) groups);
        Node giver = givers.get(node.input());
        yield giver != null && giver.op() instanceof Op.SelectChannels
            ? Math.multiplyExact(whole / channels(node.input()), channels(giver.input()))
            : whole;
      }
      case Op.TransposedConv2d(_, _, _, _, int groups, _) ->
          Math.multiplyExact(present, (long) groups);
      default -> present;
    };
  }

  private static long channels(Value value) {
    return value.shape().channels();
  }

  /** The share that is missing, from 0 to 1; 0 of a network without such layers. */
  public double missingShare() {
    return dense == 0 ? 0 : 1 - (double) present / dense;
  }
}
