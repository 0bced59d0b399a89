package liviano.train.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/**
 * A network whose batch norm is folded, with its norms where the zoo has them; one that the zoo
 * does not know, with norms behind its convolutions.
 *
 * @param graph the same layers, and a norm behind each that had one
 * @param norms the epsilon of each norm, by the name of the layer before it
 */
record NormGraph(Graph graph, SequencedMap<String, Float> norms) {
  private static final String SUFFIX = ".norm";

  /** The norms that a model lacks; none if it has its norms, or never had any. */
  static SequencedMap<String, Float> missing(Model model) {
    if (model.recipe().isPresent()) {
      Recipe recipe = model.recipe().get();
      return recipe.norm() == Norm.FOLDED ? inZoo(model, recipe) : new LinkedHashMap<>();
    }
    boolean normed = model.graph().nodes().stream().anyMatch(n -> n.op() instanceof Op.BatchNorm);
    return normed ? new LinkedHashMap<>() : behindConvolutions(model.graph());
  }

  private static SequencedMap<String, Float> inZoo(Model model, Recipe recipe) {
    SequencedMap<String, Float> missing = new LinkedHashMap<>();
    Map<String, Node> normed = normed(recipe);
    for (Node node : model.graph().nodes()) {
      Node norm = normed.get(norm(node.name()));
      if (norm != null
          && norm.op() instanceof Op.BatchNorm(float epsilon)
          && norm.input().name().equals(node.name())) {
        missing.put(node.name(), epsilon);
      }
    }
    return missing;
  }

  /**
   * Of a network that the zoo does not know: behind each convolution with a bias, but for those
   * that give the answer, after which nothing is trained.
   */
  private static SequencedMap<String, Float> behindConvolutions(Graph graph) {
    Set<Integer> answering = new HashSet<>();
    graph.outputs().values().forEach(value -> answering.add(value.id()));
    Set<String> taken = new HashSet<>();
    SequencedMap<String, Float> missing = new LinkedHashMap<>();
    for (Node node : graph.nodes().reversed()) {
      taken.add(node.name());
      boolean answers = node.outputs().stream().anyMatch(value -> answering.contains(value.id()));
      boolean trained = node.op() instanceof Op.Convolution || node.op() instanceof Op.Dense;
      if (answers && !trained) {
        node.inputs().forEach(value -> answering.add(value.id()));
      }
      if (!answers && node.op() instanceof Op.Convolution convolution && convolution.bias()) {
        missing.putFirst(node.name(), Convention.TENSORFLOW.epsilon());
      }
    }
    missing.keySet().removeIf(layer -> taken.contains(norm(layer)));
    return missing;
  }

  private static Map<String, Node> normed(Recipe recipe) {
    Map<String, Node> nodes = new HashMap<>();
    Zoo.graph(recipe.withNorm(Norm.BATCH)).nodes().forEach(node -> nodes.put(node.name(), node));
    return nodes;
  }

  /** The name of the norm behind a layer. */
  static String norm(String layer) {
    return layer + SUFFIX;
  }

  static NormGraph of(Model model) {
    SequencedMap<String, Float> norms = missing(model);
    Predicate<Node> unbiased = unbiased(model, norms);
    GraphBuilder builder = Graph.builder();
    Map<Integer, Value> now = new HashMap<>();
    Graph folded = model.graph();
    folded
        .inputs()
        .forEach(input -> now.put(input.id(), builder.input(input.name(), input.type())));
    for (Node node : folded.nodes()) {
      List<Value> reads = node.inputs().stream().map(value -> now.get(value.id())).toList();
      Op op = unbiased.test(node) ? withoutBias(node.op()) : node.op();
      List<Value> given =
          builder.add(new Node(node.name(), op, node.inputs(), node.outputs()), reads);
      for (int i = 0; i < given.size(); i++) {
        now.put(node.outputs().get(i).id(), given.get(i));
      }
      if (norms.containsKey(node.name())) {
        Op norm = new Op.BatchNorm(norms.get(node.name()));
        now.put(node.output().id(), builder.add(norm(node.name()), norm, given.getFirst()));
      }
    }
    folded.outputs().forEach((name, value) -> builder.output(name, now.get(value.id())));
    return new NormGraph(builder.build(), norms);
  }

  /**
   * Which layers lose their biases to a norm: those that have none in the zoo, and in other
   * networks those before a norm.
   */
  private static Predicate<Node> unbiased(Model model, SequencedMap<String, Float> norms) {
    if (model.recipe().isEmpty()) {
      return node -> norms.containsKey(node.name());
    }
    Map<String, Node> normed = normed(model.recipe().get());
    return node ->
        normed.containsKey(node.name())
            && normed.get(node.name()).op() instanceof Op.Convolution convolution
            && !convolution.bias();
  }

  private static Op withoutBias(Op op) {
    return op instanceof Op.Convolution convolution ? convolution.withBias(false) : op;
  }
}
