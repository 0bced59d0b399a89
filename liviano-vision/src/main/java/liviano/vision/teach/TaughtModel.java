package liviano.vision.teach;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Backbone;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.vision.prepare.SizedGraph;
import liviano.vision.teach.regression.LinearHead;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Puts a new last layer on a base model: the result is a classifier like any other. */
final class TaughtModel {
  private TaughtModel() {}

  /**
   * The model: the base up to its embedding, a dense layer that gives {@code logits}, and a softmax
   * that gives {@code probabilities}.
   *
   * @param pictures that were learned from
   */
  static Model of(
      Model base,
      LinearHead head,
      List<String> labels,
      Calibration calibration,
      SequencedMap<String, Double> accuracy,
      String title,
      int pictures) {
    Graph body =
        SizedGraph.of(base, Backbone.of(base).orElseThrow().graph(), base.card().preprocessing());
    Names names = new Names(body);
    GraphBuilder builder = body.toBuilder();
    Value embedding = builder.value(body.outputs().get(Backbone.EMBEDDING).name());
    if (embedding.shape().rank() != 1) {
      embedding =
          builder.add(
              names.free("embedding.flat"), new Op.Reshape(Shape.of(head.features())), embedding);
    }
    String layer = names.free("classifier");
    Value logits = builder.add(layer, new Op.Dense(head.classes(), true), embedding);
    Value probabilities = builder.add(names.free(layer + ".softmax"), new Op.Softmax(), logits);
    Graph graph =
        builder
            .output(Role.LOGITS.key(), logits)
            .output(Role.PROBABILITIES.key(), probabilities)
            .build();
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, title, base.card().preprocessing())
            .withLabels(labels)
            .withOrigin(origin(base, labels.size(), pictures), base.card().licence())
            .withAccuracy(accuracy)
            .withCalibration(calibration);
    return new Model(graph, weights(base, body, layer, head), card, recipe(base, graph, head));
  }

  private static String origin(Model base, int classes, int pictures) {
    String from = base.card().origin().isEmpty() ? base.card().title() : base.card().origin();
    return String.format(
        Locale.ROOT,
        "last layer taught by Liviano on %d pictures of %d classes; the rest: %s",
        pictures,
        classes,
        from);
  }

  private static Weights weights(Model base, Graph body, String layer, LinearHead head) {
    List<Tensor> tensors = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    body.params()
        .filter(param -> taken.add(param.name()))
        .forEach(param -> tensors.add(base.weights().get(param.name())));
    tensors.add(
        Tensor.of(layer + ".weight", Extents.of(head.classes(), head.features()), head.weights()));
    tensors.add(Tensor.of(layer + ".bias", Extents.of(head.classes()), head.biases()));
    return Weights.of(tensors);
  }

  /** Where the base is a classifier of the zoo, so is the result, up to the softmax. */
  private static Optional<Recipe> recipe(Model base, Graph graph, LinearHead head) {
    if (base.card().task() != VisionTask.CLASSIFICATION) {
      return Optional.empty();
    }
    return base.recipe()
        .map(recipe -> recipe.withClasses(head.classes()))
        .filter(recipe -> nodes(Zoo.graph(recipe)).equals(nodes(graph)));
  }

  private static List<Node> nodes(Graph graph) {
    return graph.endingAt(Role.LOGITS.key()).nodes();
  }

  /** Names that the body has not taken. */
  private static final class Names {
    private final Set<String> taken = new HashSet<>();

    Names(Graph body) {
      body.inputs().forEach(input -> taken.add(input.name()));
      for (Node node : body.nodes()) {
        taken.add(node.name());
        node.outputs().forEach(output -> taken.add(output.name()));
        node.params().forEach(param -> taken.add(param.name()));
      }
    }

    String free(String name) {
      String free = name;
      for (int i = 2; taken.contains(free) || taken.contains(free + ".weight"); i++) {
        free = name + "_" + i;
      }
      taken.add(free);
      return free;
    }
  }
}
