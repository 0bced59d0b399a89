package liviano.zoo.layers;

import liviano.graph.Padding;

/** Whose habits a network follows where the paper leaves them open. */
public enum Convention {
  /** {@code SAME} padding, the odd position at the bottom and right; batch norm's epsilon 1e-3. */
  TENSORFLOW(1e-3f),
  /** The same padding on all sides; batch norm's epsilon 1e-5. */
  PYTORCH(1e-5f);

  private final float epsilon;

  Convention(float epsilon) {
    this.epsilon = epsilon;
  }

  /** What batch norm adds to a variance. */
  public float epsilon() {
    return epsilon;
  }

  /** Padding that keeps a map's size at stride 1. */
  public Padding padding(int kernel, int dilation) {
    return switch (this) {
      case TENSORFLOW -> Padding.SAME;
      case PYTORCH -> Padding.all((kernel - 1) / 2 * dilation);
    };
  }
}
