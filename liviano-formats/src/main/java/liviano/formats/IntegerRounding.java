package liviano.formats;

/**
 * Whose integers a quantized network of TensorFlow Lite gives. Its files say what is computed and
 * leave the rounding to the kernels: where two of them differ, it is by a step of 8 bits, of which
 * the layers after it make more.
 */
public enum IntegerRounding {
  /**
   * Those of TensorFlow Lite as it is used: XNNPACK takes what it has kernels for, and rounds sums
   * of products and means to the nearest by one product in single precision. What it does not take
   * is as in {@link #TFLITE}.
   */
  XNNPACK,
  /** Those of TensorFlow Lite's own kernels, in fixed point: without a delegate, and on devices. */
  TFLITE
}
