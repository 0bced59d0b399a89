package liviano.formats.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.Role;
import liviano.model.VisionTask;

/**
 * What a network answers, told by how it ends ({@link Ending}), whatever its outputs are called.
 *
 * @param graph the same network with outputs called by their roles, where these are known, as the
 *     networks of the zoo call theirs
 * @param classes how many; 0 where there are none
 * @param outputs how the graph here calls each output of the file, in the file's order
 */
record Roles(Graph graph, VisionTask task, int classes, SequencedMap<String, String> outputs) {

  /**
   * The roles of a graph's outputs.
   *
   * @param graph outputs under their names in the file
   * @param labels how many names of classes there are; 0 if none
   */
  static Roles of(Graph graph, int labels) {
    return new Ending(graph, labels)
        .answer()
        .map(answer -> named(graph, answer))
        .orElseGet(() -> new Roles(graph, VisionTask.OTHER, 0, own(graph)));
  }

  private static SequencedMap<String, String> own(Graph graph) {
    SequencedMap<String, String> own = new LinkedHashMap<>();
    graph.outputs().keySet().forEach(name -> own.put(name, name));
    return own;
  }

  /** The answer by its roles, first; other outputs keep their names, as far as they are free. */
  private static Roles named(Graph graph, Ending.Answer answer) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    answer.values().forEach((role, value) -> outputs.put(role.key(), value));
    SequencedMap<String, String> called = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              Optional<String> role = keyOf(answer.values(), value);
              String key = role.orElseGet(() -> free(name, outputs));
              outputs.put(key, value);
              called.put(name, key);
            });
    return new Roles(
        new Graph(graph.inputs(), graph.nodes(), outputs), answer.task(), answer.classes(), called);
  }

  private static Optional<String> keyOf(Map<Role, Value> roles, Value value) {
    return roles.entrySet().stream()
        .filter(role -> role.getValue().equals(value))
        .map(role -> role.getKey().key())
        .findFirst();
  }

  private static String free(String name, Map<String, Value> taken) {
    String free = name;
    for (int i = 2; taken.containsKey(free); i++) {
      free = String.format(Locale.ROOT, "%s_%d", name, i);
    }
    return free;
  }

  /**
   * What a network gives that classifies nothing and whose only output is a vector of a picture:
   * numbers to compare pictures by.
   */
  Optional<Value> embedding() {
    boolean alone =
        graph.inputs().size() == 1
            && graph.outputs().size() == 1
            && graph.inputs().getFirst().shape().isMap();
    return task != VisionTask.OTHER || !alone
        ? Optional.empty()
        : Optional.of(graph.outputs().firstEntry().getValue())
            .filter(value -> Sums.isVector(value.shape()) && value.shape().elements() > 1);
  }

  /**
   * A network whose outputs are called as those of the graph here, with the outputs of the file:
   * their names, and no more of them.
   */
  Graph asInFile(Graph network) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    outputs.forEach((name, key) -> ends.put(name, network.outputs().get(key)));
    return new Graph(network.inputs(), network.nodes(), ends);
  }

  /**
   * The roles of values in such a network, by the file's name where the value is an output, else by
   * the value's own. A value whose name is that of another output can have none.
   *
   * @param network outputs called as those of the graph here
   * @param asInFile the same with the outputs of the file
   */
  SequencedMap<String, Role> roles(Graph network, Graph asInFile) {
    SequencedMap<String, Role> roles = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      Value value = network.outputs().get(role.key());
      if (task != VisionTask.OTHER && value != null) {
        nameOf(value, asInFile).ifPresent(name -> roles.put(name, role));
      }
    }
    if (task == VisionTask.OTHER) {
      embedding()
          .ifPresent(_ -> roles.put(asInFile.outputs().firstEntry().getKey(), Role.EMBEDDING));
    }
    if (task == VisionTask.CLASSIFICATION) {
      Ending.embedding(network)
          .flatMap(value -> nameOf(value, asInFile))
          .ifPresent(name -> roles.putIfAbsent(name, Role.EMBEDDING));
    }
    return roles;
  }

  private static Optional<String> nameOf(Value value, Graph asInFile) {
    List<String> names = new ArrayList<>();
    asInFile
        .outputs()
        .forEach(
            (name, output) -> {
              if (output.equals(value)) {
                names.add(name);
              }
            });
    names.add(value.name());
    return names.stream()
        .filter(name -> asInFile.find(name).filter(value::equals).isPresent())
        .findFirst();
  }
}
