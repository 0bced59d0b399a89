package liviano.tensor;

/** How a sum of integer products is brought to the scale of a layer's result. */
public enum Rescaling {
  /** One product in single precision, rounded half to even: ONNX Runtime's way, and XNNPACK's. */
  NEAREST,
  /**
   * As TensorFlow Lite's own kernels do it: the factor as a fraction of 31 bits and a shift; the
   * product with the fraction is rounded, half away from zero, and then the shift, half up. A
   * result may differ by a step from the nearest one.
   */
  FIXED_POINT
}
