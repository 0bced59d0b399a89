package liviano.train.data;

import java.util.Optional;

/**
 * How pictures are changed at random before a classifier learns from them.
 *
 * @param crop which region is seen; without, the picture is fitted as the model's card says
 * @param flip whether half of the pictures are mirrored; not where left and right differ, as in
 *     digits and signs
 * @param colour by how much colours change
 * @param distortions RandAugment's operations
 */
public record PictureAugmentation(
    Optional<CropRange> crop, boolean flip, ColourJitter colour, RandomDistortions distortions) {
  /** Pictures as in use. */
  public static final PictureAugmentation NONE =
      new PictureAugmentation(Optional.empty(), false, ColourJitter.NONE, RandomDistortions.NONE);

  /** Inception's crop, and mirrored pictures. */
  public static final PictureAugmentation INCEPTION =
      new PictureAugmentation(
          Optional.of(CropRange.INCEPTION), true, ColourJitter.NONE, RandomDistortions.NONE);

  /** The same with other crops. */
  public PictureAugmentation withCrop(CropRange range) {
    return new PictureAugmentation(Optional.of(range), flip, colour, distortions);
  }

  /** The same with mirrored pictures or without. */
  public PictureAugmentation withFlip(boolean mirrored) {
    return new PictureAugmentation(crop, mirrored, colour, distortions);
  }

  /** The same with other changes of colours. */
  public PictureAugmentation withColour(ColourJitter jitter) {
    return new PictureAugmentation(crop, flip, jitter, distortions);
  }

  /** The same with other distortions. */
  public PictureAugmentation withDistortions(RandomDistortions operations) {
    return new PictureAugmentation(crop, flip, colour, operations);
  }

  /** Whether samples are changed, not only where they lie. */
  boolean changesSamples() {
    return !colour.isNone() || distortions.operations() > 0;
  }
}
