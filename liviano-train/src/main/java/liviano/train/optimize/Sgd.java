package liviano.train.optimize;

import java.util.List;
import java.util.SequencedMap;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.NoGrad;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Gradient descent with momentum; see {@link OptimizerSettings.Sgd}. */
final class Sgd implements Optimizer {
  private final OptimizerSettings.Sgd settings;
  private final Slots slots;
  private final List<Tensor> momenta;

  Sgd(OptimizerSettings.Sgd settings, List<TrainedParameter> parameters) {
    this.settings = settings;
    this.slots = new Slots(parameters);
    this.momenta = slots.add("momentum", 0);
  }

  @Override
  public void zeroGradients() {
    slots.zeroGradients();
  }

  @Override
  public void step(double rate) {
    for (int i = 0; i < momenta.size(); i++) {
      try (NoGrad _ = NoGrad.open();
          TorchScope _ = TorchScope.open()) {
        step(slots.parameters().get(i), momenta.get(i), rate);
      }
    }
  }

  private void step(TrainedParameter parameter, Tensor momentum, double rate) {
    Tensor weights = parameter.tensor();
    Tensor gradient = weights.grad();
    if (!gradient.defined()) {
      return;
    }
    if (parameter.weightDecay() > 0) {
      gradient = gradient.add(weights, new Scalar(parameter.weightDecay()));
    }
    momentum.mul_(new Scalar(settings.momentum())).add_(gradient);
    Tensor change =
        settings.nesterov() ? gradient.add(momentum, new Scalar(settings.momentum())) : momentum;
    weights.sub_(change, new Scalar(rate * parameter.rateFactor()));
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
