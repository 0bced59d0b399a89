package liviano.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import liviano.cli.output.Console;
import liviano.files.ScratchFolder;
import liviano.graph.Graph;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * What the launcher records its class cache from: one small network of each task, with random
 * weights, on a picture of each common format. Nothing is kept but the cache.
 */
final class Rehearsal {
  /** A verb that runs a network. */
  private record Part(String verb, VisionTask task, Recipe recipe) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("classify", VisionTask.CLASSIFICATION, Recipe.of("mobilenet_v2")),
          new Part("detect", VisionTask.DETECTION, Recipe.of("ssdlite_mobilenet_v2")),
          new Part(
              "segment",
              VisionTask.SEGMENTATION,
              Recipe.of("deeplab_v3_mobilenet_v2").withHead("pool").withOutputStride(16)));

  private static final int CLASSES =
      21; // odd, as most: the last number of a tensor is read in another way
  private static final int SIDE = 96;

  private Rehearsal() {}

  /**
   * Runs the verbs and prints what they print; or, if a folder is named, writes there what a verb
   * reads that has a cache of its own, and the {@linkplain PreparedHelp help} and the {@linkplain
   * Version version} as they are printed, and the {@linkplain PreparedVerbs options of verbs}.
   *
   * @param arguments the folder, which is made, or none
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      write(Path.of(arguments[0]));
      return;
    }
    LogSettings.install(false);
    Console console = Console.ofProcess();
    Map.copyOf(System.getenv()); // as a start does: the rehearsal's own environment is another map
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-rehearsal")) {
      for (List<String> line : lines(scratch.path())) {
        int status = Main.run(console, environment(scratch.path()), line.toArray(String[]::new));
        if (status != ExitStatus.DONE) {
          console.error(
              String.format(
                  Locale.ROOT, "rehearsing '%s' gave %d", String.join(" ", line), status));
        }
      }
      serve(console, scratch.path());
    }
  }

  /**
   * Writes {@code help} and {@code verbs}, and {@code classify.safetensors}, {@code picture.png}
   * and {@code picture.jpg} where a class cache can hold what classifies them.
   */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    PreparedHelp.write(folder.resolve("help"));
    KeptText.write(folder.resolve("help/version.txt"), Version.line() + System.lineSeparator());
    PreparedVerbs.write(folder.resolve("verbs"));
    if (Providers.nativeCodeUnavailable().isEmpty()) {
      Part classify = PARTS.getFirst();
      save(classify, folder.resolve(classify.verb() + ".safetensors"));
      picture(folder, "png");
      picture(folder, "jpg");
    }
  }

  /** Where there is a model, which {@link #lines} has made of the first of its parts. */
  private static void serve(Console console, Path folder) throws IOException {
    Path model = folder.resolve(PARTS.getFirst().verb() + ".safetensors");
    if (Files.exists(model)) {
      ServeRehearsal.run(console, environment(folder), model, folder.resolve("picture.jpg"));
    }
  }

  /** No model that the user has is looked for. */
  static Map<String, String> environment(Path folder) {
    return Map.of("LIVIANO_HOME", folder.toString());
  }

  /** The command lines; what they read is written to the folder. */
  static List<List<String>> lines(Path folder) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("--version"));
    lines.add(List.of("--help"));
    lines.add(List.of("models"));
    // A cache cannot hold what the vector module defines, which would be resolved for the rest.
    if (Providers.nativeCodeUnavailable().isPresent()) {
      return lines;
    }
    String png = picture(folder, "png").toString();
    String jpg = picture(folder, "jpg").toString();
    for (Part part : PARTS) {
      String model = save(part, folder.resolve(part.verb() + ".safetensors")).toString();
      List<String> line = new ArrayList<>(List.of(part.verb(), "--model", model, png, jpg));
      if (part.task() != VisionTask.CLASSIFICATION) {
        line.addAll(List.of("--out", folder.toString()));
      }
      lines.add(line);
    }
    return lines;
  }

  private static Path save(Part part, Path file) throws IOException {
    Recipe recipe =
        part.recipe()
            .withWidth(0.35)
            .withResolution(SIDE)
            .withClasses(CLASSES)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    // A detector's first label is the background's.
    int labels = part.task() == VisionTask.DETECTION ? CLASSES + 1 : CLASSES;
    ModelCard card =
        ModelCard.of(part.task(), "Rehearsal", preprocessing(part.task()))
            .withLabels(IntStream.range(0, labels).mapToObj(i -> "class " + i).toList());
    new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return file;
  }

  /** As the published models of the task have it. */
  private static Preprocessing preprocessing(VisionTask task) {
    return task == VisionTask.CLASSIFICATION
        ? Preprocessing.tensorflow(SIDE, SIDE)
        : Preprocessing.keras(SIDE, SIDE);
  }

  private static Path picture(Path folder, String format) throws IOException {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, 320, 240, Color.BLUE));
    pen.fillRect(0, 0, 320, 240);
    pen.dispose();
    Path file = folder.resolve("picture." + format);
    if (!ImageIO.write(image, format, file.toFile())) {
      throw new IOException("this JVM writes no " + format);
    }
    return file;
  }
}
