package liviano.vision.teach.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.vision.teach.regression.LogisticRegression.Fit;
import liviano.vision.teach.regression.LogisticRegression.Labelled;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final int FEATURES = 300; // more than one part of them, and not a multiple
  private static final int CLASSES = 3;

  private static Labelled drawn(int pictures, long seed) {
    Random random = new Random(seed);
    List<float[]> rows = new ArrayList<>();
    int[] classOf = new int[pictures];
    for (int i = 0; i < pictures; i++) {
      classOf[i] = random.nextInt(CLASSES);
      float[] row = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        row[j] =
            (float) (random.nextGaussian() * (1 + j % 7) + 5 + (j % CLASSES == classOf[i] ? 1 : 0));
      }
      rows.add(row);
    }
    return new Labelled(rows, classOf);
  }

  private static CrossEntropy objective(Labelled pictures, double l2, int threads) {
    Standardizer standardizer = Standardizer.of(pictures.rows());
    return new CrossEntropy(
        pictures.rows().stream().map(standardizer::apply).toList(),
        pictures.classOf(),
        CLASSES,
        l2,
        new Workers(threads));
  }

  private static double[] point(CrossEntropy objective, long seed) {
    return new Random(seed).doubles(objective.size(), -0.1, 0.1).toArray();
  }

  /** Beside one that is computed without any tricks. */
  @Test
  void theValueIsTheMeanCrossEntropyAndThePenalty() {
    Labelled pictures = drawn(150, 1);
    CrossEntropy objective = objective(pictures, 0.5, 1);
    double[] at = point(objective, 2);
    Standardizer standardizer = Standardizer.of(pictures.rows());
    double expected = 0;
    for (int i = 0; i < pictures.rows().size(); i++) {
      float[] row = standardizer.apply(pictures.rows().get(i));
      double[] logits = new double[CLASSES];
      for (int k = 0; k < CLASSES; k++) {
        logits[k] = at[CLASSES * FEATURES + k];
        for (int j = 0; j < FEATURES; j++) {
          logits[k] += at[k * FEATURES + j] * row[j];
        }
      }
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      expected += Math.log(sum) - logits[pictures.classOf()[i]];
    }
    expected /= pictures.rows().size();
    for (int i = 0; i < CLASSES * FEATURES; i++) {
      expected += 0.25 * at[i] * at[i];
    }
    assertThat(objective.evaluate(at, new double[at.length])).isCloseTo(expected, within(1e-9));
  }

  @Test
  void theGradientIsTheSlope() {
    CrossEntropy objective = objective(drawn(150, 3), 0.5, 2);
    double[] at = point(objective, 4);
    double[] gradient = new double[at.length];
    objective.evaluate(at, gradient);
    double[] ignored = new double[at.length];
    for (int i : new int[] {0, 127, 128, 299, 300, 650, CLASSES * FEATURES, at.length - 1}) {
      double before = at[i];
      at[i] = before + 1e-5;
      double above = objective.evaluate(at, ignored);
      at[i] = before - 1e-5;
      double below = objective.evaluate(at, ignored);
      at[i] = before;
      assertThat(gradient[i]).as("number %d", i).isCloseTo((above - below) / 2e-5, within(1e-6));
    }
  }

  @Test
  void everyStartEndsAtTheOneOptimum() {
    CrossEntropy objective = objective(drawn(200, 5), 0.05, 1);
    Lbfgs.Minimum here = Lbfgs.minimize(objective, point(objective, 6), 1e-9, 2000);
    Lbfgs.Minimum there = Lbfgs.minimize(objective, point(objective, 7), 1e-9, 2000);
    assertThat(here.slope()).isLessThan(1e-8);
    for (int i = 0; i < CLASSES * FEATURES; i++) {
      assertThat(here.point()[i]).isCloseTo(there.point()[i], within(1e-6));
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Labelled training = drawn(300, 8);
    Labelled validation = drawn(60, 9);
    Fit one = new LogisticRegression(CLASSES, 1).fit(training, validation);
    for (int threads : new int[] {2, 3, 7}) {
      Fit several = new LogisticRegression(CLASSES, threads).fit(training, validation);
      assertThat(several.l2()).isEqualTo(one.l2());
      assertThat(several.head().weights()).isEqualTo(one.head().weights());
      assertThat(several.head().biases()).isEqualTo(one.head().biases());
    }
  }

  /** Over raw features, of which some have a large mean and others never differ. */
  @Test
  void theHeadTellsTheClassesApart() {
    Labelled training = drawn(300, 10);
    training.rows().forEach(row -> row[5] = 1000);
    LinearHead head = new LogisticRegression(CLASSES, 1).fit(training, drawn(60, 11)).head();
    Labelled fresh = drawn(100, 12);
    fresh.rows().forEach(row -> row[5] = 1000);
    long right =
        IntStream.range(0, 100)
            .filter(i -> best(head.logits(fresh.rows().get(i))) == fresh.classOf()[i])
            .count();
    assertThat(right).isGreaterThan(85);
  }

  /** Where all pictures are one, nothing can be told apart, and nothing is divided by zero. */
  @Test
  void samePicturesOfTwoClassesAreEquallyLikely() {
    float[] row = new float[FEATURES];
    Labelled same = new Labelled(List.of(row, row.clone()), new int[] {0, 1});
    float[] logits = new LogisticRegression(2, 1).fit(same, same).head().logits(row);
    assertThat(logits[0]).isCloseTo(logits[1], within(1e-6f));
  }

  private static int best(float[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }

  /** Logits that are thrice too large for how often they are right. */
  @Test
  void theTemperatureIsThatOfTheData() {
    Random random = new Random(13);
    List<float[]> logits = new ArrayList<>();
    int[] classOf = new int[4000];
    for (int i = 0; i < classOf.length; i++) {
      double score = random.nextGaussian();
      classOf[i] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
      logits.add(new float[] {0, (float) (3 * score)});
    }
    assertThat(Temperature.best(logits, classOf)).isCloseTo(3, within(0.35));
  }
}
