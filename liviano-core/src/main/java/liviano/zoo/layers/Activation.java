package liviano.zoo.layers;

/** What follows a convolution. */
public enum Activation {
  /** Nothing: a linear layer. */
  LINEAR,
  RELU,
  RELU6,
  /** {@code x}, or a tenth of it where it is negative: Darknet's. */
  LEAKY
}
