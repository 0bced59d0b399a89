package liviano.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("libtorch")
class MultiboxLossTest {
  private static final int PICTURES = 3;
  private static final int ANCHORS = 20;
  private static final int CLASSES = 4; // with the background

  /** Outputs and targets by lot. */
  private record Case(float[] boxes, float[] logits, SsdTargets targets) {
    static Case random(long seed, double matched, double ignored) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] boxes = new float[PICTURES * ANCHORS * 4];
      float[] codes = new float[boxes.length];
      float[] logits = new float[PICTURES * ANCHORS * CLASSES];
      long[] classes = new long[PICTURES * ANCHORS];
      for (int i = 0; i < boxes.length; i++) {
        boxes[i] = (float) random.nextDouble(-2, 2);
      }
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) random.nextDouble(-5, 5);
      }
      for (int i = 0; i < classes.length; i++) {
        double lot = random.nextDouble();
        if (lot < matched) {
          classes[i] = 1 + random.nextInt(CLASSES - 1);
          for (int k = 0; k < 4; k++) {
            codes[4 * i + k] = (float) random.nextDouble(-2, 2);
          }
        } else if (lot > 1 - ignored) {
          classes[i] = SsdMatching.IGNORED;
        }
      }
      return new Case(boxes, logits, new SsdTargets(PICTURES, ANCHORS, codes, classes));
    }
  }

  /** Value and gradients by libtorch. */
  private record Result(float loss, float[] boxes, float[] logits) {
    static Result of(MultiboxLoss loss, Case c) {
      try (TorchScope _ = TorchScope.open()) {
        Tensor boxes = Tensors.of(c.boxes, PICTURES, ANCHORS, 4).set_requires_grad(true);
        Tensor logits = Tensors.of(c.logits, PICTURES, ANCHORS, CLASSES).set_requires_grad(true);
        Tensor value = loss.of(boxes, logits, c.targets);
        value.backward();
        return new Result(
            Tensors.number(value), Tensors.floats(boxes.grad()), Tensors.floats(logits.grad()));
      }
    }
  }

  /** How wrong the classes of one anchor are, by the definition. */
  private static double wrong(SsdScores scores, float[] logits, int anchor, long category) {
    double sum = 0;
    double wrong = 0;
    for (int k = 0; k < CLASSES; k++) {
      double logit = logits[anchor * CLASSES + k];
      sum += Math.exp(logit);
      double score = 1 / (1 + Math.exp(-logit));
      wrong -= Math.log(k == category ? score : 1 - score);
    }
    return scores == SsdScores.SIGMOID
        ? wrong
        : Math.log(sum) - logits[(int) (anchor * CLASSES + category)];
  }

  /** The anchors whose classes count. */
  private static List<Integer> counted(SsdScores scores, Case c) {
    List<Integer> counted = new ArrayList<>();
    for (int picture = 0; picture < PICTURES; picture++) {
      List<Integer> background = new ArrayList<>();
      int matched = 0;
      for (int i = picture * ANCHORS; i < (picture + 1) * ANCHORS; i++) {
        if (c.targets.classes()[i] > 0) {
          matched++;
          counted.add(i);
        } else if (c.targets.classes()[i] == 0) {
          background.add(i);
        }
      }
      background.sort(Comparator.comparingDouble(i -> -wrong(scores, c.logits, i, 0)));
      counted.addAll(background.subList(0, Math.min(background.size(), Math.max(3, 3 * matched))));
    }
    return counted;
  }

  private static double reference(SsdScores scores, Case c) {
    double sum = 0;
    for (int i : counted(scores, c)) {
      sum += wrong(scores, c.logits, i, c.targets.classes()[i]);
    }
    int matched = 0;
    for (int i = 0; i < c.targets.classes().length; i++) {
      if (c.targets.classes()[i] > 0) {
        matched++;
        for (int k = 4 * i; k < 4 * i + 4; k++) {
          double off = Math.abs(c.boxes[k] - c.targets.codes()[k]);
          sum += off < 1 ? off * off / 2 : off - 0.5;
        }
      }
    }
    return sum / Math.max(1, matched);
  }

  @ParameterizedTest
  @EnumSource
  void isTheSumByItsDefinition(SsdScores scores) {
    for (int seed = 0; seed < 12; seed++) {
      // From pictures without objects to pictures where nearly all is one.
      Case c = Case.random(seed, seed / 12.0, seed % 3 * 0.1);
      double expected = reference(scores, c);
      assertEquals(expected, Result.of(MultiboxLoss.of(scores), c).loss, 1e-4 * expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsReachWhatCountsAndNothingElse(SsdScores scores) {
    Case c = Case.random(3, 0.1, 0.2);
    Result result = Result.of(MultiboxLoss.of(scores), c);
    List<Integer> counted = counted(scores, c);
    for (int i = 0; i < PICTURES * ANCHORS; i++) {
      assertEquals(c.targets.classes()[i] > 0, any(result.boxes, 4 * i, 4), "boxes of anchor " + i);
      assertEquals(
          counted.contains(i), any(result.logits, CLASSES * i, CLASSES), "logits of anchor " + i);
    }
  }

  private static boolean any(float[] gradients, int at, int count) {
    for (float gradient : Arrays.copyOfRange(gradients, at, at + count)) {
      if (gradient != 0) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreTheSlopes(SsdScores scores) {
    Case c = Case.random(8, 0.15, 0.1);
    Result result = Result.of(MultiboxLoss.of(scores), c);
    double step = 1e-3;
    for (int i = 0; i < c.logits.length; i += 7) {
      float kept = c.logits[i];
      c.logits[i] = (float) (kept + step);
      double above = reference(scores, c);
      c.logits[i] = (float) (kept - step);
      double below = reference(scores, c);
      c.logits[i] = kept;
      assertEquals((above - below) / (2 * step), result.logits[i], 1e-3);
    }
  }

  @Test
  void picturesWithoutObjectsTeachTheBackgroundAlone() {
    Case c = Case.random(1, 0, 0);
    Result result = Result.of(MultiboxLoss.of(SsdScores.SIGMOID), c);
    assertTrue(result.loss > 0);
    assertEquals(PICTURES * 3, counted(SsdScores.SIGMOID, c).size());
    assertTrue(!any(result.boxes, 0, result.boxes.length), "no box has a gradient");
  }

  @Test
  void whatIsSurelyWrongIsChosenNotMultiplied() {
    // One that is ignored and infinitely wrong must not make the sum no number.
    Case c = Case.random(2, 0.3, 0);
    c.targets.classes()[5] = SsdMatching.IGNORED;
    c.logits[5 * CLASSES + 2] = Float.POSITIVE_INFINITY;
    assertTrue(Float.isFinite(Result.of(MultiboxLoss.of(SsdScores.SIGMOID), c).loss));
  }

  @Test
  void outputsOfAnotherSizeAreRefused() {
    Case c = Case.random(2, 0.3, 0);
    try (TorchScope _ = TorchScope.open()) {
      Tensor boxes = Tensors.of(c.boxes, PICTURES, ANCHORS, 4);
      Tensor logits = Tensors.of(c.logits, PICTURES * CLASSES, ANCHORS, 1);
      assertThrows(
          IllegalArgumentException.class,
          () -> MultiboxLoss.of(SsdScores.SIGMOID).of(boxes, logits, c.targets));
    }
  }
}
