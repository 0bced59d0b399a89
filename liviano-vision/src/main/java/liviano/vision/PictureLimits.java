package liviano.vision;

import java.util.Locale;

/**
 * The largest picture that is worth decoding; both limits are checked before memory is allocated.
 * Whatever they allow, a file has no more bytes than a quarter of the largest heap, and samples and
 * decoder take no more than three quarters together; for a JPEG of several scans this counts the
 * coefficients too, two bytes a sample, which its decoder holds outside the heap.
 *
 * @param maxPixels width x height, as declared by the file
 * @param maxBytes of the file; a stream is read no further than one byte beyond
 */
public record PictureLimits(long maxPixels, long maxBytes) {

  /** The most pixels a picture can have: three bytes each in one array. */
  public static final long MOST_PIXELS = (Integer.MAX_VALUE - 64) / 3;

  private static final long MOST_BYTES = Integer.MAX_VALUE - 64;
  private static final PictureLimits DEFAULTS = new PictureLimits(100_000_000, 256L << 20);

  /**
   * @throws IllegalArgumentException where a limit is not positive or beyond what an array holds
   */
  public PictureLimits {
    if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "limit of %d pixels: give 1 to %d", maxPixels, MOST_PIXELS));
    }
    if (maxBytes < 1 || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "limit of %d bytes: give 1 to %d", maxBytes, MOST_BYTES));
    }
  }

  /** 100 million pixels, 256 MiB. */
  public static PictureLimits defaults() {
    return DEFAULTS;
  }
}
