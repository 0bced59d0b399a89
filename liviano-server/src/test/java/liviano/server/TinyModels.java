package liviano.server;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Small networks of random weights, and pictures: what they say means nothing, but is the same. */
public final class TinyModels {
  private TinyModels() {}

  /** Five classes, called a to e. */
  public static Model classifier() {
    return model("mobilenet_v2", 32, 0.1, 5, VisionTask.CLASSIFICATION, "Tiny classifier");
  }

  /** Of four classes and the background. */
  public static Model detector() {
    return model("ssdlite_mobilenet_v2", 64, 0.1, 4, VisionTask.DETECTION, "Tiny detector");
  }

  /** Of five classes. */
  public static Model segmenter() {
    return model("deeplab_v3_mobilenet_v2", 33, 0.35, 5, VisionTask.SEGMENTATION, "Tiny segmenter");
  }

  private static Model model(
      String network, int side, double width, int classes, VisionTask task, String title) {
    Recipe recipe = Recipe.of(network).withWidth(width).withResolution(side).withClasses(classes);
    Graph graph =
        Zoo.graph(
            task == VisionTask.SEGMENTATION
                ? recipe.withHead("pool").withOutputStride(16)
                : recipe);
    List<String> labels =
        IntStream.range(0, 5).mapToObj(i -> String.valueOf((char) ('a' + i))).toList();
    ModelCard card = ModelCard.of(task, title, Preprocessing.keras(side, side)).withLabels(labels);
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  /** A PNG of random pixels, the same for the same seed. */
  public static byte[] png(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return png(image);
  }

  /** A PNG of nearly one colour, so that pictures can be told apart. */
  public static byte[] plain(int rgb, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40 * 30; i++) {
      image.setRGB(i % 40, i / 40, rgb ^ random.nextInt(8) << 16 ^ random.nextInt(8));
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new AssertionError(e); // in memory
    }
    return out.toByteArray();
  }
}
