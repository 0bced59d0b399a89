package liviano.train.optimize;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Running averages of weights: {@code average = d average + (1 - d) weight} after each step, with
 * {@code d = min(decay, (1 + step) / (10 + step))}. The ramp is that of TensorFlow's training:
 * without it the first weights would be most of the average for thousands of steps.
 */
public final class Ema implements AutoCloseable {
  private final SequencedMap<String, Tensor> weights;
  private final SequencedMap<String, Tensor> averages = new LinkedHashMap<>();
  private final double decay;

  /**
   * Averages that start at the weights.
   *
   * @param decay the most of the old average that stays, from 0 to 1
   */
  public Ema(SequencedMap<String, Tensor> weights, double decay) {
    this.weights = new LinkedHashMap<>(weights);
    this.decay = decay;
    try (NoGrad _ = NoGrad.open();
        TorchScope scope = TorchScope.open()) {
      weights.forEach((name, tensor) -> averages.put(name, scope.keep(tensor.detach().clone())));
    }
  }

  /**
   * After a step.
   *
   * @param step its number, counted from 1
   */
  public void update(long step) {
    try (NoGrad _ = NoGrad.open();
        TorchScope _ = TorchScope.open()) {
      double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
      Scalar share = new Scalar(1 - kept);
      averages.forEach((name, average) -> average.lerp_(weights.get(name), share));
    }
  }

  /** The averages by the weights' names: the tensors themselves. */
  public SequencedMap<String, Tensor> averages() {
    return averages;
  }

  @Override
  public void close() {
    averages.values().forEach(Tensor::close);
  }
}
