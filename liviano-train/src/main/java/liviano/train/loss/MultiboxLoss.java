package liviano.train.loss;

import java.util.Locale;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What an SSD learns by (arXiv:1512.02325, section 2.2): how wrong the classes are, and for anchors
 * that have an object how far the boxes are off (smooth L1). Of the anchors without one only those
 * count that are taken most for something else, so that they do not drown the others. The sum over
 * a batch is divided by the number of its anchors that have an object, or by 1.
 *
 * @param scores what the logits become
 * @param negatives anchors without an object that count, for each that has one
 * @param leastNegatives anchors without an object that count in a picture at least; as many as
 *     there are
 * @param boxWeight how much boxes count against classes
 */
public record MultiboxLoss(
    SsdScores scores, double negatives, int leastNegatives, double boxWeight) {
  private static final long NO_REDUCTION = 0;
  private static final long SUM = 2;
  private static final long IGNORE_NONE = -100;

  /** Where smooth L1 becomes a line. */
  private static final double BETA = 1;

  /**
   * @throws IllegalArgumentException if a number is negative or not finite
   */
  public MultiboxLoss {
    if (!(negatives >= 0 && Double.isFinite(negatives) && leastNegatives >= 0)
        || !(boxWeight >= 0 && Double.isFinite(boxWeight))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s negatives, at least %d, boxes by %s: give numbers from 0",
              negatives,
              leastNegatives,
              boxWeight));
    }
  }

  /** Three to one, at least three: the paper's and TensorFlow's. */
  public static MultiboxLoss of(SsdScores scores) {
    return new MultiboxLoss(scores, 3, 3, 1);
  }

  /**
   * The loss of a batch.
   *
   * @param boxes {@code [batch, anchors, 4]}
   * @param logits {@code [batch, anchors, classes + 1]}, the background first
   * @param targets of the same pictures and anchors
   * @return one number, in 32-bit floats whatever the outputs are
   */
  public Tensor of(Tensor boxes, Tensor logits, SsdTargets targets) {
    requireSizes(boxes, logits, targets);
    long[] matched = targets.matched();
    Tensor sum = classes(logits.to(ScalarType.Float), targets);
    if (boxWeight > 0) {
      Tensor positions = Tensors.of(matched, matched.length);
      Tensor off = boxes(boxes.to(ScalarType.Float), positions, targets);
      sum = sum.add(off.mul(new Scalar(boxWeight)));
    }
    return sum.div(new Scalar((double) Math.max(1, matched.length)));
  }

  private static void requireSizes(Tensor boxes, Tensor logits, SsdTargets targets) {
    boolean fits = boxes.dim() == 3 && logits.dim() == 3 && boxes.size(2) == BoxCode.NUMBERS;
    for (Tensor tensor : new Tensor[] {boxes, logits}) {
      fits = fits && tensor.size(0) == targets.pictures() && tensor.size(1) == targets.anchors();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "boxes %s and logits %s for %d pictures of %d anchors",
              Tensors.extents(boxes),
              Tensors.extents(logits),
              targets.pictures(),
              targets.anchors()));
    }
  }

  private static Tensor boxes(Tensor boxes, Tensor matched, SsdTargets targets) {
    long all = targets.classes().length;
    Tensor right = Tensors.of(targets.codes(), all, BoxCode.NUMBERS).index_select(0, matched);
    Tensor given = boxes.reshape(all, BoxCode.NUMBERS).index_select(0, matched);
    return torch.smooth_l1_loss(given, right, SUM, BETA);
  }

  private Tensor classes(Tensor logits, SsdTargets targets) {
    Tensor right = Tensors.of(targets.classes(), targets.pictures(), targets.anchors());
    Tensor wrong = wrong(logits, right.clamp_min(new Scalar(0L)));
    Tensor counted = right.gt(new Scalar((long) SsdMatching.BACKGROUND));
    counted = counted.logical_or(hardest(wrong.detach(), right, targets));
    // Chosen, not multiplied: 0 times infinity is no number.
    return torch.where(counted, wrong, new Scalar(0.0)).sum();
  }

  /** How wrong each anchor's classes are, {@code [batch, anchors]}. */
  private Tensor wrong(Tensor logits, Tensor right) {
    long batch = logits.size(0);
    long anchors = logits.size(1);
    long classes = logits.size(2);
    return switch (scores) {
      case SIGMOID -> {
        Tensor one = torch.one_hot(right, classes).to(ScalarType.Float);
        yield torch
            .binary_cross_entropy_with_logits(
                logits, one, new TensorOptional(), new TensorOptional(), NO_REDUCTION)
            .sum(2);
      }
      case SOFTMAX ->
          torch
              .cross_entropy_loss(
                  logits.reshape(-1, classes),
                  right.reshape(-1),
                  new TensorOptional(),
                  NO_REDUCTION,
                  IGNORE_NONE,
                  0)
              .reshape(batch, anchors);
    };
  }

  /**
   * The anchors without an object that are most wrong, as many as count in each picture; of equally
   * wrong ones the first.
   */
  private Tensor hardest(Tensor wrong, Tensor right, SsdTargets targets) {
    Tensor background = right.eq(new Scalar((long) SsdMatching.BACKGROUND));
    Tensor candidates =
        wrong.masked_fill(background.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
    Tensor order = torch.argsort(candidates, true, 1, true);
    Tensor rank = torch.argsort(order, true, 1, false);
    long[] most = new long[targets.pictures()];
    for (int picture = 0; picture < most.length; picture++) {
      most[picture] =
          (long) Math.max(leastNegatives, Math.floor(negatives * targets.matched(picture)));
    }
    return rank.lt(Tensors.of(most, most.length, 1)).logical_and(background);
  }
}
