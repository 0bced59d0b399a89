package liviano.spark;

import static liviano.model.VisionTask.CLASSIFICATION;
import static liviano.model.VisionTask.DETECTION;
import static liviano.model.VisionTask.SEGMENTATION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/** Small networks with random weights, and pictures for them. */
public final class SmallModels {
  private SmallModels() {}

  public static Model classifier() {
    return model(Recipe.of("mobilenet_v2").withResolution(32).withWidth(0.35), 32, CLASSIFICATION);
  }

  public static Model detector() {
    return model(
        Recipe.of("ssdlite_mobilenet_v2").withResolution(64).withWidth(0.1), 64, DETECTION);
  }

  public static Model segmenter() {
    Recipe deepLab = Zoo.architecture("deeplab_v3_mobilenet_v2").defaults();
    return model(deepLab.withResolution(33).withWidth(0.35), 33, SEGMENTATION);
  }

  private static Model model(Recipe recipe, int side, VisionTask task) {
    Graph graph = Zoo.graph(recipe.withClasses(10));
    ModelCard card = ModelCard.of(task, "small", Preprocessing.keras(side, side));
    return new Model(graph, RandomWeights.of(graph, 9), card, Optional.empty());
  }

  /** Writes a model into a folder and returns its path as Params take it. */
  public static String save(Model model, Path folder, String name) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    model.save(file);
    return file.toString();
  }

  /** Writes pictures 000.png, 001.png, ... of differing sizes into a new folder. */
  public static Path pictures(Path folder, int count) throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    for (int i = 0; i < count; i++) {
      picture(i).write(pictures.resolve(String.format(Locale.ROOT, "%03d.png", i)));
    }
    return pictures;
  }

  /** Writes pictures of another seed than {@link #pictures} draws, dark ones, into a new folder. */
  public static Path darkPictures(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      byte[] rgb = new byte[3 * 30 * 20];
      new Random(1000 + i).nextBytes(rgb);
      for (int k = 0; k < rgb.length; k++) {
        rgb[k] = (byte) ((rgb[k] & 0xff) / 4);
      }
      Picture.ofRgb(30, 20, rgb).write(folder.resolve(String.format(Locale.ROOT, "%03d.png", i)));
    }
    return folder;
  }

  private static Picture picture(int seed) {
    int width = 20 + seed % 17;
    int height = 15 + seed % 23;
    byte[] rgb = new byte[3 * width * height];
    new Random(seed).nextBytes(rgb);
    return Picture.ofRgb(width, height, rgb);
  }
}
