package liviano.train.tasks;

import java.util.Optional;
import liviano.train.data.ColourJitter;
import liviano.train.data.CropRange;
import liviano.train.data.PictureAugmentation;
import liviano.train.data.RandomDistortions;
import liviano.train.recipe.Augmenting;

/** What the words of a recipe mean for pictures. */
final class Augmentations {
  private static final CropRange LIGHT_CROP = new CropRange(0.5, 1, 3.0 / 4, 4.0 / 3);
  private static final ColourJitter COLOURS = new ColourJitter(0.4, 0.4, 0.4, 0.05);
  private static final RandomDistortions DISTORTIONS = new RandomDistortions(2, 3);

  private Augmentations() {}

  /**
   * For classifiers.
   *
   * @param flip whether pictures may be mirrored
   */
  static PictureAugmentation pictures(Augmenting augmenting, boolean flip) {
    PictureAugmentation augmentation =
        switch (augmenting) {
          case NONE -> PictureAugmentation.NONE;
          case LIGHT ->
              new PictureAugmentation(
                  Optional.of(LIGHT_CROP), true, ColourJitter.NONE, RandomDistortions.NONE);
          case INCEPTION -> PictureAugmentation.INCEPTION;
          case STRONG ->
              PictureAugmentation.INCEPTION.withColour(COLOURS).withDistortions(DISTORTIONS);
        };
    return flip ? augmentation : augmentation.withFlip(false);
  }
}
