package liviano.vision.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import liviano.model.Model;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.Part;
import liviano.vision.teach.regression.LinearHead;
import liviano.vision.teach.regression.LogisticRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why {@link OpenSet} has its threshold on the greatest probability: of garments of a kind that a
 * model was not taught, no other score of its logits finds clearly more.
 */
@Tag("shared")
class OpenSetSharedTest {
  private static final double L2 = 0.1;

  private static final Map<String, ToDoubleFunction<float[]>> SCORES =
      Map.of(
          "probability", OpenSetSharedTest::probability,
          "logit", logits -> logits[Measured.best(logits)],
          "energy", OpenSetSharedTest::energy,
          "entropy", OpenSetSharedTest::negativeEntropy);

  @TempDir private Path cache;
  private final Path shared = Path.of(System.getProperty("liviano.shared", ""));

  @Test
  void noScoreOfTheLogitsFindsClearlyMore() throws IOException {
    Model base =
        Model.load(shared.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors"));
    FeatureReader reader = new FeatureReader(base, TeachOptions.defaults().withCache(cache), false);
    List<Seen> pictures =
        reader
            .read(ClassFolders.read(shared.resolve("data/clothing-160")).pictures(), Variant.WHOLE)
            .seen();
    List<String> labels =
        pictures.stream().map(p -> p.example().label()).distinct().sorted().toList();
    for (double lost : new double[] {OpenSet.LOST, OpenSet.TWICE}) {
      assertThat(labels).hasSize(10);
      Map<String, Double> found = new LinkedHashMap<>();
      for (String label : labels) {
        Split split = Split.without(label, labels, pictures);
        SCORES.forEach(
            (name, score) -> found.merge(name, split.found(score, lost) / 10, Double::sum));
      }
      assertThat(found.get("probability")).isBetween(2 * lost, 0.4);
      assertThat(found.values()).allMatch(some -> some < found.get("probability") + 0.06);
    }
  }

  /** Logits of a model of all classes but one. */
  private record Split(List<float[]> known, List<float[]> strange) {
    static Split without(String label, List<String> labels, List<Seen> pictures) {
      List<String> others = labels.stream().filter(other -> !other.equals(label)).toList();
      List<Seen> training =
          pictures.stream()
              .filter(
                  p -> p.example().part() == Part.TRAINING && !p.example().label().equals(label))
              .toList();
      LinearHead head =
          new LogisticRegression(others.size(), 2)
              .fit(
                  new LogisticRegression.Labelled(
                      training.stream().map(Seen::embedding).toList(),
                      training.stream()
                          .mapToInt(p -> others.indexOf(p.example().label()))
                          .toArray()),
                  L2)
              .head();
      List<Seen> rest = pictures.stream().filter(p -> p.example().part() != Part.TRAINING).toList();
      return new Split(
          rest.stream()
              .filter(p -> p.example().part() == Part.VALIDATION)
              .filter(p -> !p.example().label().equals(label))
              .map(p -> head.logits(p.embedding()))
              .toList(),
          rest.stream()
              .filter(p -> p.example().label().equals(label))
              .map(p -> head.logits(p.embedding()))
              .toList());
    }

    double found(ToDoubleFunction<float[]> score, double lost) {
      double[] sure = known.stream().mapToDouble(score).sorted().toArray();
      double threshold = sure[(int) (lost * sure.length)];
      return (double) strange.stream().filter(l -> score.applyAsDouble(l) < threshold).count()
          / strange.size();
    }
  }

  private static double probability(float[] logits) {
    return Math.exp(logits[Measured.best(logits)] - energy(logits));
  }

  private static double energy(float[] logits) {
    double greatest = logits[Measured.best(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - greatest);
    }
    return greatest + Math.log(sum);
  }

  private static double negativeEntropy(float[] logits) {
    double all = energy(logits);
    double[] each = new double[logits.length];
    Arrays.setAll(each, k -> Math.exp(logits[k] - all) * (logits[k] - all));
    return Arrays.stream(each).sum();
  }
}
