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
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** A segmenter of five classes with random weights. */
public final class TinySegmenter {
  public static final List<String> LABELS =
      List.of("background", "ant", "bee", "cat, tabby", "dog");

  private TinySegmenter() {}

  public static Model model() {
    Recipe recipe =
        Recipe.of("deeplab_v3_mobilenet_v2")
            .withWidth(0.1)
            .withResolution(65)
            .withOutputStride(8)
            .withClasses(LABELS.size())
            .withNorm(Norm.FOLDED)
            .withHead("pool");
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.SEGMENTATION, "Tiny segmenter", Preprocessing.keras(65, 65))
            .withLabels(LABELS);
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }

  public static Path save(Path file) throws IOException {
    model().save(file);
    return file;
  }
}
