package liviano.vision.prepare;

import liviano.model.ChannelOrder;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;

/** What {@link Preprocessor} must equal in every bit: row by row, pixel by pixel, nothing kept. */
final class PlainPreprocessing {
  private PlainPreprocessing() {}

  /** Resized rows from the top: {@code into} receives red, green, blue a pixel. */
  interface Rows {
    void row(int y, float[] into);
  }

  static float[] apply(Preprocessing preprocessing, Picture picture, Region region) {
    int width = preprocessing.width();
    int height = preprocessing.height();
    Placement placement = Placement.of(preprocessing.fit(), region.within(picture), width, height);
    Rows rows = rows(preprocessing, picture, placement);
    float[] input = new float[3 * width * height];
    float[] window = new float[3 * placement.columns().count()];
    for (int y = 0; y < height; y++) {
      int row = y - placement.rows().to();
      boolean inside = row >= 0 && row < placement.rows().count();
      if (inside) {
        rows.row(row, window);
      }
      for (int x = 0; x < width; x++) {
        int column = x - placement.columns().to();
        boolean seen = inside && column >= 0 && column < placement.columns().count();
        for (int channel = 0; channel < 3; channel++) {
          int colour = preprocessing.channels() == ChannelOrder.BGR ? 2 - channel : channel;
          float value = seen ? window[3 * column + colour] : channel(placement.fill(), colour);
          input[3 * (width * y + x) + channel] =
              (value - channel(preprocessing.normalization().mean(), colour))
                  / channel(preprocessing.normalization().deviation(), colour);
        }
      }
    }
    return input;
  }

  private static Rows rows(Preprocessing preprocessing, Picture picture, Placement placement) {
    return switch (preprocessing.resize()) {
      case TENSORFLOW_BILINEAR, TENSORFLOW_LEGACY_BILINEAR, TENSORFLOW_ALIGNED_BILINEAR ->
          new PlainBilinear(picture, placement, preprocessing.resize());
      case ANTIALIASED_BILINEAR ->
          new PlainAntialiased(picture, placement, PlainAntialiased.Filter.TRIANGLE);
      case ANTIALIASED_BICUBIC ->
          new PlainAntialiased(picture, placement, PlainAntialiased.Filter.CUBIC);
    };
  }

  private static float channel(Rgb colour, int channel) {
    return switch (channel) {
      case 0 -> colour.red();
      case 1 -> colour.green();
      default -> colour.blue();
    };
  }
}
