package liviano.formats.store;

import java.util.Optional;
import java.util.OptionalInt;
import liviano.model.Fit;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.ResizeRule;
import liviano.model.Rgb;

/**
 * How pictures are prepared for published weights: as a tool does, but for what is stated apart.
 *
 * @param shorterSide to which the shorter side is resized before the middle is cut out, pixels
 * @param longerSide to which the longer side is resized, with grey below or beside the picture,
 *     pixels
 * @param resize how a picture is resampled
 * @param pixels what pixels of 0 to 255 become
 */
public record Preparation(
    Preset preset,
    OptionalInt shorterSide,
    OptionalInt longerSide,
    Optional<ResizeRule> resize,
    Optional<Normalization> pixels) {

  /** At most one side may be stated. */
  public Preparation {
    if (shorterSide.isPresent() && longerSide.isPresent()) {
      throw new IllegalArgumentException("states the shorter side and the longer one");
    }
  }

  /** The preparation for a square input. */
  public Preprocessing preprocessing(int resolution) {
    Preprocessing plain = preset.preprocessing(resolution, resolution);
    if (shorterSide.isPresent()) {
      plain = plain.withFit(new Fit.ResizeAndCrop(shorterSide.getAsInt()));
    }
    if (longerSide.isPresent()) {
      Rgb grey = plain.normalization().mean();
      plain = plain.withFit(new Fit.ResizeAndPad(longerSide.getAsInt(), grey));
    }
    plain = resize.map(plain::withResize).orElse(plain);
    return pixels.map(plain::withNormalization).orElse(plain);
  }
}
