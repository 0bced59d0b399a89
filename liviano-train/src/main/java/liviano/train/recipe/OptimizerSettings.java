package liviano.train.recipe;

/** How gradients become changes of the weights. */
public sealed interface OptimizerSettings {

  /**
   * RMSProp as TensorFlow computes it: {@code ms = decay ms + (1 - decay) g^2}, which starts at 1,
   * {@code m = momentum m + rate g / sqrt(ms + epsilon)}, {@code w = w - m}. PyTorch's starts at 0,
   * adds epsilon outside the root, and applies the rate after the momentum.
   *
   * @param decay of the mean of squares
   * @param momentum 0 for none
   * @param epsilon inside the root; 1.0 in slim's training, 1e-10 by TensorFlow's default
   */
  record RmsProp(double decay, double momentum, double epsilon) implements OptimizerSettings {}

  /**
   * Gradient descent: {@code m = momentum m + g}, {@code w = w - rate m}; with Nesterov's momentum
   * {@code w = w - rate (g + momentum m)}.
   *
   * @param momentum 0 for none
   */
  record Sgd(double momentum, boolean nesterov) implements OptimizerSettings {}
}
