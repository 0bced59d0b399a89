package liviano.vision.picture.codec.vp8;

/**
 * How a subblock of 4x4 luma samples is predicted (RFC 6386, sections 11.2 and 12.3), in the RFC's
 * order, with which the probabilities are indexed.
 */
enum SubblockMode {
  MEAN,
  TRUE_MOTION,
  VERTICAL,
  HORIZONTAL,
  DOWN_LEFT,
  DOWN_RIGHT,
  VERTICAL_RIGHT,
  VERTICAL_LEFT,
  HORIZONTAL_DOWN,
  HORIZONTAL_UP
}
