package liviano.train.tasks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Backbone;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.train.network.InitialWeights;
import liviano.vision.prepare.SizedGraph;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** The model that a training of a classifier starts from. */
final class ClassifierStart {
  private static final String LAYER = "classifier";

  private ClassifierStart() {}

  /**
   * A network of the zoo that knows nothing.
   *
   * @param network with batch norm
   * @param labels as many as it has classes
   */
  static Model fromScratch(Recipe network, List<String> labels, long seed) {
    Recipe recipe = network.withClasses(labels.size()).withNorm(Norm.BATCH);
    Graph graph = Zoo.graph(recipe);
    Preprocessing preprocessing =
        Preprocessing.tensorflow(recipe.resolution(), recipe.resolution());
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, recipe.architecture(), preprocessing)
            .withLabels(labels)
            .withOrigin("trained by Liviano from scratch", "");
    return new Model(graph, InitialWeights.of(graph, seed), card, Optional.of(recipe));
  }

  /**
   * A base for pictures of another size.
   *
   * @throws UnsupportedModelException if its network cannot be built for them
   */
  static Model sized(Model base, int resolution) {
    Preprocessing preprocessing = base.card().preprocessing().withSize(resolution, resolution);
    Graph graph = SizedGraph.of(base, base.graph(), preprocessing);
    if (graph.equals(base.graph())) {
      return base;
    }
    ModelCard card =
        new ModelCard(
            base.card().task(),
            base.card().title(),
            base.card().labels(),
            preprocessing,
            base.card().origin(),
            base.card().licence(),
            base.card().accuracy(),
            base.card().roles(),
            new LinkedHashMap<>(),
            base.card().calibration());
    return new Model(
        graph,
        base.weights(),
        card,
        base.recipe().map(recipe -> recipe.withResolution(resolution)));
  }

  /**
   * A base with a new last layer in place of its own, whose weights are 0: it begins by finding all
   * classes equally likely.
   *
   * @throws UnsupportedModelException if nothing in the base stands for a whole picture
   */
  static Model fromBase(Model base, List<String> labels) {
    Graph body =
        Backbone.of(base)
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        String.format(
                            Locale.ROOT,
                            "'%s' has no layer that stands for a whole picture: give a classifier"
                                + " as base",
                            base.card().title())))
            .graph();
    requireFree(body);
    GraphBuilder builder = body.toBuilder();
    Value embedding = builder.value(body.outputs().get(Backbone.EMBEDDING).name());
    int features = embedding.shape().elements();
    if (embedding.shape().rank() != 1) {
      embedding = builder.add("embedding.flat", new Op.Reshape(Shape.of(features)), embedding);
    }
    Value logits = builder.add(LAYER, new Op.Dense(labels.size(), true), embedding);
    Value probabilities = builder.add(LAYER + ".softmax", new Op.Softmax(), logits);
    Graph graph =
        builder
            .output(Role.LOGITS.key(), logits)
            .output(Role.PROBABILITIES.key(), probabilities)
            .build();
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, base.card().title(), base.card().preprocessing())
            .withLabels(labels)
            .withOrigin(origin(base), base.card().licence());
    return new Model(
        graph, weights(base, body, features, labels.size()), card, recipe(base, labels.size()));
  }

  private static String origin(Model base) {
    String from = base.card().origin().isEmpty() ? base.card().title() : base.card().origin();
    return "trained by Liviano from: " + from;
  }

  private static void requireFree(Graph body) {
    if (body.nodes().stream().anyMatch(node -> node.name().startsWith(LAYER))) {
      throw new UnsupportedModelException(
          "the base's layers below its last one are called " + LAYER + " too");
    }
  }

  private static Weights weights(Model base, Graph body, int features, int classes) {
    List<Tensor> tensors = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    body.params()
        .filter(param -> taken.add(param.name()))
        .forEach(param -> tensors.add(base.weights().get(param.name())));
    tensors.add(
        Tensor.of(LAYER + ".weight", Extents.of(classes, features), new float[classes * features]));
    tensors.add(Tensor.of(LAYER + ".bias", Extents.of(classes), new float[classes]));
    return Weights.of(tensors);
  }

  private static Optional<Recipe> recipe(Model base, int classes) {
    return base.card().task() == VisionTask.CLASSIFICATION
        ? base.recipe().map(recipe -> recipe.withClasses(classes))
        : Optional.empty();
  }
}
