package liviano.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
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

/** Models with random weights, and pictures that no format makes small. */
final class TinyFiles {
  private TinyFiles() {}

  static Path classifier(Path file) throws IOException {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(64).withClasses(4);
    return save(recipe, VisionTask.CLASSIFICATION, file);
  }

  static Path detector(Path file) throws IOException {
    Recipe recipe =
        Recipe.of("ssdlite_mobilenet_v2").withWidth(0.1).withResolution(64).withClasses(4);
    return save(recipe, VisionTask.DETECTION, file);
  }

  static Path save(Recipe recipe, VisionTask task, Path file) throws IOException {
    Recipe folded = recipe.withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(folded);
    ModelCard card = ModelCard.of(task, "Tiny", Preprocessing.keras(64, 64));
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(folded)).save(file);
    return file;
  }

  /** A square PNG of noise. */
  static Path noise(Path file, int side) throws IOException {
    Random random = new Random(11);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
