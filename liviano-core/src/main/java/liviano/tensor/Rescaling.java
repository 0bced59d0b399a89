package liviano.tensor;

/**
 * How a sum of integers, or of their products, becomes the integer that stands for a layer's
 * result. The integers <i>as they lie</i> are those in memory; else they count from the zero point.
 */
public enum Rescaling {
  /** One product in single precision, rounded half to even: ONNX Runtime's way, and XNNPACK's. */
  NEAREST,
  /**
   * The nearest integer as it lies; halves go away from zero. TensorFlow Lite does so where the
   * result has the scale and the zero point of what is read: in average pools and, for signed
   * bytes, in bilinear resizing.
   */
  NEAREST_AS_THEY_LIE,
  /**
   * As TensorFlow Lite's own kernels do it: the factor as a fraction of 31 bits and a shift; the
   * product with the fraction is rounded, half away from zero, and then the shift: half up in
   * matrix products of signed bytes, half away from zero elsewhere. A result may differ by a step
   * from the nearest one. A mean whose result has the quantization of what it reads is the quotient
   * of the integers as they lie, toward zero.
   */
  FIXED_POINT,
  /**
   * The same of the sum of the integers as they lie. From the product, what the zero point
   * contributes is subtracted, rounded by itself: TensorFlow Lite's mean over rows and columns of
   * maps that stay maps.
   */
  FIXED_POINT_AS_THEY_LIE,
  /**
   * The sum of two tensors as XNNPACK forms it: their scales over the result's as whole numbers of
   * up to 21 bits, the sum of products shifted right, halves up. Everything else as {@link
   * #NEAREST}.
   */
  SHIFTED
}
