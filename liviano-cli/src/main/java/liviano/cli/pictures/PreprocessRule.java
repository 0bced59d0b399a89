package liviano.cli.pictures;

import liviano.cli.output.Words;
import liviano.model.Fit;
import liviano.model.Preprocessing;

/** How a picture comes to fill the network's input; all else stays as the model's card has it. */
public enum PreprocessRule {
  CARD,
  SQUASH,
  CENTER_CROP;

  /** The middle 87.5 % of each side, as TensorFlow evaluates. */
  private static final double CENTRAL_FRACTION = 0.875;

  Preprocessing applyTo(Preprocessing card) {
    return switch (this) {
      case CARD -> card;
      case SQUASH -> card.withFit(new Fit.Squash());
      case CENTER_CROP -> card.withFit(new Fit.CentralCrop(CENTRAL_FRACTION));
    };
  }

  /** As the option's value is written. */
  @Override
  public String toString() {
    return Words.lower(this);
  }
}
