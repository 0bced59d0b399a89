package liviano.cli.commands;

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
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** A detector of four classes with random weights: it finds a lot, and is sure of none. */
public final class TinyDetector {
  public static final List<String> LABELS =
      List.of("background", "ant", "bee", "cat, tabby", "dog");

  private TinyDetector() {}

  static Model model() {
    Recipe recipe =
        Recipe.of("ssdlite_mobilenet_v2")
            .withWidth(0.1)
            .withResolution(64)
            .withClasses(LABELS.size() - 1)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.DETECTION, "Tiny detector", Preprocessing.keras(64, 64))
            .withLabels(LABELS);
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }

  public static Path save(Path file) throws IOException {
    model().save(file);
    return file;
  }

  public static List<Detection> detect(Path picture, DetectorOptions options) throws IOException {
    return ObjectDetector.of(model(), options).detect(Picture.read(picture));
  }
}
