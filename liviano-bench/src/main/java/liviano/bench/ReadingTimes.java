package liviano.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.cli.Main;
import liviano.files.ScratchFolder;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;

/**
 * How long {@code classify} takes from its start to the first answer with a model of 14 MB in each
 * kind of file that Liviano writes, and in files that are given as arguments. Every answer is a
 * process of its own; the kinds take turns.
 */
public final class ReadingTimes {
  private static final int TURNS = 5;
  private static final int SIDE = 224;
  private static final double ALLOWED_RATIO = 1.5;
  private static final double ALLOWED_MS = 300;

  private ReadingTimes() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ScratchFolder scratch = ScratchFolder.temporary("liviano-reading")) {
      Path folder = scratch.path();
      SequencedMap<String, Path> files = new LinkedHashMap<>();
      Path ours = save(folder.resolve("model.safetensors"));
      files.put("Liviano's own", ours);
      files.put("ONNX", converted(ours, folder.resolve("model.onnx")));
      files.put("TensorFlow Lite", converted(ours, folder.resolve("model.tflite")));
      files.put("NumPy archive", converted(ours, folder.resolve("model.npz")));
      files.put(
          "torchvision's names",
          converted(ours, folder.resolve("named.safetensors"), "--names", "torchvision"));
      for (String argument : arguments) {
        files.put(Path.of(argument).getFileName().toString(), Path.of(argument));
      }
      Path picture = folder.resolve("picture.png");
      Picture.ofRgb(SIDE, SIDE, new byte[3 * SIDE * SIDE]).write(picture);
      print(files, measure(files, picture));
    }
  }

  private static Path save(Path file) throws IOException {
    Recipe recipe = Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(
            VisionTask.CLASSIFICATION, "MobileNetV2", Preprocessing.tensorflow(SIDE, SIDE));
    new Model(graph, RandomWeights.of(graph, 1), card, Optional.of(recipe)).save(file);
    return file;
  }

  private static Path converted(Path ours, Path file, String... options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("convert", ours.toString()));
    line.addAll(List.of("--to", file.toString()));
    line.addAll(Arrays.asList(options));
    command(line);
    return file;
  }

  private static Map<String, List<Double>> measure(SequencedMap<String, Path> files, Path picture)
      throws IOException, InterruptedException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int turn = -1; turn < TURNS; turn++) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        long start = System.nanoTime();
        command(List.of("classify", "--json", "--model", file.getValue() + "", picture.toString()));
        double ms = (System.nanoTime() - start) * 1e-6;
        if (turn >= 0) { // the first turn brings the files into memory
          times.computeIfAbsent(file.getKey(), _ -> new ArrayList<>()).add(ms);
        }
      }
    }
    return times;
  }

  private static void command(List<String> line) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(line);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "liviano %s gave %d", String.join(" ", line), status));
    }
  }

  private static void print(SequencedMap<String, Path> files, Map<String, List<Double>> times)
      throws IOException {
    double ours = median(times.get(files.firstEntry().getKey()));
    System.out.println("| file | MiB | first answer | more than ours | allowed |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (Map.Entry<String, Path> file : files.entrySet()) {
      double ms = median(times.get(file.getKey()));
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.0f ms | %.0f ms | %.0f ms |%n",
          file.getKey(),
          Files.size(file.getValue()) / (double) (1 << 20),
          ms,
          ms - ours,
          ALLOWED_RATIO * ours + ALLOWED_MS);
    }
  }

  private static double median(List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
