package liviano.train.data;

import liviano.model.Rgb;

/**
 * The operations that RandAugment draws from. Each takes a strength from 0, which hardly changes a
 * picture, to 1; those with a direction take either by lot.
 *
 * @see <a href="https://arxiv.org/abs/1909.13719">Cubuk and others: RandAugment</a>
 */
enum Distortion {
  IDENTITY((raster, _, _, _) -> raster),

  /** By up to 30 degrees. */
  ROTATE(
      (raster, strength, draws, fill) ->
          Warp.rotation(draws.signed(30 * strength)).of(raster, fill)),

  /** Rows by up to 0.3 of their height. */
  SHEAR_X(
      (raster, strength, draws, fill) ->
          Warp.shear(draws.signed(0.3 * strength), 0).of(raster, fill)),

  /** Columns by up to 0.3 of their place. */
  SHEAR_Y(
      (raster, strength, draws, fill) ->
          Warp.shear(0, draws.signed(0.3 * strength)).of(raster, fill)),

  /** By up to 0.45 of the width. */
  TRANSLATE_X(
      (raster, strength, draws, fill) ->
          Warp.translation(draws.signed(0.45 * strength * raster.width()), 0).of(raster, fill)),

  /** By up to 0.45 of the height. */
  TRANSLATE_Y(
      (raster, strength, draws, fill) ->
          Warp.translation(0, draws.signed(0.45 * strength * raster.height())).of(raster, fill)),

  /** Factors from 0.1 to 1.9. */
  BRIGHTNESS(
      (raster, strength, draws, _) -> {
        Tones.brightness(raster, factor(strength, draws));
        return raster;
      }),

  /** Factors from 0.1 to 1.9. */
  CONTRAST(
      (raster, strength, draws, _) -> {
        Tones.contrast(raster, factor(strength, draws));
        return raster;
      }),

  /** Factors from 0.1 to 1.9. */
  SATURATION(
      (raster, strength, draws, _) -> {
        Tones.saturation(raster, factor(strength, draws));
        return raster;
      }),

  /** Factors from 0.1 to 1.9. */
  SHARPNESS((raster, strength, draws, _) -> Sharpness.of(raster, factor(strength, draws))),

  /** Down to 4 bits. */
  POSTERIZE(
      (raster, strength, _, _) -> {
        Tones.posterize(raster, 8 - (int) Math.round(4 * strength));
        return raster;
      }),

  /** Down to a threshold of 0. */
  SOLARIZE(
      (raster, strength, _, _) -> {
        Tones.solarize(raster, (int) Math.round(256 * (1 - strength)));
        return raster;
      }),

  AUTOCONTRAST(
      (raster, _, _, _) -> {
        Tones.autocontrast(raster);
        return raster;
      }),

  EQUALIZE(
      (raster, _, _, _) -> {
        Tones.equalize(raster);
        return raster;
      }),

  /** A square of up to 0.4 of the shorter side. */
  CUTOUT(
      (raster, strength, draws, fill) -> {
        int shorter = Math.min(raster.width(), raster.height());
        cut(raster, (int) Math.round(0.4 * strength * shorter), draws, fill);
        return raster;
      });

  private static final Distortion[] ALL = values();

  private final Effect effect;

  Distortion(Effect effect) {
    this.effect = effect;
  }

  private interface Effect {
    Raster of(Raster raster, double strength, Draws draws, Rgb fill);
  }

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
    return effect.of(raster, strength, draws, fill);
  }

  private static float factor(double strength, Draws draws) {
    return (float) (1 + draws.signed(0.9 * strength));
  }

  /** A square anywhere; its middle is in the picture. */
  private static void cut(Raster raster, int side, Draws draws, Rgb fill) {
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
