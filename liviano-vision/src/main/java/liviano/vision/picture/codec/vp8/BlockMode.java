package liviano.vision.picture.codec.vp8;

/**
 * How a whole block of luma or chroma is predicted (RFC 6386, sections 11.2 and 12.2), in the order
 * of the subblock modes that have the same effect.
 */
enum BlockMode {
  /** The mean of the samples above and at the left. */
  MEAN,
  /** Left plus above minus corner. */
  TRUE_MOTION,
  /** The row above, repeated. */
  VERTICAL,
  /** The column at the left, repeated. */
  HORIZONTAL
}
