package liviano.formats.tfjs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liviano.MalformedModelException;
import liviano.json.Json;

/**
 * The part of a TensorFlow graph between an input and outputs, each node after those it reads from.
 *
 * @param nodes without the input and without constants
 * @param readers how often each node's output is read, the outputs by the caller too
 */
record Subgraph(List<TfNode> nodes, Map<String, Integer> readers) {

  /** A node on the way, and the inputs that are still to be looked at. */
  private record Visit(TfNode node, Deque<String> ahead) {
    static Visit of(TfNode node) {
      return new Visit(node, new ArrayDeque<>(GraphImport.dataInputs(node)));
    }
  }

  /**
   * Cuts the part out.
   *
   * @throws MalformedModelException if a node that is needed is missing, computes what is not known
   *     here, or needs its own output
   */
  static Subgraph between(TfjsModel model, String input, List<String> outputs) {
    List<TfNode> order = new ArrayList<>();
    Map<String, Integer> readers = new HashMap<>();
    Set<String> begun = new HashSet<>();
    Set<String> done = new HashSet<>();
    done.add(input);
    for (String output : outputs) {
      readers.merge(output, 1, Integer::sum);
      Deque<Visit> path = new ArrayDeque<>();
      if (!done.contains(output) && begun.add(output)) {
        path.push(Visit.of(model.node(output)));
      }
      while (!path.isEmpty()) {
        Visit visit = path.peek();
        String next = visit.ahead().poll();
        if (next == null) {
          path.pop();
          order.add(visit.node());
          done.add(visit.node().name());
          continue;
        }
        if (model.isConstant(next)) {
          continue;
        }
        readers.merge(next, 1, Integer::sum);
        if (done.contains(next)) {
          continue;
        }
        if (!begun.add(next)) {
          throw visit.node().error("it needs its own output, through " + Json.quote(next));
        }
        path.push(Visit.of(model.node(next)));
      }
    }
    return new Subgraph(List.copyOf(order), Map.copyOf(readers));
  }

  /** Whether one node alone reads that one's output. */
  boolean isReadOnce(String name) {
    return readers.getOrDefault(name, 0) == 1;
  }
}
