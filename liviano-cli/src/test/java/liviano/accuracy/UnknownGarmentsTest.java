package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.graph.Node;
import liviano.model.Model;
import liviano.model.Role;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.teach.TeachOptions;
import liviano.vision.teach.Teacher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Why the threshold for unknown pictures is one on the greatest probability: of garments of a kind
 * that a model was not taught, no other score of its logits finds clearly more.
 */
@Tag("shared")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ClothingTest.PICTURES)
class UnknownGarmentsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path DATA = SHARED.resolve("data/clothing-160");
  private static final Path CLASSIFIER =
      SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");

  private static final Map<String, ToDoubleFunction<double[]>> SCORES =
      Map.of(
          "probability", logits -> Math.exp(greatest(logits) - energy(logits)),
          "logit", UnknownGarmentsTest::greatest,
          "energy", UnknownGarmentsTest::energy,
          "entropy", UnknownGarmentsTest::negativeEntropy);

  /** The table in docs/teaching.md. */
  private static final Map<String, double[]> AS_TOLD =
      Map.of(
          "probability", new double[] {0.17, 0.32},
          "logit", new double[] {0.19, 0.34},
          "energy", new double[] {0.21, 0.33},
          "entropy", new double[] {0.19, 0.34});

  @Test
  void noScoreOfTheLogitsFindsClearlyMore() throws IOException {
    assumeTrue(Files.exists(CLASSIFIER), "skipped: the real weights are not here: " + CLASSIFIER);
    assumeTrue(Files.isDirectory(DATA), "skipped: the pictures are not here: " + DATA);
    Model base = ModelFiles.read(CLASSIFIER);
    List<Example> pictures = ClassFolders.read(DATA).pictures();
    Map<Example, float[]> embeddings = embeddings(base, pictures);
    List<String> labels = pictures.stream().map(Example::label).distinct().toList();
    assertThat(labels).hasSize(10);
    Map<String, double[]> found = new TreeMap<>(); // where 5 % may be lost, and where 10 %
    for (String label : labels) {
      Model model = taughtWithout(label, base, pictures);
      List<double[]> known =
          logits(
              model,
              embeddings,
              pictures.stream()
                  .filter(p -> p.part() == Part.VALIDATION && !p.label().equals(label)));
      List<double[]> strange =
          logits(
              model,
              embeddings,
              pictures.stream().filter(p -> p.part() != Part.TRAINING && p.label().equals(label)));
      SCORES.forEach(
          (name, score) -> {
            double[] sum = found.computeIfAbsent(name, _ -> new double[2]);
            sum[0] += found(known, strange, score, 0.05) / labels.size();
            sum[1] += found(known, strange, score, 0.1) / labels.size();
          });
    }
    String all = found.keySet() + " " + found.values().stream().map(Arrays::toString).toList();
    AS_TOLD.forEach(
        (name, told) -> assertThat(found.get(name)).as(all).containsExactly(told, within(0.02)));
    double[] used = found.get("probability");
    assertThat(used[0]).as(all).isBetween(0.12, 0.26);
    assertThat(used[1]).as(all).isBetween(0.24, 0.40);
    assertThat(found.values())
        .as(all)
        .allMatch(some -> some[0] < used[0] + 0.06 && some[1] < used[1] + 0.06);
  }

  private static Model taughtWithout(String label, Model base, List<Example> pictures) {
    List<Example> others =
        pictures.stream().filter(p -> p.part() != Part.TEST && !p.label().equals(label)).toList();
    return Teacher.of(base)
        .teach(others, TeachOptions.defaults().withCache(ClothingTest.EMBEDDINGS));
  }

  private static Map<Example, float[]> embeddings(Model base, List<Example> pictures) {
    ImageEmbedder embedder = ImageEmbedder.of(base, EmbedderOptions.builder().threads(1).build());
    Map<Example, float[]> embeddings = new HashMap<>();
    for (Example picture : pictures) {
      if (picture.part() != Part.TRAINING) {
        try {
          embeddings.put(picture, embedder.embed(Picture.read(picture.source().bytes())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return embeddings;
  }

  /** What the last layer makes of embeddings. */
  private static List<double[]> logits(
      Model model, Map<Example, float[]> embeddings, Stream<Example> pictures) {
    Node layer = model.graph().endingAt(Role.LOGITS.key()).nodes().getLast();
    float[] weights = model.weights().get(layer.params().get(0).name()).toFloats();
    float[] biases = model.weights().get(layer.params().get(1).name()).toFloats();
    return pictures.map(embeddings::get).map(e -> logits(weights, biases, e)).toList();
  }

  private static double[] logits(float[] weights, float[] biases, float[] embedding) {
    int features = embedding.length;
    double[] logits = new double[biases.length];
    for (int k = 0; k < logits.length; k++) {
      int row = k * features;
      logits[k] =
          biases[k]
              + IntStream.range(0, features)
                  .mapToDouble(j -> (double) weights[row + j] * embedding[j])
                  .sum();
    }
    return logits;
  }

  private static double found(
      List<double[]> known, List<double[]> strange, ToDoubleFunction<double[]> score, double lost) {
    double[] sure = known.stream().mapToDouble(score).sorted().toArray();
    double threshold = sure[(int) (lost * sure.length)];
    return (double) strange.stream().filter(l -> score.applyAsDouble(l) < threshold).count()
        / strange.size();
  }

  private static double greatest(double[] logits) {
    return Arrays.stream(logits).max().orElseThrow();
  }

  private static double energy(double[] logits) {
    double most = greatest(logits);
    return most + Math.log(Arrays.stream(logits).map(l -> Math.exp(l - most)).sum());
  }

  private static double negativeEntropy(double[] logits) {
    double all = energy(logits);
    return Arrays.stream(logits).map(l -> Math.exp(l - all) * (l - all)).sum();
  }
}
