package liviano.json;

import liviano.Limits;
import liviano.Limits.Limit;

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

  private static final int DEFAULT_DEPTH = 64;

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

  /** 64 levels, and of the rest what the default {@link Limits} allows on this heap. */
  public static JsonLimits defaults() {
    return within(Limits.defaults());
  }

  /** 64 levels, and of the rest what limits allow. */
  public static JsonLimits within(Limits limits) {
    return new JsonLimits(
        limits.most(Limit.JSON_BYTES), DEFAULT_DEPTH, limits.most(Limit.JSON_VALUES));
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
