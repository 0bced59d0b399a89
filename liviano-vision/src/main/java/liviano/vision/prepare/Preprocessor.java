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
  private static final float RED = 0.299f;
  private static final float BLUE = 0.114f;

  private final Preprocessing preprocessing;
  private final int channels;
  private final ChannelOrder order;
  private final float[] mean;
  private final float[] deviation;
  private final ResizePlans plans;

  private Preprocessor(Preprocessing preprocessing, int channels) {
    this.preprocessing = preprocessing;
    this.channels = channels;
    this.order = channels == 1 ? ChannelOrder.GRAY : preprocessing.channels();
    Normalization normalization = preprocessing.normalization();
    this.mean = ordered(normalization.mean());
    this.deviation = ordered(normalization.deviation());
    this.plans = new ResizePlans(preprocessing.resize());
  }

  /** A preprocessor that follows the given rules. */
  public static Preprocessor of(Preprocessing preprocessing) {
    return of(preprocessing, preprocessing.channels().count());
  }

  /**
   * The same for an input of 1 channel, which is grey whatever the rules say of channels, or of 3,
   * which hold the same where the rules say grey.
   *
   * @throws IllegalArgumentException if there are neither 1 nor 3
   */
  public static Preprocessor of(Preprocessing preprocessing, int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an input of %d channels: a picture has 1 or 3", channels));
    }
    return new Preprocessor(preprocessing, channels);
  }

  /** The rules that are followed. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Floats of one input: height x width x channels. */
  public long inputLength() {
    return (long) channels * preprocessing.height() * preprocessing.width();
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
   * @param input receives height x width x channels float32 in native order, channels innermost; at
   *     least 4-byte aligned, its size exactly 4 x {@link #inputLength()} bytes
   * @throws IllegalArgumentException where the region reaches beyond the picture, or the input's
   *     size is another
   */
  public void apply(Picture picture, Region region, MemorySegment input) {
    if (input.byteSize() != Float.BYTES * inputLength()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input of %d bytes: give %d, float32 of %dx%dx%d",
              input.byteSize(),
              Float.BYTES * inputLength(),
              preprocessing.height(),
              preprocessing.width(),
              channels));
    }
    int width = preprocessing.width();
    Placement placement =
        Placement.of(preprocessing.fit(), region.within(picture), width, preprocessing.height());
    Placement.Span rows = placement.rows();
    int left = channels * placement.columns().to();
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
    if (order == ChannelOrder.GRAY) {
      grey(planes);
    }
    for (int channel = 0; channel < channels; channel++) {
      float[] plane =
          planes[
              switch (order) {
                case RGB -> channel;
                case BGR -> 2 - channel;
                case GRAY -> channel;
              }];
      normalize(plane, mean[channel], deviation[channel]);
      spread(plane, line, at + channel);
    }
  }

  /** Luma in all three planes. Written so that what is grey already stays the same in every bit. */
  private static void grey(float[][] planes) {
    float[] red = planes[0];
    float[] green = planes[1];
    float[] blue = planes[2];
    for (int i = 0; i < green.length; i++) {
      float luma = green[i] + RED * (red[i] - green[i]) + BLUE * (blue[i] - green[i]);
      red[i] = luma;
      green[i] = luma;
      blue[i] = luma;
    }
  }

  private static void normalize(float[] values, float mean, float deviation) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - mean) / deviation;
    }
  }

  /** To every third place of a line, or to each where there is one channel. */
  private void spread(float[] values, float[] line, int at) {
    for (int i = 0; i < values.length; i++) {
      line[at + channels * i] = values[i];
    }
  }

  /** A row of nothing but one colour. */
  private float[] fill(Rgb colour) {
    float[] pixel = ordered(colour);
    float[] row = new float[channels * preprocessing.width()];
    for (int i = 0; i < row.length; i++) {
      int channel = i % channels;
      row[i] = (pixel[channel] - mean[channel]) / deviation[channel];
    }
    return row;
  }

  private float[] ordered(Rgb colour) {
    return switch (order) {
      case RGB -> new float[] {colour.red(), colour.green(), colour.blue()};
      case BGR -> new float[] {colour.blue(), colour.green(), colour.red()};
      case GRAY -> {
        float grey = colour.grey();
        yield new float[] {grey, grey, grey};
      }
    };
  }
}
