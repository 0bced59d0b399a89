package liviano.vision.prepare;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import liviano.model.ChannelOrder;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.vision.Picture;
import liviano.vision.Region;

/**
 * Brings pictures into a network's input as a {@link Preprocessing} prescribes.
 *
 * <p>Safe for any number of threads. Beside the input it holds a few rows at a time, whatever the
 * size of the picture, and the plans of the sizes it saw last.
 */
public final class Preprocessor {
  private final Preprocessing preprocessing;
  private final boolean blueFirst;
  private final float[] mean;
  private final float[] deviation;
  private final ResizePlans plans;

  private Preprocessor(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    this.blueFirst = preprocessing.channels() == ChannelOrder.BGR;
    Normalization normalization = preprocessing.normalization();
    this.mean = ordered(normalization.mean());
    this.deviation = ordered(normalization.deviation());
    this.plans = new ResizePlans(preprocessing.resize());
  }

  /** A preprocessor that follows the given rules. */
  public static Preprocessor of(Preprocessing preprocessing) {
    return new Preprocessor(preprocessing);
  }

  /** The rules that are followed. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Floats of one input: height x width x 3. */
  public long inputLength() {
    return 3L * preprocessing.height() * preprocessing.width();
  }

  /** As {@link #apply(Picture, Region, MemorySegment)}, for all of the picture. */
  public void apply(Picture picture, MemorySegment input) {
    apply(picture, Region.whole(picture), input);
  }

  /**
   * As {@link #apply(Picture, Region, MemorySegment)}, into an array.
   *
   * @throws IllegalArgumentException where the array's length is not {@link #inputLength()}, too
   */
  public void apply(Picture picture, Region region, float[] input) {
    apply(picture, region, MemorySegment.ofArray(input));
  }

  /**
   * Fills an input from a region of a picture, as if the region were a picture of its own.
   *
   * @param input receives height x width x 3 float32 in native order, channels innermost; at least
   *     4-byte aligned, its size exactly 4 x {@link #inputLength()} bytes
   * @throws IllegalArgumentException where the region reaches beyond the picture, or the input's
   *     size is another
   */
  public void apply(Picture picture, Region region, MemorySegment input) {
    if (input.byteSize() != Float.BYTES * inputLength()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input of %d bytes: give %d, float32 of %dx%dx3",
              input.byteSize(),
              Float.BYTES * inputLength(),
              preprocessing.height(),
              preprocessing.width()));
    }
    int width = preprocessing.width();
    Placement placement =
        Placement.of(preprocessing.fit(), region.within(picture), width, preprocessing.height());
    Placement.Span rows = placement.rows();
    int left = 3 * placement.columns().to();
    Resampler resampler = plans.of(placement).resampler(picture, placement.source());
    float[][] window = new float[3][placement.columns().count()];
    float[] fill = fill(placement.fill());
    float[] line = fill.clone();
    for (int y = 0; y < preprocessing.height(); y++) {
      boolean inside = y >= rows.to() && y < rows.to() + rows.count();
      if (inside) {
        resampler.row(y - rows.to(), window);
        normalize(window, line, left);
      }
      float[] row = inside ? line : fill;
      MemorySegment.copy(
          row, 0, input, JAVA_FLOAT, (long) Float.BYTES * row.length * y, row.length);
    }
  }

  /**
   * Values to the input's order and units.
   *
   * @param planes reds, greens, blues; left in the input's units
   */
  private void normalize(float[][] planes, float[] line, int at) {
    for (int channel = 0; channel < 3; channel++) {
      float[] plane = planes[blueFirst ? 2 - channel : channel];
      normalize(plane, mean[channel], deviation[channel]);
      spread(plane, line, at + channel);
    }
  }

  private static void normalize(float[] values, float mean, float deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - mean) / deviation;
    }
  }

  /** To every third place of a line. */
  private static void spread(float[] values, float[] line, int at) {
    for (int i = 0; i < values.length; i++) {
      line[at + 3 * i] = values[i];
    }
  }

  /** A row of nothing but one colour. */
  private float[] fill(Rgb colour) {
    float[] channels = ordered(colour);
    float[] row = new float[3 * preprocessing.width()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (channels[i % 3] - mean[i % 3]) / deviation[i % 3];
    }
    return row;
  }

  private float[] ordered(Rgb colour) {
    return blueFirst
        ? new float[] {colour.blue(), colour.green(), colour.red()}
        : new float[] {colour.red(), colour.green(), colour.blue()};
  }
}
