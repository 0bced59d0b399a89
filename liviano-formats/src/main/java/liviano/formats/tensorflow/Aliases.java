package liviano.formats.tensorflow;

import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.formats.importer.ForeignConstant;

/**
 * What a tensor is in the end: nodes that pass on what they read are left out, and so are the ways
 * of training where a constant says that it is over.
 *
 * @param ends where the graph is cut, so that nothing before it counts
 * @param read tensors that a node reads, or that are asked for
 * @param dead nodes that are computed in training alone
 */
record Aliases(GraphDef graph, Set<Port> ends, Set<Port> read, Set<Port> dead) {
  private static final Set<String> PASSING =
      Set.of(
          "Identity",
          "IdentityN",
          "StopGradient",
          "PreventGradient",
          "CheckNumerics",
          "Snapshot",
          "PlaceholderWithDefault");

  /** Of a graph that is cut at some ends, and of which some tensors are asked for. */
  static Aliases of(GraphDef graph, Set<Port> ends, Collection<Port> outputs) {
    Set<Port> read = new HashSet<>(outputs);
    graph.nodes().values().forEach(node -> read.addAll(node.inputs()));
    Aliases aliases = new Aliases(graph, ends, read, new HashSet<>());
    aliases.findDead();
    return aliases;
  }

  /** Whether a node reads the tensor, or the graph is cut there. */
  boolean isRead(Port port) {
    return ends.contains(port) || read.contains(port);
  }

  /** The tensor that is meant. */
  Port resolved(Port port) {
    Port at = port;
    for (int steps = 0; steps <= graph.nodes().size(); steps++) {
      Optional<Port> next = ends.contains(at) ? Optional.empty() : before(at);
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
    throw graph.node(port.node()).malformed("it needs its own output");
  }

  private Optional<Port> before(Port port) {
    Optional<GraphNode> found = graph.find(port.node());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    GraphNode node = found.get();
    if (PASSING.contains(node.op())) {
      return Optional.of(node.input(node.op().equals("IdentityN") ? port.index() : 0));
    }
    if (node.op().equals("Switch") || node.op().equals("RefSwitch")) {
      return constantFlag(node.input(1)).map(_ -> node.input(0));
    }
    return node.op().equals("Merge")
        ? node.inputs().stream().filter(input -> !dead.contains(input)).findFirst()
        : Optional.empty();
  }

  /** From the untaken ways of switches on to whatever reads them, until ways merge. */
  private void findDead() {
    Deque<Port> ahead = new ArrayDeque<>();
    Map<String, List<GraphNode>> readers = new HashMap<>();
    for (GraphNode node : graph.nodes().values()) {
      node.inputs()
          .forEach(in -> readers.computeIfAbsent(in.node(), _ -> new ArrayList<>()).add(node));
      if (node.op().equals("Switch")) {
        constantFlag(node.input(1))
            .ifPresent(flag -> ahead.add(new Port(node.name(), flag ? 0 : 1)));
      }
    }
    while (!ahead.isEmpty()) {
      Port port = ahead.poll();
      if (!dead.add(port)) {
        continue;
      }
      for (GraphNode reader : readers.getOrDefault(port.node(), List.of())) {
        boolean merges = reader.op().equals("Merge");
        if (reader.inputs().contains(port) && (!merges || dead.containsAll(reader.inputs()))) {
          ahead.add(new Port(reader.name(), 0));
          ahead.add(new Port(reader.name(), 1));
        }
      }
    }
  }

  /** Whether a flag is set, where that does not depend on an input; training is over. */
  private Optional<Boolean> constantFlag(Port port) {
    boolean negated = false;
    Port at = port;
    for (int steps = 0; steps <= graph.nodes().size(); steps++) {
      GraphNode node = graph.node(at.node());
      Optional<Boolean> flag = flag(node);
      if (flag.isPresent()) {
        return Optional.of(flag.get() != negated);
      }
      boolean not = node.op().equals("LogicalNot");
      if (!not && !PASSING.contains(node.op())) {
        return Optional.empty();
      }
      negated ^= not;
      at = node.input(0);
    }
    return Optional.empty();
  }

  private Optional<Boolean> flag(GraphNode node) {
    ForeignConstant constant = graph.constants().get(node.name());
    if (constant != null && constant.bytes().get().byteSize() == 1) {
      return Optional.of(constant.bytes().get().get(ValueLayout.JAVA_BYTE, 0) != 0);
    }
    return isTrainingFlag(node) ? Optional.of(false) : Optional.empty();
  }

  /** An input that says whether the network is being trained. */
  static boolean isTrainingFlag(GraphNode node) {
    String name = node.name().toLowerCase(Locale.ROOT);
    return node.op().equals("Placeholder")
        && node.type("dtype").filter(type -> type == DataType.DT_BOOL).isPresent()
        && (name.contains("train") || name.contains("phase"));
  }
}
