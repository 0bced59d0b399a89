package liviano.train.loss;

import java.util.Optional;
import liviano.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross entropy of a softmax over classes.
 *
 * @param smoothing share of the target that is spread evenly over all classes, from 0 to below 1
 * @param weights of the classes; empty where all count the same. With weights the mean is over the
 *     sum of the weights, as PyTorch has it
 */
public record CrossEntropy(double smoothing, Optional<float[]> weights) {
  private static final long MEAN = 1;
  private static final long IGNORE_NONE = -100;

  /**
   * @throws IllegalArgumentException if the smoothing is none
   */
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be from 0 to below 1, is " + smoothing);
    }
    weights = weights.map(float[]::clone);
  }

  /** Neither smoothing nor weights. */
  public static final CrossEntropy PLAIN = new CrossEntropy(0, Optional.empty());

  /**
   * The mean over a batch.
   *
   * @param logits {@code [batch, classes]}
   * @param labels {@code [batch]} of 64-bit integers
   */
  public Tensor of(Tensor logits, Tensor labels) {
    TensorOptional byClass =
        weights
            .map(values -> new TensorOptional(Tensors.of(values, values.length)))
            .orElseGet(TensorOptional::new);
    return torch.cross_entropy_loss(logits, labels, byClass, MEAN, IGNORE_NONE, smoothing);
  }
}
