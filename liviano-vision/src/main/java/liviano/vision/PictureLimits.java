package liviano.vision;

import java.util.Locale;

/**
 * The largest picture that is worth decoding; all limits are checked before memory is allocated.
 * Whatever they allow, a file has no more bytes than a quarter of the largest heap, and samples and
 * decoder take no more than three quarters together; for a JPEG of several scans this counts the
 * coefficients too, two bytes a sample, which its decoder holds outside the heap. Immutable.
 */
public final class PictureLimits {
  /** The most pixels a picture can have: three bytes each in one array. */
  public static final long MOST_PIXELS = (Integer.MAX_VALUE - 64) / 3;

  private static final long MOST_BYTES = Integer.MAX_VALUE - 64;
  private static final PictureLimits DEFAULTS = builder().build();

  private final long maxPixels;
  private final long maxBytes;

  private PictureLimits(Builder builder) {
    this.maxPixels = builder.maxPixels;
    this.maxBytes = builder.maxBytes;
  }

  /** 100 million pixels, 256 MiB. */
  public static PictureLimits defaults() {
    return DEFAULTS;
  }

  /** A builder that starts with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these limits. */
  public Builder toBuilder() {
    return new Builder().maxPixels(maxPixels).maxBytes(maxBytes);
  }

  /** The most pixels: width x height, as declared by the file. */
  public long maxPixels() {
    return maxPixels;
  }

  /** The most bytes of the file; a stream is read no further than one byte beyond. */
  public long maxBytes() {
    return maxBytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PictureLimits limits
        && limits.maxPixels == maxPixels
        && limits.maxBytes == maxBytes;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * maxPixels + maxBytes);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "PictureLimits[maxPixels=%d, maxBytes=%d]", maxPixels, maxBytes);
  }

  /** Builds limits. A value that cannot be is refused when it is given. */
  public static final class Builder {
    private long maxPixels = 100_000_000;
    private long maxBytes = 256L << 20;

    private Builder() {}

    /**
     * The most pixels, width x height.
     *
     * @throws IllegalArgumentException if it is not from 1 to {@link #MOST_PIXELS}
     */
    public Builder maxPixels(long most) {
      if (most < 1 || most > MOST_PIXELS) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "limit of %d pixels: give 1 to %d", most, MOST_PIXELS));
      }
      maxPixels = most;
      return this;
    }

    /**
     * The most bytes of a file.
     *
     * @throws IllegalArgumentException if it is not positive, or more than an array holds
     */
    public Builder maxBytes(long most) {
      if (most < 1 || most > MOST_BYTES) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "limit of %d bytes: give 1 to %d", most, MOST_BYTES));
      }
      maxBytes = most;
      return this;
    }

    /** The limits. */
    public PictureLimits build() {
      return new PictureLimits(this);
    }
  }
}
