package liviano.vision.prepare;

/**
 * Resized rows of one picture, one after the other from the top.
 *
 * <p>Confined to one thread: it owns row buffers.
 */
interface Resampler {

  /**
   * Computes a row.
   *
   * @param y counted from the first row that is seen; not below that of the call before
   * @param into receives {@code columns.count} values of red, of green and of blue, each in an
   *     array of its own, in the units of 8-bit pixels
   */
  void row(int y, float[][] into);
}
