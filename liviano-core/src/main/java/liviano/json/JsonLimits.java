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

  /** What the default {@link Limits} allow on this heap. */
  public static JsonLimits defaults() {
    return within(Limits.defaults());
  }

  /** What limits allow; of levels at most {@link #DEEPEST}. */
  public static JsonLimits within(Limits limits) {
    int depth = (int) Math.min(limits.most(Limit.NESTING), DEEPEST);
    return new JsonLimits(limits.most(Limit.TEXT_BYTES), depth, limits.most(Limit.JSON_VALUES));
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
