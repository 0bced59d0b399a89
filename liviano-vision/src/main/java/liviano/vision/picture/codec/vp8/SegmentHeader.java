package liviano.vision.picture.codec.vp8;

/**
 * Up to four segments of macroblocks with step sizes and filter levels of their own (RFC 6386,
 * section 9.3).
 *
 * @param mapped whether each macroblock names its segment; else all are of the first
 * @param absolute whether the levels replace the frame's; else they are added to them
 * @param treeProbabilities of the three nodes of a segment's number
 */
record SegmentHeader(
    boolean mapped,
    boolean absolute,
    int[] quantizerLevels,
    int[] filterLevels,
    int[] treeProbabilities) {
  static final int SEGMENTS = 4;

  static SegmentHeader read(BoolDecoder bits) throws Vp8Exception {
    int[] quantizerLevels = new int[SEGMENTS];
    int[] filterLevels = new int[SEGMENTS];
    int[] probabilities = {255, 255, 255};
    if (!bits.flag()) {
      return new SegmentHeader(false, false, quantizerLevels, filterLevels, probabilities);
    }
    boolean mapped = bits.flag();
    // A frame that uses segments without giving levels keeps those of the frame before; there is
    // none, so they are zero.
    boolean absolute = true;
    if (bits.flag()) {
      absolute = bits.flag();
      for (int i = 0; i < SEGMENTS; i++) {
        quantizerLevels[i] = bits.optionalSigned(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        filterLevels[i] = bits.optionalSigned(6);
      }
    }
    for (int i = 0; mapped && i < probabilities.length; i++) {
      probabilities[i] = bits.flag() ? bits.literal(8) : 255;
    }
    return new SegmentHeader(mapped, absolute, quantizerLevels, filterLevels, probabilities);
  }

  int quantizerLevel(int segment, int ofFrame) {
    return quantizerLevels[segment] + (absolute ? 0 : ofFrame);
  }

  int filterLevel(int segment, int ofFrame) {
    return filterLevels[segment] + (absolute ? 0 : ofFrame);
  }

  /** The segment of the next macroblock. */
  int readSegment(BoolDecoder bits) throws Vp8Exception {
    if (!mapped) {
      return 0;
    }
    return bits.bool(treeProbabilities[0])
        ? 2 + bits.bit(treeProbabilities[2])
        : bits.bit(treeProbabilities[1]);
  }
}
