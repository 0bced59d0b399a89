package liviano.train.data;

/** Distances of pixels from a smoothed picture, times a factor: 0 smooths, 2 sharpens. */
final class Sharpness {
  /** The smoothing has 5 in the middle and 1 for each of the 8 neighbours. */
  private static final int MIDDLE = 5;

  private static final int SUM = MIDDLE + 8;

  private Sharpness() {}

  /** The changed picture; its outermost pixels stay as they are. */
  static Raster of(Raster from, float factor) {
    Raster into = new Raster(from.width(), from.height(), from.rgb().clone());
    int row = Raster.CHANNELS * from.width();
    byte[] rgb = from.rgb();
    for (int y = 1; y < from.height() - 1; y++) {
      for (int i = row * y + Raster.CHANNELS; i < row * (y + 1) - Raster.CHANNELS; i++) {
        int sample = rgb[i] & 0xFF;
        int sum = (MIDDLE - 1) * sample + three(rgb, i - row) + three(rgb, i) + three(rgb, i + row);
        float smooth = sum / (float) SUM;
        into.rgb()[i] = Raster.rounded(smooth + (sample - smooth) * factor);
      }
    }
    return into;
  }

  /** A sample and those to its left and right, of the same channel. */
  private static int three(byte[] rgb, int at) {
    return (rgb[at - Raster.CHANNELS] & 0xFF)
        + (rgb[at] & 0xFF)
        + (rgb[at + Raster.CHANNELS] & 0xFF);
  }
}
