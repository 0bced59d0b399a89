package liviano.train.tasks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.VisionTask;
import liviano.weights.Weights;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * The model that a training of a segmenter starts from: a DeepLabv3 for the classes of the data.
 */
final class SegmenterStart {
  private static final String CLASSES = "classifier";
  private static final int STRIDE = 16;

  private SegmenterStart() {}

  /**
   * A base for other classes: a DeepLabv3, whose layers are kept but for what its classes are told
   * by; or a MobileNet that classifies, which DeepLab's head is put on, at output stride 16.
   *
   * @param classes their names, the background first
   * @param resolution height and width of the input in pixels; best a multiple of 16 plus 1
   * @param seed of the weights of new layers
   * @throws UnsupportedModelException if the base is neither
   */
  static Model fromBase(Model base, List<String> classes, int resolution, long seed) {
    Recipe recipe = network(base).withClasses(classes.size()).withResolution(resolution);
    boolean segments = DeepLabV3.isFor(base.recipe().orElseThrow());
    Graph graph = graph(recipe);
    List<String> known = segments ? base.card().labels() : List.of();
    Weights weights =
        ClassLayers.of(List.of(CLASSES), classes, known).carried(graph, base.weights(), seed);
    Preprocessing prepared = base.card().preprocessing();
    Preprocessing preprocessing =
        segments
            ? prepared.withSize(resolution, resolution)
            : Preset.DEEPLAB
                .preprocessing(resolution, resolution)
                .withNormalization(prepared.normalization());
    ModelCard card =
        ModelCard.of(VisionTask.SEGMENTATION, base.card().title(), preprocessing)
            .withLabels(classes)
            .withOrigin(Origins.of(base), base.card().licence());
    return new Model(graph, weights, card, Optional.of(recipe));
  }

  private static Recipe network(Model base) {
    Recipe recipe =
        base.recipe()
            .orElseThrow(
                () -> unsupported(base, "its network is none that can be built for other classes"));
    if (DeepLabV3.isFor(recipe)) {
      return recipe;
    }
    return switch (recipe.architecture()) {
      case "mobilenet_v1" -> on(recipe, "deeplab_v3_mobilenet_v1", DeepLabV3.ASPP);
      case "mobilenet_v2" -> on(recipe, "deeplab_v3_mobilenet_v2", DeepLabV3.POOL);
      default -> throw unsupported(base, "no segmenter can be put on " + recipe.architecture());
    };
  }

  private static Recipe on(Recipe backbone, String architecture, String head) {
    return new Recipe(
        architecture,
        backbone.width(),
        backbone.resolution(),
        backbone.classes(),
        STRIDE,
        backbone.expansion(),
        backbone.convention(),
        backbone.norm(),
        head);
  }

  private static UnsupportedModelException unsupported(Model base, String why) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "'%s': %s; give a DeepLabv3 or a classifying MobileNet",
            base.card().title(),
            why));
  }

  private static Graph graph(Recipe recipe) {
    try {
      return Zoo.graph(recipe);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedModelException(e.getMessage());
    }
  }
}
