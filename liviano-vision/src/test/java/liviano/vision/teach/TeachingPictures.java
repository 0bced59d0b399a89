package liviano.vision.teach;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/** Small bases with random weights, and noise of several colours. */
final class TeachingPictures {
  private static final int[] COLOURS = {0xd02020, 0x20b030, 0x3040d0, 0xd0c020, 0x20c0c0};

  private TeachingPictures() {}

  static Model classifier() {
    return model("mobilenet_v2", VisionTask.CLASSIFICATION, Preprocessing.tensorflow(32, 32));
  }

  /** Sees nothing but the mean colour. */
  static Model colours() {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value mean = builder.add("mean", new Op.GlobalAveragePool(), image);
    Value logits = builder.add("classifier", new Op.Dense(2, true), mean);
    Graph graph = builder.output("logits", logits).build();
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Colours", Preprocessing.tensorflow(8, 8));
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.empty());
  }

  static Model detector() {
    return model("ssdlite_mobilenet_v2", VisionTask.DETECTION, Preprocessing.keras(64, 64));
  }

  private static Model model(String network, VisionTask task, Preprocessing preprocessing) {
    Recipe recipe =
        Recipe.of(network)
            .withWidth(0.25)
            .withResolution(preprocessing.width())
            .withClasses(4)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card = ModelCard.of(task, "Base", preprocessing).withOrigin("here", "Apache-2.0");
    return new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe));
  }

  /** So many pictures of each of so many classes, called {@code a}, {@code b} and so on. */
  static List<Example> of(int classes, int perClass) {
    return of(classes, perClass, Part.ANY, 0);
  }

  static List<Example> of(int classes, int perClass, Part part, long seed) {
    List<Example> pictures = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      for (int i = 0; i < perClass; i++) {
        String label = String.valueOf((char) ('a' + k));
        pictures.add(example(label + i, label, part, png(k, 1000L * k + i + seed)));
      }
    }
    return pictures;
  }

  static Example example(String name, String label, Part part, byte[] file) {
    return new Example(name, label, part, () -> file);
  }

  /** Noise with a class's colour. */
  static byte[] png(int k, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int half = 0x7f7f7f;
        image.setRGB(
            x,
            y,
            (COLOURS[k % COLOURS.length] >> 1 & half) + (random.nextInt(1 << 24) >> 1 & half));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
