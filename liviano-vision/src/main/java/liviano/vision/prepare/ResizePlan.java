package liviano.vision.prepare;

import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * What a resize computes that depends on the sizes alone, not on the picture: which source pixels
 * make which resized ones, and with what weights.
 *
 * <p>Immutable.
 */
interface ResizePlan {

  /** Memory that it holds, roughly. */
  long bytes();

  /**
   * Resizes a picture by this plan.
   *
   * @param source the part of the picture that is resized; of the size that was planned for
   */
  Resampler resampler(Picture picture, Region source);
}
