package liviano.graph;

/** Which input position an output position of a bilinear resize looks at. */
public enum Sampling {
  /** {@code (out + 0.5) * in / out - 0.5}: pixels are areas. */
  HALF_PIXEL,
  /** {@code out * (in - 1) / (out - 1)}: corners fall on corners. */
  ALIGN_CORNERS,
  /** {@code out * in / out}: TensorFlow's rule before half-pixel centres. */
  LEGACY
}
