package liviano.server.models;

import java.util.List;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** Networks of random weights, which are others for each seed. */
final class TinyClassifier {
  private TinyClassifier() {}

  /** Of pictures of 32 by 32 and four classes. */
  static Model of(int seed) {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    return new Model(graph, RandomWeights.of(graph, seed), card, Optional.of(recipe));
  }
}
