package liviano.vision.picture.codec.vp8;

/**
 * The thresholds of the loop filter for one macroblock (RFC 6386, section 15).
 *
 * @param level 0 to 63; 0 leaves the macroblock alone
 * @param interior the largest step between neighbours on one side of an edge that is filtered
 * @param highVariance the largest step beside an edge that counts as smooth
 */
record FilterStrength(int level, int interior, int highVariance) {

  /** The largest step across an edge between subblocks that is filtered. */
  int subblockLimit() {
    return 2 * (2 * level + interior) + 1;
  }

  /** The same between macroblocks. */
  int macroblockLimit() {
    return 2 * (2 * (level + 2) + interior) + 1;
  }
}
