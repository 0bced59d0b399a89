package liviano.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import liviano.graph.Graph;

/**
 * What a network costs, layer by layer, stage by stage and in all.
 *
 * @param layers one entry per node, in the order of the graph
 */
public record Cost(List<LayerCost> layers) {
  public Cost {
    layers = List.copyOf(layers);
  }

  /** The cost of a network, its multiply-adds counted densely. */
  public static Cost of(Graph graph) {
    return of(graph, Counting.DENSE);
  }

  /** The cost of a network, its multiply-adds counted so. */
  public static Cost of(Graph graph, Counting counting) {
    return new Cost(graph.nodes().stream().map(node -> LayerCost.of(node, counting)).toList());
  }

  /**
   * The layers by the part of the network they belong to, in its order: {@code stem}, {@code
   * blocks.0}, {@code blocks.1}, ..., {@code classifier}.
   */
  public SequencedMap<String, Cost> stages() {
    SequencedMap<String, List<LayerCost>> stages = new LinkedHashMap<>();
    for (LayerCost layer : layers) {
      stages.computeIfAbsent(Stage.of(layer.name()), name -> new ArrayList<>()).add(layer);
    }
    SequencedMap<String, Cost> costs = new LinkedHashMap<>();
    stages.forEach((name, inStage) -> costs.put(name, new Cost(inStage)));
    return Collections.unmodifiableSequencedMap(costs);
  }

  /** The layers whose names start with one of these. */
  public Cost parts(List<String> prefixes) {
    return new Cost(
        layers.stream()
            .filter(layer -> prefixes.stream().anyMatch(layer.name()::startsWith))
            .toList());
  }

  /** Trained numbers, batch norm's scale and offset among them. */
  public long parameters() {
    return sum(LayerCost::parameters);
  }

  /** Trained numbers but for batch norm's: the count of the published table of checkpoints. */
  public long parametersWithoutNorm() {
    return sum(LayerCost::weights) + sum(LayerCost::biases);
  }

  /** Trained numbers and batch norm's measured mean and variance: the total that Keras prints. */
  public long parametersWithStatistics() {
    return parameters() + sum(LayerCost::statistics);
  }

  /** Multiply-adds of one sample. */
  public long multiplyAdds() {
    return sum(LayerCost::multiplyAdds);
  }

  private long sum(ToLongFunction<LayerCost> part) {
    return layers.stream().mapToLong(part).reduce(0, Math::addExact);
  }
}
