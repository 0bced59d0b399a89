package liviano.formats.importer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.DetectionRule;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/**
 * How a network ends. One that ends in a softmax over one number a class classifies. So does one
 * that ends in the sums of a dense layer ({@link Sums}), as many as there are labels, or whose only
 * output these are, unless it is called an embedding. One that brings scores to the size of its
 * input says what each pixel shows.
 *
 * @param labels how many names of classes there are; 0 if none
 */
record Ending(Graph graph, int labels, Map<Value, Node> givers) {
  private static final int FEWEST_CLASSES = 2;

  Ending(Graph graph, int labels) {
    this(graph, labels, givers(graph));
  }

  /**
   * What an output answers.
   *
   * @param sureness the answer of the surest output counts
   */
  record Answer(VisionTask task, int classes, SequencedMap<Role, Value> values, int sureness) {}

  private static Map<Value, Node> givers(Graph graph) {
    Map<Value, Node> givers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(output -> givers.put(output, node)));
    return givers;
  }

  /** The answer of the network; empty if it is none that a task knows. */
  Optional<Answer> answer() {
    return graph.outputs().entrySet().stream()
        .flatMap(output -> answer(output.getKey(), output.getValue()).stream())
        .max(Comparator.comparingInt(Answer::sureness));
  }

  private Optional<Answer> answer(String name, Value output) {
    Node last = beforeReshapes(output);
    if (last != null && last.op() instanceof Op.DetectionPostProcess(DetectionRule rule)) {
      return Optional.of(detector(rule, last));
    }
    if (last == null || last.outputs().size() != 1) {
      return Optional.empty();
    }
    Value given = last.output();
    return switch (last.onReals().op()) {
      case Op.Softmax _ when Sums.isVector(given.shape()) -> Optional.of(softmax(last, output));
      case Op.ResizeBilinear resize when isSizeOfInput(given.shape()) ->
          Optional.of(segmenter(resize, last));
      case Op.ArgMax argMax when isOfChannels(argMax, last.input().shape()) ->
          Optional.of(labelMap(last.input()));
      default -> sums(name, output);
    };
  }

  /** A number a class, added up by a dense layer. */
  private Optional<Answer> sums(String name, Value output) {
    int units = output.shape().elements();
    return Sums.isVector(output.shape())
            && isClassifier(name, units)
            && new Sums(givers).layer(output).isPresent()
        ? Optional.of(classifier(units == labels ? 2 : 1, values(Role.LOGITS, output)))
        : Optional.empty();
  }

  private Answer softmax(Node last, Value output) {
    SequencedMap<Role, Value> values = values(Role.LOGITS, last.input());
    values.put(Role.PROBABILITIES, output);
    return classifier(3, values);
  }

  private static Answer classifier(int sureness, SequencedMap<Role, Value> values) {
    int classes = values.get(Role.LOGITS).shape().elements();
    return new Answer(VisionTask.CLASSIFICATION, classes, values, sureness);
  }

  /** Where corners lie on corners, a segmenter of ours does the resizing itself. */
  private static Answer segmenter(Op.ResizeBilinear resize, Node last) {
    boolean corners = resize.sampling() == Sampling.ALIGN_CORNERS;
    SequencedMap<Role, Value> values = values(Role.LOGITS, corners ? last.input() : last.output());
    if (corners) {
      values.put(Role.UPSAMPLED, last.output());
    }
    return new Answer(VisionTask.SEGMENTATION, last.output().shape().channels(), values, 3);
  }

  /** The outputs of the file may be these in any order, in other shapes, and not all of them. */
  private Answer detector(DetectionRule rule, Node last) {
    List<Role> roles =
        List.of(
            Role.DETECTION_BOXES,
            Role.DETECTION_CLASSES,
            Role.DETECTION_SCORES,
            Role.DETECTION_COUNT);
    SequencedMap<Role, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < roles.size(); i++) {
      Value given = last.outputs().get(i);
      values.put(roles.get(i), asOutput(given));
    }
    return new Answer(VisionTask.DETECTION, rule.classes(), values, 3);
  }

  /** The output of the file that holds a value's numbers, or the value. */
  private Value asOutput(Value given) {
    return graph.outputs().values().stream()
        .filter(output -> isReshaped(output, given))
        .findFirst()
        .orElse(given);
  }

  private boolean isReshaped(Value output, Value given) {
    Value at = output;
    while (!at.equals(given) && givers.get(at) != null && isPassedOver(givers.get(at).op())) {
      at = givers.get(at).input();
    }
    return at.equals(given);
  }

  /** A map of class numbers: what they were told by is a segmenter's logits. */
  private Answer labelMap(Value scores) {
    Node node = givers.get(scores);
    boolean corners =
        node != null
            && node.op() instanceof Op.ResizeBilinear resize
            && resize.sampling() == Sampling.ALIGN_CORNERS;
    return new Answer(
        VisionTask.SEGMENTATION,
        scores.shape().channels(),
        values(Role.LOGITS, corners ? node.input() : scores),
        3);
  }

  private boolean isOfChannels(Op.ArgMax argMax, Shape scores) {
    return scores.isMap() && argMax.axis() == scores.rank() - 1 && isSizeOfInput(scores);
  }

  private static SequencedMap<Role, Value> values(Role role, Value value) {
    SequencedMap<Role, Value> values = new LinkedHashMap<>();
    values.put(role, value);
    return values;
  }

  private boolean isClassifier(String name, int units) {
    boolean alone =
        graph.outputs().size() == 1
            && graph.inputs().size() == 1
            && graph.inputs().getFirst().shape().isMap()
            && !isCalledEmbedding(name);
    return units == labels || alone && units >= FEWEST_CLASSES;
  }

  private static boolean isCalledEmbedding(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("embed") || lower.contains("feature");
  }

  private boolean isSizeOfInput(Shape shape) {
    Shape image = graph.inputs().getFirst().shape();
    return image.isMap()
        && shape.height() == image.height()
        && shape.width() == image.width()
        && shape.channels() > 1;
  }

  /** The node that made the numbers, in whatever format; null if they are an input's. */
  private Node beforeReshapes(Value value) {
    Node node = givers.get(value);
    while (node != null && isPassedOver(node.onReals().op())) {
      node = givers.get(node.input());
    }
    return node;
  }

  /** What gives the numbers that it reads: in another shape or format, or in other steps. */
  static boolean isPassedOver(Op op) {
    return switch (op) {
      case Op.Reshape _, Op.Cast _, Op.Quantize _, Op.Dequantize _ -> true;
      default -> false;
    };
  }

  /**
   * What the layers that tell classes apart read: the dense layers at the end, with activations
   * between them. Empty if there is none.
   *
   * @param network with an output {@code logits}
   */
  static Optional<Value> embedding(Graph network) {
    Ending ending = new Ending(network, 0);
    Sums sums = new Sums(ending.givers);
    Value embedding = null;
    Value at = network.outputs().get(Role.LOGITS.key());
    for (Optional<Node> dense = sums.layer(at); dense.isPresent(); dense = sums.layer(at)) {
      embedding = sums.read(dense.get());
      at = ending.beforeActivations(embedding);
    }
    return Optional.ofNullable(embedding);
  }

  private Value beforeActivations(Value value) {
    Value at = value;
    Node node = beforeReshapes(at);
    while (node != null && node.onReals().op() instanceof Op.Activation) {
      at = node.input();
      node = beforeReshapes(at);
    }
    return at;
  }
}
