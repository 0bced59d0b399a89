package liviano.zoo;

/** What follows a convolution. */
enum Activation {
  /** Nothing: a linear layer. */
  LINEAR,
  RELU,
  RELU6
}
