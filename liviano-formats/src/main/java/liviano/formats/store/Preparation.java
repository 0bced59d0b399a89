package liviano.formats.store;

import java.util.Optional;
import java.util.OptionalInt;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.ResizeRule;

/**
 * How pictures are prepared for published weights: as a tool does, but for what is stated apart.
 *
 * @param shorterSide to which the shorter side is resized before the middle is cut out, pixels
 * @param resize how a picture is resampled
 */
public record Preparation(Preset preset, OptionalInt shorterSide, Optional<ResizeRule> resize) {
  /** As a tool does. */
  public static Preparation of(Preset preset) {
    return new Preparation(preset, OptionalInt.empty(), Optional.empty());
  }

  /** The preparation for a square input. */
  public Preprocessing preprocessing(int resolution) {
    Preprocessing plain = preset.preprocessing(resolution, resolution);
    if (shorterSide.isPresent()) {
      plain = plain.withFit(new Fit.ResizeAndCrop(shorterSide.getAsInt()));
    }
    return resize.map(plain::withResize).orElse(plain);
  }
}
