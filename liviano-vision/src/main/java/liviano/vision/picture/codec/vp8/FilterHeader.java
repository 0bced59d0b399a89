package liviano.vision.picture.codec.vp8;

/**
 * How the loop filter is set for the frame (RFC 6386, section 9.6).
 *
 * @param simple the filter of luma alone, with one threshold
 * @param level 0 to 63; at 0 nothing is filtered, whatever the segments say
 * @param intraDelta added to the level of every macroblock of a key frame
 * @param subblockDelta added to that of macroblocks predicted in subblocks
 */
record FilterHeader(boolean simple, int level, int sharpness, int intraDelta, int subblockDelta) {

  static FilterHeader read(BoolDecoder bits) throws Vp8Exception {
    boolean simple = bits.flag();
    int level = bits.literal(6);
    int sharpness = bits.literal(3);
    // Four deltas by reference frame, four by mode; key frames know the first of each.
    int[] deltas = new int[8];
    boolean used = bits.flag();
    if (used && bits.flag()) {
      for (int i = 0; i < deltas.length; i++) {
        deltas[i] = bits.optionalSigned(6);
      }
    }
    return new FilterHeader(simple, level, sharpness, deltas[0], deltas[4]);
  }

  /** The strength for macroblocks of a segment, given that segment's level. */
  FilterStrength strength(int segmentLevel, boolean subblocks) {
    int delta = intraDelta + (subblocks ? subblockDelta : 0);
    int limit = level == 0 ? 0 : Math.clamp(segmentLevel + delta, 0, 63);
    int interior = limit;
    if (sharpness > 0) {
      interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
    }
    int highVariance = limit >= 40 ? 2 : limit >= 15 ? 1 : 0;
    return new FilterStrength(limit, Math.max(1, interior), highVariance);
  }
}
