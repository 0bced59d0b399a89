package liviano.train.optimize;

import java.util.List;
import java.util.SequencedMap;
import liviano.train.recipe.OptimizerSettings;
import org.bytedeco.pytorch.Tensor;

/** Changes parameters by their gradients. For one thread. */
public interface Optimizer extends AutoCloseable {

  /** An optimizer that has taken no step. */
  static Optimizer of(OptimizerSettings settings, List<TrainedParameter> parameters) {
    return switch (settings) {
      case OptimizerSettings.RmsProp rmsProp -> new RmsProp(rmsProp, parameters);
      case OptimizerSettings.Sgd sgd -> new Sgd(sgd, parameters);
    };
  }

  /** Forgets the gradients of the step before. */
  void zeroGradients();

  /**
   * Takes a step; parameters without a gradient stay as they are.
   *
   * @param rate of learning, before each parameter's factor
   */
  void step(double rate);

  /**
   * What must be kept to go on bit for bit, by names: the tensors themselves, into which numbers
   * may be copied.
   */
  SequencedMap<String, Tensor> state();

  @Override
  void close();
}
