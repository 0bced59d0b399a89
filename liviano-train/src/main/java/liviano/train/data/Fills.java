package liviano.train.data;

import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.Rgb;

/** The colour of what is no picture in an input. */
final class Fills {
  private Fills() {}

  /** That of the card's own padding, or the mean that it subtracts, which the network sees as 0. */
  static Rgb of(Preprocessing rules) {
    return switch (rules.fit()) {
      case Fit.Pad(Rgb colour) -> colour;
      case Fit.ResizeAndPad(int _, Rgb colour) -> colour;
      case Fit.Squash _, Fit.CentralCrop _, Fit.ResizeAndCrop _ -> rules.normalization().mean();
    };
  }
}
