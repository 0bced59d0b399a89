package liviano.train.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.train.loss.SsdForm;
import liviano.train.network.InitialWeights;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.SsdLite;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** The model that a training of a detector starts from: an SSD for the classes of the data. */
final class DetectorStart {
  private static final String BACKGROUND = Labels.cocoWithBackground().getFirst();

  private DetectorStart() {}

  /**
   * A network of the zoo that knows nothing.
   *
   * @param network of an SSD, with batch norm
   * @param classes their names, without the background
   * @throws UnsupportedModelException if it is no SSD
   */
  static Model fromScratch(Recipe network, List<String> classes, long seed) {
    Recipe recipe = network.withClasses(classes.size()).withNorm(Norm.BATCH);
    Graph graph = graph(recipe);
    Weights random = InitialWeights.of(graph, seed);
    Weights weights = layers(graph, classes, List.of()).carried(graph, random, seed);
    Preprocessing preprocessing = Preprocessing.keras(recipe.resolution(), recipe.resolution());
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, recipe.architecture(), preprocessing)
            .withLabels(labels(classes))
            .withOrigin("trained by Liviano from scratch", "");
    return new Model(graph, weights, card, Optional.of(recipe));
  }

  /**
   * A base for other classes: an SSD, whose layers are kept but for what its classes are told by;
   * or a MobileNet that classifies, which an SSDLite is put on.
   *
   * @param classes their names, without the background
   * @param resolution height and width of the input in pixels
   * @param seed of the weights of new layers
   * @throws UnsupportedModelException if the base is neither
   */
  static Model fromBase(Model base, List<String> classes, int resolution, long seed) {
    Recipe recipe = network(base).withClasses(classes.size()).withResolution(resolution);
    Graph graph = graph(recipe);
    boolean detects = base.card().task() == VisionTask.DETECTION;
    List<String> known = detects ? known(base) : List.of();
    Weights weights = layers(graph, classes, known).carried(graph, base.weights(), seed);
    Preprocessing prepared = base.card().preprocessing();
    Preprocessing preprocessing =
        detects
            ? prepared.withSize(resolution, resolution)
            : Preprocessing.keras(resolution, resolution)
                .withNormalization(prepared.normalization());
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, base.card().title(), preprocessing)
            .withLabels(labels(classes))
            .withOrigin(Origins.of(base), base.card().licence());
    return new Model(graph, weights, card, Optional.of(recipe));
  }

  private static Recipe network(Model base) {
    Recipe recipe =
        base.recipe()
            .orElseThrow(
                () -> unsupported(base, "its network is none that can be built for other classes"));
    if (base.card().task() == VisionTask.DETECTION) {
      return recipe;
    }
    return switch (recipe.architecture()) {
      case "mobilenet_v1", "mobilenet_v2" ->
          new Recipe(
              "ssdlite_" + recipe.architecture(),
              recipe.width(),
              recipe.resolution(),
              recipe.classes(),
              recipe.outputStride(),
              recipe.expansion(),
              recipe.convention(),
              recipe.norm(),
              "");
      default -> throw unsupported(base, "no detector can be put on " + recipe.architecture());
    };
  }

  private static UnsupportedModelException unsupported(Model base, String why) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "'%s': %s; give an SSD or SSDLite, or a classifying MobileNet",
            base.card().title(),
            why));
  }

  /**
   * @throws UnsupportedModelException if it is no SSD
   */
  private static Graph graph(Recipe recipe) {
    try {
      Graph graph = Zoo.graph(recipe);
      SsdForm.of(graph, Optional.of(recipe));
      return graph;
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(e.getMessage());
    }
  }

  private static List<String> labels(List<String> classes) {
    List<String> labels = new ArrayList<>(List.of(BACKGROUND));
    labels.addAll(classes);
    return List.copyOf(labels);
  }

  /** The base's classes, the background first; without names where it has none. */
  private static List<String> known(Model base) {
    if (!base.card().labels().isEmpty()) {
      List<String> known = new ArrayList<>(base.card().labels());
      known.set(0, BACKGROUND);
      return known;
    }
    int classes = base.recipe().orElseThrow().classes();
    return labels(IntStream.range(0, classes).mapToObj(_ -> "").toList());
  }

  private static ClassLayers layers(Graph graph, List<String> classes, List<String> known) {
    List<String> names =
        IntStream.range(0, SsdLite.predictedMaps(graph).size())
            .mapToObj(map -> "predictors." + map + ".logits")
            .toList();
    return ClassLayers.of(names, labels(classes), known);
  }
}
