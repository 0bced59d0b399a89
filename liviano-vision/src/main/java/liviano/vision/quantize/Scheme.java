package liviano.vision.quantize;

/** How many scales the weights of a layer have. */
public enum Scheme {
  /** One for each output channel. */
  PER_CHANNEL,
  /** One for the layer: MobileNetV2 collapses so, unless it is equalized. */
  PER_TENSOR
}
