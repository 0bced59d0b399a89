package liviano.formats.importer;

import liviano.graph.Graph;
import liviano.weights.Weights;

/**
 * A network as it was found in somebody's file.
 *
 * @param graph layers under their names in the file
 * @param weights what the graph needs
 */
public record ImportedGraph(Graph graph, Weights weights) {}
