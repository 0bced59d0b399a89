package liviano.train.optimize;

import java.util.List;
import java.util.SequencedMap;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** RMSProp as TensorFlow has it; see {@link OptimizerSettings.RmsProp}. */
final class RmsProp implements Optimizer {
  private final OptimizerSettings.RmsProp settings;
  private final Slots slots;
  private final List<Tensor> squares;
  private final List<Tensor> momenta;

  RmsProp(OptimizerSettings.RmsProp settings, List<TrainedParameter> parameters) {
    this.settings = settings;
    this.slots = new Slots(parameters);
    this.squares = slots.add("mean_square", 1);
    this.momenta = slots.add("momentum", 0);
  }

  @Override
  public void zeroGradients() {
    slots.zeroGradients();
  }

  @Override
  public void step(double rate) {
    for (int i = 0; i < squares.size(); i++) {
      try (NoGrad _ = NoGrad.open();
          TorchScope _ = TorchScope.open()) {
        step(slots.parameters().get(i), squares.get(i), momenta.get(i), rate);
      }
    }
  }

  private void step(TrainedParameter parameter, Tensor square, Tensor momentum, double rate) {
    Tensor weights = parameter.tensor();
    Tensor gradient = weights.grad();
    if (!gradient.defined()) {
      return;
    }
    if (parameter.weightDecay() > 0) {
      gradient = gradient.add(weights, new Scalar(parameter.weightDecay()));
    }
    square
        .mul_(new Scalar(settings.decay()))
        .addcmul_(gradient, gradient, new Scalar(1 - settings.decay()));
    Tensor root = square.add(new Scalar(settings.epsilon())).sqrt_();
    momentum
        .mul_(new Scalar(settings.momentum()))
        .addcdiv_(gradient, root, new Scalar(rate * parameter.rateFactor()));
    weights.sub_(momentum);
  }

  @Override
  public SequencedMap<String, Tensor> state() {
    return slots.state();
  }

  @Override
  public void close() {
    slots.close();
  }
}
