package liviano.train.network;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * A network of the zoo whose batch norm is folded, with its norms where the zoo has them.
 *
 * @param graph the same layers, and a norm behind each that had one
 * @param norms the epsilon of each norm, by the name of the layer before it
 */
record NormGraph(Graph graph, SequencedMap<String, Float> norms) {
  private static final String SUFFIX = ".norm";

  /** The norms of a model's network in the zoo that are missing in the model. */
  static SequencedMap<String, Float> missing(Model model) {
    SequencedMap<String, Float> missing = new LinkedHashMap<>();
    if (model.recipe().isEmpty() || model.recipe().get().norm() != Norm.FOLDED) {
      return missing;
    }
    Map<String, Node> normed = normed(model.recipe().get());
    for (Node node : model.graph().nodes()) {
      Node norm = normed.get(node.name() + SUFFIX);
      if (norm != null
          && norm.op() instanceof Op.BatchNorm(float epsilon)
          && norm.input().name().equals(node.name())) {
        missing.put(node.name(), epsilon);
      }
    }
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
    Map<String, Node> normed = normed(model.recipe().orElseThrow());
    GraphBuilder builder = Graph.builder();
    Map<Integer, Value> now = new HashMap<>();
    Graph folded = model.graph();
    folded
        .inputs()
        .forEach(input -> now.put(input.id(), builder.input(input.name(), input.type())));
    for (Node node : folded.nodes()) {
      List<Value> reads = node.inputs().stream().map(value -> now.get(value.id())).toList();
      Node unbiased = new Node(node.name(), op(node, normed), node.inputs(), node.outputs());
      List<Value> given = builder.add(unbiased, reads);
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

  /** A convolution without its bias where the zoo has none before a norm. */
  private static Op op(Node node, Map<String, Node> normed) {
    boolean unbiased =
        normed.containsKey(node.name())
            && normed.get(node.name()).op() instanceof Op.Convolution convolution
            && !convolution.bias();
    if (!unbiased) {
      return node.op();
    }
    return switch (node.op()) {
      case Op.Conv2d(int channels, var window, int groups, _) ->
          new Op.Conv2d(channels, window, groups, false);
      case Op.DepthwiseConv2d(var window, int multiplier, _) ->
          new Op.DepthwiseConv2d(window, multiplier, false);
      default -> node.op();
    };
  }
}
