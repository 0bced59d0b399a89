package liviano.train.tasks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.train.loop.BatchStream;
import liviano.train.loop.TrainTask;
import liviano.train.network.Mode;
import liviano.train.optimize.Optimizer;
import liviano.train.optimize.TrainedParameter;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;

/** Plain steps of training, without the loop. */
final class Steps {
  private Steps() {}

  /**
   * Trains all parameters by SGD.
   *
   * @return the loss of each step
   */
  static <B> List<Float> take(TrainTask<B> task, int count, double rate, Mode mode)
      throws IOException {
    Torch.threads(1); // sums in one order, whatever ran before
    Torch.seed(1);
    List<TrainedParameter> parameters = new ArrayList<>();
    task.network()
        .parameters()
        .forEach((name, tensor) -> parameters.add(new TrainedParameter(name, tensor, 1, 0)));
    List<Float> losses = new ArrayList<>();
    try (Optimizer optimizer = Optimizer.of(new OptimizerSettings.Sgd(0.9, true), parameters)) {
      for (long epoch = 0; losses.size() < count; epoch++) {
        try (BatchStream<B> batches = task.epoch(epoch, 0)) {
          for (Optional<B> batch = batches.next();
              batch.isPresent() && losses.size() < count;
              batch = batches.next()) {
            try (TorchScope _ = TorchScope.open()) {
              optimizer.zeroGradients();
              Tensor loss = task.loss(batch.get(), mode);
              loss.backward();
              optimizer.step(rate);
              losses.add(Tensors.number(loss));
            }
          }
        }
      }
    }
    return losses;
  }
}
