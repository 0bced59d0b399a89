package example.spring;

import java.io.IOException;
import java.nio.file.Path;
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

/** Small models with random weights, whose answers mean nothing and are the same each time. */
final class TinyModels {
  private TinyModels() {}

  static Path classifier(Path file) throws IOException {
    Recipe recipe = tiny("mobilenet_v2", 32, 4);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Tiny", Preprocessing.tensorflow(32, 32))
            .withLabels(List.of("ant", "bee", "cat", "dog"));
    return save(recipe, card, file);
  }

  /** A detector's first label is the background's. */
  static Path detector(Path file) throws IOException {
    Recipe recipe = tiny("ssdlite_mobilenet_v2", 96, 3);
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, "Tiny", Preprocessing.keras(96, 96))
            .withLabels(List.of("background", "ant", "bee", "cat"));
    return save(recipe, card, file);
  }

  private static Recipe tiny(String network, int side, int classes) {
    return Recipe.of(network)
        .withWidth(0.35)
        .withResolution(side)
        .withClasses(classes)
        .withNorm(Norm.FOLDED);
  }

  private static Path save(Recipe recipe, ModelCard card, Path file) throws IOException {
    Graph graph = Zoo.graph(recipe);
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe)).save(file);
    return file;
  }
}
