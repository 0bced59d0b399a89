package liviano.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.SplittableRandom;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("libtorch")
class SegmentationLossTest {
  private static final int PICTURES = 2;
  private static final int CLASSES = 3;
  private static final float[] WEIGHTS = {0.5f, 2, 1.5f};

  /** Logits of {@code side x side}, labels of {@code shown x shown}. */
  private record Case(int side, int shown, float[] logits, long[] labels) {
    static Case random(long seed, int side, int shown, double voids) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] logits = new float[PICTURES * CLASSES * side * side];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) random.nextDouble(-3, 3);
      }
      long[] labels = new long[PICTURES * shown * shown];
      for (int i = 0; i < labels.length; i++) {
        boolean isVoid = random.nextDouble() < voids;
        labels[i] = isVoid ? SegmentationLoss.VOID : random.nextInt(CLASSES);
      }
      return new Case(side, shown, logits, labels);
    }

    /** The logit of a pixel of the labels, corners on corners. */
    double logit(int picture, int category, int y, int x) {
      double down = (double) y * (side - 1) / Math.max(1, shown - 1);
      double across = (double) x * (side - 1) / Math.max(1, shown - 1);
      int top = Math.min((int) down, side - 1);
      int left = Math.min((int) across, side - 1);
      int bottom = Math.min(top + 1, side - 1);
      int right = Math.min(left + 1, side - 1);
      double upper =
          mix(at(picture, category, top, left), at(picture, category, top, right), across - left);
      double lower =
          mix(
              at(picture, category, bottom, left),
              at(picture, category, bottom, right),
              across - left);
      return mix(upper, lower, down - top);
    }

    private static double mix(double a, double b, double share) {
      return a + (b - a) * share;
    }

    private double at(int picture, int category, int y, int x) {
      return logits[((picture * CLASSES + category) * side + y) * side + x];
    }

    double reference(float[] weights) {
      double sum = 0;
      double counted = 0;
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] != SegmentationLoss.VOID) {
          int picture = i / (shown * shown);
          int y = i / shown % shown;
          int x = i % shown;
          double all = 0;
          for (int k = 0; k < CLASSES; k++) {
            all += Math.exp(logit(picture, k, y, x));
          }
          int right = (int) labels[i];
          sum += weights[right] * (Math.log(all) - logit(picture, right, y, x));
          counted += weights[right];
        }
      }
      return counted == 0 ? 0 : sum / counted;
    }
  }

  private record Result(float loss, float[] gradients) {
    static Result of(SegmentationLoss loss, Case c) {
      try (TorchScope _ = TorchScope.open()) {
        Tensor logits =
            Tensors.of(c.logits, PICTURES, CLASSES, c.side, c.side).set_requires_grad(true);
        Tensor value = loss.of(logits, Tensors.of(c.labels, PICTURES, c.shown, c.shown));
        value.backward();
        return new Result(Tensors.number(value), Tensors.floats(logits.grad()));
      }
    }
  }

  @Test
  void isTheMeanByItsDefinition() {
    float[] equal = {1, 1, 1};
    SegmentationLoss weighted = new SegmentationLoss(Optional.of(WEIGHTS));
    for (int seed = 0; seed < 6; seed++) {
      for (Case c :
          new Case[] {
            Case.random(seed, 5, 5, 0.2), Case.random(seed, 3, 9, 0.2), Case.random(seed, 4, 11, 0)
          }) {
        assertEquals(c.reference(equal), Result.of(SegmentationLoss.PLAIN, c).loss, 1e-5);
        assertEquals(c.reference(WEIGHTS), Result.of(weighted, c).loss, 1e-5);
      }
    }
  }

  @Test
  void voidPixelsTeachNothing() {
    Case c = Case.random(4, 4, 4, 0.4);
    float[] gradients = Result.of(SegmentationLoss.PLAIN, c).gradients;
    for (int i = 0; i < c.labels.length; i++) {
      int picture = i / 16;
      for (int k = 0; k < CLASSES; k++) {
        float gradient = gradients[(picture * CLASSES + k) * 16 + i % 16];
        assertEquals(c.labels[i] == SegmentationLoss.VOID, gradient == 0, "pixel " + i);
      }
    }
  }

  @Test
  void picturesThatAreWhollyVoidLoseNothing() {
    Case c = Case.random(4, 3, 6, 1);
    for (SegmentationLoss loss :
        new SegmentationLoss[] {
          SegmentationLoss.PLAIN, new SegmentationLoss(Optional.of(WEIGHTS))
        }) {
      Result result = Result.of(loss, c);
      assertEquals(0, result.loss);
      assertArrayEquals(new float[result.gradients.length], result.gradients);
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    Case c = Case.random(4, 3, 6, 0);
    try (TorchScope _ = TorchScope.open()) {
      Tensor logits = Tensors.of(c.logits, PICTURES, CLASSES, 3, 3);
      Tensor labels = Tensors.of(new long[36], 1, 6, 6);
      assertThrows(IllegalArgumentException.class, () -> SegmentationLoss.PLAIN.of(logits, labels));
      SegmentationLoss two = new SegmentationLoss(Optional.of(new float[2]));
      Tensor right = Tensors.of(c.labels, PICTURES, 6, 6);
      assertThrows(IllegalArgumentException.class, () -> two.of(logits, right));
    }
  }
}
