package liviano.json;

/**
 * What a reader accepts before it gives up.
 *
 * @param maxBytes longest text, in bytes of UTF-8
 * @param maxDepth deepest nesting of arrays and objects, at most {@link #DEEPEST}; 0 allows only a
 *     scalar
 * @param maxValues most values in all; one costs up to some 250 bytes of memory, however short its
 *     text
 */
public record JsonLimits(long maxBytes, int maxDepth, long maxValues) {

  /** Reader and writer recurse: deeper nesting than this is never read nor written. */
  public static final int DEEPEST = 512;

  private static final JsonLimits DEFAULTS = new JsonLimits(64L << 20, 64, 2_000_000);

  public JsonLimits {
    if (maxBytes < 0 || maxDepth < 0 || maxDepth > DEEPEST || maxValues < 0) {
      throw new IllegalArgumentException(
          "limits must not be negative, nor depth above "
              + DEEPEST
              + ": "
              + maxBytes
              + " bytes, "
              + maxDepth
              + " levels, "
              + maxValues
              + " values");
    }
  }

  /** 64 MiB, 64 levels, two million values. */
  public static JsonLimits defaults() {
    return DEFAULTS;
  }

  public JsonLimits withMaxBytes(long bytes) {
    return new JsonLimits(bytes, maxDepth, maxValues);
  }

  public JsonLimits withMaxDepth(int depth) {
    return new JsonLimits(maxBytes, depth, maxValues);
  }

  public JsonLimits withMaxValues(long values) {
    return new JsonLimits(maxBytes, maxDepth, values);
  }
}
