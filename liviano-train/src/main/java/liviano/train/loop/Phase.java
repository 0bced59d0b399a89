package liviano.train.loop;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import liviano.train.network.Mode;
import liviano.train.network.TorchNetwork;
import liviano.train.optimize.TrainedParameter;
import liviano.train.recipe.OptimizerSettings;

/**
 * A number of epochs with the same rules: fine-tuning has two, the head alone and then all. Each
 * begins with an optimizer of its own.
 *
 * @param name in words, such as {@code head}
 * @param epochs at least 1
 * @param rate the learning rate at a time within the phase, in epochs
 * @param mode how batch norm acts
 * @param trained which parameters are trained, and how; the others stay as they are
 */
public record Phase(
    String name,
    int epochs,
    OptimizerSettings optimizer,
    DoubleUnaryOperator rate,
    Mode mode,
    Function<TorchNetwork, List<TrainedParameter>> trained) {
  public Phase {
    if (epochs < 1) {
      throw new IllegalArgumentException("a phase of " + epochs + " epochs");
    }
  }
}
