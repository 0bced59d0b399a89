package liviano.train.optimize;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Running averages of weights: {@code average = decay average + (1 - decay) weight} after each
 * step.
 */
public final class Ema implements AutoCloseable {
  private final SequencedMap<String, Tensor> weights;
  private final SequencedMap<String, Tensor> averages = new LinkedHashMap<>();
  private final double decay;

  /**
   * Averages that start at the weights.
   *
   * @param decay share of the old average that stays, from 0 to 1
   */
  public Ema(SequencedMap<String, Tensor> weights, double decay) {
    this.weights = new LinkedHashMap<>(weights);
    this.decay = decay;
    try (NoGrad _ = NoGrad.open();
        TorchScope scope = TorchScope.open()) {
      weights.forEach((name, tensor) -> averages.put(name, scope.keep(tensor.detach().clone())));
    }
  }

  /** After a step. */
  public void update() {
    try (NoGrad _ = NoGrad.open();
        TorchScope _ = TorchScope.open()) {
      Scalar share = new Scalar(1 - decay);
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
