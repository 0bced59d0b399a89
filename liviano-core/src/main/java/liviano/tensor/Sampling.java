package liviano.tensor;

/** Which input position an output position of a resize looks at, along one axis. */
public enum Sampling {
  /** {@code (out + 0.5) * in / out - 0.5}: pixels are areas. */
  HALF_PIXEL,
  /** {@code out * (in - 1) / (out - 1)}: first falls on first, last on last. */
  ALIGN_CORNERS,
  /** {@code out * in / out}: TensorFlow's rule before half-pixel centres. */
  LEGACY,
  /** {@link #HALF_PIXEL}, but an output of one position looks at the first: a mode of ONNX. */
  PYTORCH_HALF_PIXEL;

  /**
   * The input position, in pixels and fractions of one; it may lie outside {@code [0, in - 1]}, and
   * is then held at the border.
   *
   * @param position on the output, from 0
   * @param in extent of the input
   * @param out extent of the output
   */
  public float source(int position, int in, int out) {
    return switch (this) {
      case HALF_PIXEL -> (position + 0.5f) * ((float) in / out) - 0.5f;
      case ALIGN_CORNERS -> out == 1 ? 0 : position * ((float) (in - 1) / (out - 1));
      case LEGACY -> position * ((float) in / out);
      case PYTORCH_HALF_PIXEL -> out == 1 ? 0 : HALF_PIXEL.source(position, in, out);
    };
  }
}
