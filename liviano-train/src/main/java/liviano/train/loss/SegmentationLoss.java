package liviano.train.loss;

import java.util.Locale;
import java.util.Optional;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cross entropy of a softmax over classes, pixel by pixel; void pixels count nowhere. Logits that
 * are smaller than the labels are brought to their size, corners on corners, as DeepLab does in
 * training: labels are never shrunk, so that thin things are learned too (arXiv:1706.05587, section
 * 4.1).
 *
 * @param weights of the classes; empty where all count the same. With weights the mean is over the
 *     sum of the weights
 */
public record SegmentationLoss(Optional<float[]> weights) {
  /** The label of pixels that show no class. */
  public static final int VOID = 255;

  /** All classes count the same. */
  public static final SegmentationLoss PLAIN = new SegmentationLoss(Optional.empty());

  private static final long SUM = 2;

  /** Keeps the loss of pictures that are wholly void at 0. */
  private static final double LEAST_WEIGHT = 1e-12;

  /**
   * The mean over the pixels of a batch that are not void; 0 where all are.
   *
   * @param logits {@code [batch, classes, height, width]}
   * @param labels {@code [batch, height, width]} of 64-bit integers, of the same size or another
   * @return one number, in 32-bit floats whatever the logits are
   */
  public Tensor of(Tensor logits, Tensor labels) {
    requireSizes(logits, labels);
    Tensor sized = sized(logits.to(ScalarType.Float), labels.size(1), labels.size(2));
    Tensor shown = labels.ne(new Scalar((long) VOID));
    Optional<Tensor> byClass = weights.map(values -> Tensors.of(values, values.length));
    Tensor sum =
        torch.cross_entropy_loss(
            sized,
            labels,
            byClass.map(TensorOptional::new).orElseGet(TensorOptional::new),
            SUM,
            VOID,
            0);
    Tensor counted =
        byClass
            .map(values -> values.index_select(0, labels.masked_select(shown)).sum())
            .orElseGet(() -> shown.sum().to(ScalarType.Float));
    return sum.div(counted.clamp_min(new Scalar(LEAST_WEIGHT)));
  }

  private void requireSizes(Tensor logits, Tensor labels) {
    boolean fits =
        logits.dim() == 4
            && labels.dim() == 3
            && logits.size(0) == labels.size(0)
            && weights.map(values -> values.length == logits.size(1)).orElse(true);
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "logits %s for labels %s%s",
              Tensors.extents(logits),
              Tensors.extents(labels),
              weights.map(values -> " and " + values.length + " weights").orElse("")));
    }
  }

  private static Tensor sized(Tensor logits, long height, long width) {
    return logits.size(2) == height && logits.size(3) == width
        ? logits
        : torch.upsample_bilinear2d(logits, new long[] {height, width}, true);
  }
}
