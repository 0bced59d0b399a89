package liviano.cost;

import java.util.List;
import java.util.function.ToLongFunction;
import liviano.graph.Graph;

/**
 * What a network costs, layer by layer and in all.
 *
 * @param layers one entry per node, in the order of the graph
 */
public record Cost(List<LayerCost> layers) {
  public Cost {
    layers = List.copyOf(layers);
  }

  public static Cost of(Graph graph) {
    return new Cost(graph.nodes().stream().map(LayerCost::of).toList());
  }

  /** Trained numbers, batch norm's scale and offset among them. */
  public long parameters() {
    return sum(LayerCost::parameters);
  }

  /** Trained numbers but for batch norm's: the count of the published table of checkpoints. */
  public long parametersWithoutNorm() {
    return sum(LayerCost::weights) + sum(LayerCost::biases);
  }

  /** Multiply-adds of one sample. */
  public long multiplyAdds() {
    return sum(LayerCost::multiplyAdds);
  }

  private long sum(ToLongFunction<LayerCost> part) {
    return layers.stream().mapToLong(part).sum();
  }
}
