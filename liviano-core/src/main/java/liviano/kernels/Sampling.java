package liviano.kernels;

/** Which input position an output position of a bilinear resize looks at, along one axis. */
public enum Sampling {
  /** {@code (out + 0.5) * in / out - 0.5}: pixels are areas. */
  HALF_PIXEL {
    @Override
    public float source(int position, int in, int out) {
      return (position + 0.5f) * ((float) in / out) - 0.5f;
    }
  },
  /** {@code out * (in - 1) / (out - 1)}: first falls on first, last on last. */
  ALIGN_CORNERS {
    @Override
    public float source(int position, int in, int out) {
      return out == 1 ? 0 : position * ((float) (in - 1) / (out - 1));
    }
  },
  /** {@code out * in / out}: TensorFlow's rule before half-pixel centres. */
  LEGACY {
    @Override
    public float source(int position, int in, int out) {
      return position * ((float) in / out);
    }
  };

  /**
   * The input position, in pixels and fractions of one; it may lie outside {@code [0, in - 1]}, and
   * is then held at the border.
   */
  public abstract float source(int position, int in, int out);
}
