package liviano.train.tasks;

import java.util.List;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.train.network.InitialWeights;
import liviano.vision.teach.LastLayer;
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
   * A base for pictures of another size, with a new last layer in place of its own, whose weights
   * are 0: it begins by finding all classes equally likely.
   *
   * @param resolution height and width of the input in pixels
   * @throws UnsupportedModelException if nothing in the base stands for a whole picture, or its
   *     network cannot be built for pictures of that size
   */
  static Model fromBase(Model base, List<String> labels, int resolution) {
    ModelCard card =
        ModelCard.of(
                VisionTask.CLASSIFICATION,
                base.card().title(),
                base.card().preprocessing().withSize(resolution, resolution))
            .withLabels(labels)
            .withOrigin(Origins.of(base), base.card().licence());
    int features = LastLayer.features(base);
    return LastLayer.on(base, new float[labels.size() * features], new float[labels.size()], card);
  }
}
