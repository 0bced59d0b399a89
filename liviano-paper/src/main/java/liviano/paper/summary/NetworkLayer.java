package liviano.paper.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liviano.cost.LayerCost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.paper.plot.Look;
import liviano.tensor.Shape;

/**
 * A layer of a drawn network: an operation with the batch norm and the non-linearity after it, or
 * an input.
 *
 * @param name of what it gives: that of the operation, unless that gives several values
 * @param operation such as {@code 3x3/2 depthwise BN ReLU6}
 * @param output the shape after all of it
 * @param multiplyAdds of all of it
 * @param inputs numbers of the layers it reads from
 */
record NetworkLayer(
    String name,
    String operation,
    Shape output,
    long multiplyAdds,
    Look look,
    List<Integer> inputs) {

  /**
   * All of them, and which of them gives each output.
   *
   * @param layers in the order of the graph, its inputs first
   * @param outputs number of the layer by the output's name
   */
  record All(List<NetworkLayer> layers, Map<String, Integer> outputs) {}

  static All of(Graph graph) {
    List<NetworkLayer> layers = new ArrayList<>();
    Map<Value, Integer> givenBy = new HashMap<>();
    for (Value input : graph.inputs()) {
      givenBy.put(input, layers.size());
      layers.add(
          new NetworkLayer(input.name(), "input", input.shape(), 0, Look.OUTSIDE, List.of()));
    }
    Set<Value> shared = shared(graph);
    for (Node node : graph.nodes()) {
      boolean joins =
          LayerRow.follows(node)
              && givenBy.get(node.input()) >= graph.inputs().size()
              && !shared.contains(node.input());
      if (joins) {
        int before = givenBy.get(node.input());
        layers.set(before, layers.get(before).followedBy(node));
        givenBy.put(node.output(), before);
        continue;
      }
      List<Integer> inputs = node.inputs().stream().map(givenBy::get).toList();
      for (Value value : node.outputs()) { // a box for each part of a split
        givenBy.put(value, layers.size());
        layers.add(of(node, value, inputs));
      }
    }
    Map<String, Integer> outputs = new HashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, givenBy.get(value)));
    return new All(List.copyOf(layers), Map.copyOf(outputs));
  }

  private static NetworkLayer of(Node node, Value value, List<Integer> inputs) {
    Look look =
        switch (node.onReals().op()) {
          case Op.Conv2d _, Op.Dense _ -> Look.LINEAR;
          case Op.DepthwiseConv2d _ -> Look.LINEAR_DEPTHWISE;
          case Op.Nullary _ -> Look.OUTSIDE;
          case Op.Unary _, Op.Binary _, Op.Variadic _, Op.Quantized _ ->
              Look.PLAIN; // the figure shows no more
        };
    return new NetworkLayer(
        value.name(),
        LayerRow.operation(node.op()),
        value.shape(),
        LayerCost.of(node).multiplyAdds(),
        look,
        List.copyOf(inputs));
  }

  private NetworkLayer followedBy(Node node) {
    boolean linear = node.onReals().op() instanceof Op.BatchNorm;
    Look after =
        switch (look) {
          case LINEAR -> linear ? look : Look.ACTIVE;
          case LINEAR_DEPTHWISE -> linear ? look : Look.DEPTHWISE;
          default -> look;
        };
    return new NetworkLayer(
        name,
        operation + " " + LayerRow.operation(node.op()),
        node.output().shape(),
        multiplyAdds + LayerCost.of(node).multiplyAdds(),
        after,
        inputs);
  }

  /** Values that more than one node reads, or the caller. */
  private static Set<Value> shared(Graph graph) {
    Set<Value> once = new HashSet<>(graph.outputs().values());
    Set<Value> shared = new HashSet<>(once);
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (!once.add(input)) {
          shared.add(input);
        }
      }
    }
    return shared;
  }
}
