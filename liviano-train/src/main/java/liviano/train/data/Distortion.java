package liviano.train.data;

import liviano.model.Rgb;

/**
 * The operations that RandAugment draws from. Each takes a strength from 0, which hardly changes a
 * picture, to 1; those with a direction take either by lot.
 *
 * @see <a href="https://arxiv.org/abs/1909.13719">Cubuk and others: RandAugment</a>
 */
enum Distortion {
  IDENTITY,
  /** By up to 30 degrees. */
  ROTATE,
  /** Rows by up to 0.3 of their height. */
  SHEAR_X,
  /** Columns by up to 0.3 of their place. */
  SHEAR_Y,
  /** By up to 0.45 of the width. */
  TRANSLATE_X,
  /** By up to 0.45 of the height. */
  TRANSLATE_Y,
  /** Factors from 0.1 to 1.9. */
  BRIGHTNESS,
  /** Factors from 0.1 to 1.9. */
  CONTRAST,
  /** Factors from 0.1 to 1.9. */
  SATURATION,
  /** Factors from 0.1 to 1.9. */
  SHARPNESS,
  /** Down to 4 bits. */
  POSTERIZE,
  /** Down to a threshold of 0. */
  SOLARIZE,
  AUTOCONTRAST,
  EQUALIZE,
  /** A square of up to 0.4 of the shorter side. */
  CUTOUT;

  private static final Distortion[] ALL = values();
  private static final double DEGREES = 30;
  private static final double SLANT = 0.3;
  private static final double WAY = 0.45;
  private static final double FACTOR = 0.9;
  private static final double HOLE = 0.4;

  /** Any of them. */
  static Distortion any(Draws draws) {
    return ALL[draws.below(ALL.length)];
  }

  /**
   * The changed picture; the one given may be written over.
   *
   * @param strength from 0 to 1
   * @param fill the colour of what comes from outside or is cut out
   */
  Raster of(Raster raster, double strength, Draws draws, Rgb fill) {
    return switch (this) {
      case IDENTITY -> raster;
      case ROTATE -> Warp.rotation(draws.signed(DEGREES * strength)).of(raster, fill);
      case SHEAR_X -> Warp.shear(draws.signed(SLANT * strength), 0).of(raster, fill);
      case SHEAR_Y -> Warp.shear(0, draws.signed(SLANT * strength)).of(raster, fill);
      case TRANSLATE_X ->
          Warp.translation(draws.signed(WAY * strength * raster.width()), 0).of(raster, fill);
      case TRANSLATE_Y ->
          Warp.translation(0, draws.signed(WAY * strength * raster.height())).of(raster, fill);
      case SHARPNESS -> Sharpness.of(raster, factor(strength, draws));
      case BRIGHTNESS, CONTRAST, SATURATION, POSTERIZE, SOLARIZE, AUTOCONTRAST, EQUALIZE -> {
        tone(raster, strength, draws);
        yield raster;
      }
      case CUTOUT -> {
        cut(raster, strength, draws, fill);
        yield raster;
      }
    };
  }

  private void tone(Raster raster, double strength, Draws draws) {
    switch (this) {
      case BRIGHTNESS -> Tones.brightness(raster, factor(strength, draws));
      case CONTRAST -> Tones.contrast(raster, factor(strength, draws));
      case SATURATION -> Tones.saturation(raster, factor(strength, draws));
      case POSTERIZE -> Tones.posterize(raster, 8 - (int) Math.round(4 * strength));
      case SOLARIZE -> Tones.solarize(raster, (int) Math.round(256 * (1 - strength)));
      case AUTOCONTRAST -> Tones.autocontrast(raster);
      case EQUALIZE -> Tones.equalize(raster);
      default -> throw new IllegalStateException(this + " is no change of tones");
    }
  }

  private static float factor(double strength, Draws draws) {
    return (float) (1 + draws.signed(FACTOR * strength));
  }

  /** A square anywhere; its middle is in the picture. */
  private static void cut(Raster raster, double strength, Draws draws, Rgb fill) {
    int side = (int) Math.round(HOLE * strength * Math.min(raster.width(), raster.height()));
    int left = draws.below(raster.width()) - side / 2;
    int top = draws.below(raster.height()) - side / 2;
    int x = Math.max(0, left);
    int y = Math.max(0, top);
    int width = Math.min(raster.width(), left + side) - x;
    int height = Math.min(raster.height(), top + side) - y;
    if (width > 0 && height > 0) {
      raster.paste(Raster.filled(width, height, fill), x, y);
    }
  }
}
