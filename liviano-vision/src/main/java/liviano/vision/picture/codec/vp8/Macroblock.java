package liviano.vision.picture.codec.vp8;

/** What the first partition says of the macroblock being decoded; one object serves them all. */
final class Macroblock {
  private static final BlockMode[] BLOCK_MODES = BlockMode.values();

  int segment;

  /** Has no coefficients, and no tokens in the stream either. */
  boolean skipped;

  /** Whether luma is predicted in subblocks, by {@link #subblocks}; else by {@link #luma}. */
  boolean split;

  BlockMode luma = BlockMode.MEAN;
  BlockMode chroma = BlockMode.MEAN;

  /** Ordinals of {@link SubblockMode}, row by row. */
  final byte[] subblocks = new byte[16];

  static BlockMode blockMode(int ordinal) {
    return BLOCK_MODES[ordinal];
  }
}
