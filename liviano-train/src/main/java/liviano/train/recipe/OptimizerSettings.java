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
  record RmsProp(double decay, double momentum, double epsilon) implements OptimizerSettings {
    /**
     * @throws IllegalArgumentException if a number is beyond its range
     */
    public RmsProp {
      requireShare("decay", decay);
      requireShare("momentum", momentum);
      if (!(epsilon > 0 && epsilon <= 1000)) {
        throw new IllegalArgumentException("epsilon must be above 0, is " + epsilon);
      }
    }
  }

  /**
   * Gradient descent: {@code m = momentum m + g}, {@code w = w - rate m}; with Nesterov's momentum
   * {@code w = w - rate (g + momentum m)}.
   *
   * @param momentum 0 for none
   */
  record Sgd(double momentum, boolean nesterov) implements OptimizerSettings {
    /**
     * @throws IllegalArgumentException if the momentum is beyond its range
     */
    public Sgd {
      requireShare("momentum", momentum);
    }
  }

  private static void requireShare(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must be from 0 to below 1, is " + value);
    }
  }
}
