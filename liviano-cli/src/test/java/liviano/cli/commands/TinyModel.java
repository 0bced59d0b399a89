package liviano.cli.commands;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** A model of five classes with random weights, and pictures for it. */
public final class TinyModel {
  static final List<String> LABELS = List.of("ant", "bee", "cat, tabby", "dog", "eel");
  static final Recipe RECIPE =
      Recipe.of("mobilenet_v2")
          .withWidth(0.1)
          .withResolution(32)
          .withClasses(LABELS.size())
          .withNorm(Norm.FOLDED);

  private TinyModel() {}

  public static Model model() {
    return model(VisionTask.CLASSIFICATION);
  }

  public static Model model(VisionTask task) {
    Graph graph = Zoo.graph(RECIPE);
    ModelCard card =
        ModelCard.of(task, "Tiny", Preprocessing.tensorflow(32, 32)).withLabels(LABELS);
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(RECIPE));
  }

  public static Path save(Path file) throws IOException {
    model().save(file);
    return file;
  }

  /** Noise; the same for the same seed. */
  public static Path picture(Path file, int width, int height, long seed) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    String name = file.getFileName().toString();
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }
}
