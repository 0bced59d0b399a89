package liviano.formats.importer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.model.TensorLayout;
import liviano.weights.Weights;

/**
 * A network as it was found in somebody's file.
 *
 * @param graph layers, inputs and outputs under their names in the file
 * @param weights what the graph needs
 * @param layouts how the file has inputs and outputs, by their names; one that is missing has a
 *     batch of one before our extents
 */
public record ImportedGraph(
    Graph graph, Weights weights, SequencedMap<String, TensorLayout> layouts) {
  public ImportedGraph {
    layouts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(layouts));
  }

  /** A network whose file has everything as ours. */
  public ImportedGraph(Graph graph, Weights weights) {
    this(graph, weights, new LinkedHashMap<>());
  }
}
