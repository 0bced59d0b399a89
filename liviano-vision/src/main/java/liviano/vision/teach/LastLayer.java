package liviano.vision.teach;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Backbone;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.vision.prepare.SizedGraph;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Setting;
import liviano.zoo.Zoo;

/** Puts a new last layer on a base model: the result is a classifier like any other. */
public final class LastLayer {
  private LastLayer() {}

  /**
   * The model: the base up to its embedding, for pictures of the size that the card says, a dense
   * layer that gives {@code logits}, and a softmax that gives {@code probabilities}.
   *
   * @param weights of the layer, classes x features
   * @param biases of the layer, one a class
   * @param card of the result
   * @throws UnsupportedModelException if nothing in the base stands for a whole picture, or its
   *     network cannot be built for pictures of that size
   * @throws IllegalArgumentException if there are not as many weights as the embedding has numbers
   *     for each class
   */
  public static Model on(Model base, float[] weights, float[] biases, ModelCard card) {
    Graph body = body(base, card);
    Names names = new Names(body);
    GraphBuilder builder = body.toBuilder();
    Value embedding = builder.value(body.outputs().get(Backbone.EMBEDDING).name());
    int features = embedding.shape().elements();
    if (embedding.shape().rank() != 1) {
      embedding =
          builder.add(names.free("embedding.flat"), new Op.Reshape(Shape.of(features)), embedding);
    }
    String layer = names.free("classifier");
    Value logits = builder.add(layer, new Op.Dense(biases.length, true), embedding);
    Value probabilities = builder.add(names.free(layer + ".softmax"), new Op.Softmax(), logits);
    Graph graph =
        builder
            .output(Role.LOGITS.key(), logits)
            .output(Role.PROBABILITIES.key(), probabilities)
            .build();
    List<Tensor> tensors = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    body.params()
        .filter(param -> taken.add(param.name()))
        .forEach(param -> tensors.add(base.weights().get(param.name())));
    tensors.add(Tensor.of(layer + ".weight", Extents.of(biases.length, features), weights));
    tensors.add(Tensor.of(layer + ".bias", Extents.of(biases.length), biases));
    return new Model(graph, Weights.of(tensors), card, recipe(base, graph, card, biases.length));
  }

  /**
   * Numbers of a picture that the new layer would read.
   *
   * @throws UnsupportedModelException if nothing in the base stands for a whole picture
   */
  public static int features(Model base) {
    return backbone(base).embedding().shape().elements();
  }

  private static Graph body(Model base, ModelCard card) {
    return SizedGraph.of(base, backbone(base).graph(), card.preprocessing());
  }

  private static Backbone backbone(Model base) {
    return Backbone.of(base)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    String.format(
                        Locale.ROOT,
                        "'%s' has no layer that stands for a whole picture: give a classifier as"
                            + " base",
                        base.card().title())));
  }

  /** Where the base is a classifier of the zoo, so is the result, up to the softmax. */
  private static Optional<Recipe> recipe(Model base, Graph graph, ModelCard card, int classes) {
    if (base.card().task() != VisionTask.CLASSIFICATION
        || card.preprocessing().width() != card.preprocessing().height()) {
      return Optional.empty();
    }
    int side = card.preprocessing().height();
    return base.recipe()
        .filter(recipe -> recipe.resolution() == side || takesAnyResolution(recipe))
        .map(recipe -> recipe.withClasses(classes).withResolution(side))
        .filter(recipe -> nodes(Zoo.graph(recipe)).equals(nodes(graph)));
  }

  private static boolean takesAnyResolution(Recipe recipe) {
    return Zoo.architecture(recipe.architecture()).settings().contains(Setting.RESOLUTION);
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
