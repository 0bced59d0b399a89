package liviano.model;

/**
 * How a picture is resampled. The rules differ by up to tens of grey levels on the same picture, so
 * a model must be given the one it was trained or evaluated with.
 */
public enum ResizeRule {
  /**
   * TensorFlow 2: two taps an axis at {@code src = (dst + 0.5) * scale - 0.5}, with scale = source
   * size / target size, in float32. No antialiasing: shrinking skips pixels. Values stay
   * fractional.
   */
  TENSORFLOW_BILINEAR,

  /** TensorFlow 1 and early TFLite: as above at {@code src = dst * scale}, half a pixel off. */
  TENSORFLOW_LEGACY_BILINEAR,

  /**
   * TensorFlow with aligned corners: as above with scale = (source size - 1) / (target size - 1),
   * so that the first pixels lie on each other, and the last ones.
   */
  TENSORFLOW_ALIGNED_BILINEAR,

  /**
   * Pillow's BILINEAR, hence torchvision's: a triangle as wide as the shrinking factor; columns,
   * then rows, each rounded to 8 bits.
   */
  ANTIALIASED_BILINEAR,

  /** Pillow's BICUBIC: as above with Keys' cubic, a = -0.5, two source pixels to either side. */
  ANTIALIASED_BICUBIC
}
