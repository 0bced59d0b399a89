package liviano.formats.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The part of a graph that outputs need.
 *
 * @param nodes each after those it reads from, without constants and inputs
 * @param inputs that they read: where the graph was cut, and placeholders
 */
record Region(List<GraphNode> nodes, SequencedSet<Port> inputs) {

  /** A node on the way, and the inputs that are still to be looked at. */
  private record Visit(GraphNode node, Deque<Port> ahead) {
    static Visit of(GraphNode node) {
      return new Visit(node, new ArrayDeque<>(node.inputs()));
    }
  }

  /**
   * Cuts the part out.
   *
   * @param outputs resolved
   * @throws liviano.MalformedModelException if a node that is needed is missing, or needs its own
   *     output
   */
  static Region of(Aliases aliases, List<Port> outputs) {
    Region region = new Region(new ArrayList<>(), new LinkedHashSet<>());
    Set<String> begun = new HashSet<>();
    Set<String> done = new HashSet<>();
    for (Port output : outputs) {
      Deque<Visit> path = new ArrayDeque<>();
      region.next(aliases, output, done, begun).ifPresent(path::push);
      while (!path.isEmpty()) {
        Visit visit = path.peek();
        Port input = visit.ahead().poll();
        if (input == null) {
          path.pop();
          region.nodes().add(visit.node());
          done.add(visit.node().name());
          continue;
        }
        Port read = aliases.resolved(input);
        if (begun.contains(read.node()) && !done.contains(read.node())) {
          throw visit.node().malformed("it needs its own output, through '" + read + "'");
        }
        region.next(aliases, read, done, begun).ifPresent(path::push);
      }
    }
    return region;
  }

  /** What is to be visited before a tensor is known; nothing if it is known already. */
  private Optional<Visit> next(Aliases aliases, Port port, Set<String> done, Set<String> begun) {
    if (aliases.ends().contains(port)) {
      inputs.add(port);
      return Optional.empty();
    }
    GraphNode node = aliases.graph().node(port.node());
    if (node.op().equals("Placeholder")) {
      inputs.add(port);
      return Optional.empty();
    }
    if (aliases.graph().constants().containsKey(node.name()) || done.contains(node.name())) {
      return Optional.empty();
    }
    begun.add(node.name());
    return Optional.of(Visit.of(node));
  }
}
