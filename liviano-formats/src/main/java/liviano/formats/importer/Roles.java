package liviano.formats.importer;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.VisionTask;
import liviano.tensor.Shape;

/**
 * What a network answers, told by how it ends. One that ends in a softmax over one number a class
 * classifies, and so does one that ends in a dense layer of as many units as there are labels; one
 * that brings scores to the size of its input says what each pixel shows.
 *
 * @param graph with outputs called by their roles, where these are known
 * @param classes how many; 0 where there are none
 */
record Roles(Graph graph, VisionTask task, int classes) {
  private static final String LOGITS = "logits";
  private static final String PROBABILITIES = "probabilities";
  private static final String UPSAMPLED = "upsampled";

  /** An output of the file, and what it is. */
  private record Answer(String output, VisionTask task, SequencedMap<String, Value> values) {}

  /**
   * The roles of a graph's outputs.
   *
   * @param labels how many names of classes there are; 0 if none
   */
  static Roles of(Graph graph, int labels) {
    Map<Value, Node> givers = new LinkedHashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(value -> givers.put(value, node)));
    return graph.outputs().entrySet().stream()
        .flatMap(output -> answer(graph, givers, output, labels).stream())
        .findFirst()
        .map(answer -> named(graph, answer))
        .orElseGet(() -> new Roles(graph, VisionTask.OTHER, 0));
  }

  private static Optional<Answer> answer(
      Graph graph, Map<Value, Node> givers, Map.Entry<String, Value> output, int labels) {
    Value given = output.getValue();
    Node last = givers.get(given);
    while (last != null && isPassedOver(last.onReals().op())) {
      given = isOfSameShape(last) ? given : last.input();
      last = givers.get(last.input());
    }
    if (last == null) {
      return Optional.empty();
    }
    Op op = last.onReals().op();
    Shape shape = given.shape();
    boolean vector = shape.elements() == shape.channels();
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    if (op instanceof Op.Softmax && vector) {
      values.put(LOGITS, last.input());
      values.put(PROBABILITIES, given);
      return Optional.of(new Answer(output.getKey(), VisionTask.CLASSIFICATION, values));
    }
    if (op instanceof Op.Dense(int units, _) && units == labels) {
      values.put(LOGITS, given);
      return Optional.of(new Answer(output.getKey(), VisionTask.CLASSIFICATION, values));
    }
    if (op instanceof Op.ResizeBilinear && isSizeOfInput(graph, shape)) {
      values.put(LOGITS, last.input());
      values.put(UPSAMPLED, given);
      return Optional.of(new Answer(output.getKey(), VisionTask.SEGMENTATION, values));
    }
    return Optional.empty();
  }

  /** What stands between an answer and the output of the file. */
  private static boolean isPassedOver(Op op) {
    return op instanceof Op.Reshape || op instanceof Op.Quantize || op instanceof Op.Dequantize;
  }

  private static boolean isOfSameShape(Node node) {
    return node.input().shape().equals(node.output().shape());
  }

  private static boolean isSizeOfInput(Graph graph, Shape shape) {
    Shape image = graph.inputs().getFirst().shape();
    return image.isMap()
        && shape.height() == image.height()
        && shape.width() == image.width()
        && shape.channels() > 1;
  }

  /**
   * The answer by its roles, first; the other outputs keep their names, as far as they are free.
   */
  private static Roles named(Graph graph, Answer answer) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>(answer.values());
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if (!name.equals(answer.output()) && !value.equals(outputs.get(name))) {
                outputs.put(free(name, outputs), value);
              }
            });
    Graph named = new Graph(graph.inputs(), graph.nodes(), outputs);
    return new Roles(named, answer.task(), outputs.get(LOGITS).shape().channels());
  }

  private static String free(String name, Map<String, Value> taken) {
    String free = name;
    for (int i = 2; taken.containsKey(free); i++) {
      free = String.format(Locale.ROOT, "%s_%d", name, i);
    }
    return free;
  }
}
