package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonBoolean;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** What COCO's files have in common, and what of them fits in memory. */
final class CocoJson {
  /** Up to here a double is a whole number exactly: 2^53. */
  private static final double MOST_EXACT = 1L << 53;

  private CocoJson() {}

  /**
   * @throws DataSetException with the offset, if it is not JSON, or more than the heap can hold
   */
  static JsonValue read(Path file) throws IOException {
    return read(file, Limits.defaults());
  }

  /**
   * @throws DataSetException with the offset, if it is not JSON, or more than the limits allow
   */
  static JsonValue read(Path file, Limits limits) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataSetException(
          file.toString(), "is a folder; give the file in it that lists the pictures");
    }
    try {
      return Json.read(file, within(limits));
    } catch (JsonException e) {
      throw new DataSetException(
          file.toString(),
          e.getMessage() + (e.isBeyondLimits() ? " for this heap: give Java more with -Xmx" : ""));
    }
  }

  private static JsonLimits within(Limits limits) {
    return JsonLimits.within(limits)
        .withMaxBytes(limits.most(Limit.DATASET_BYTES))
        .withMaxValues(limits.most(Limit.DATASET_VALUES));
  }

  /**
   * A whole number, which some programs write as {@code 139.0}: the reference takes both for the
   * same.
   *
   * @throws JsonException if it is no number, or not whole
   */
  static long whole(JsonObject object, String key) {
    if (object.get(key) instanceof JsonNumber number && !number.isInteger()) {
      double value = number.doubleValue();
      if (value == Math.rint(value) && Math.abs(value) <= MOST_EXACT) {
        return (long) value;
      }
    }
    return object.longInteger(key);
  }

  /** The same within 32 bits. */
  static int wholeInt(JsonObject object, String key) {
    long value = whole(object, key);
    if (value != (int) value) {
      throw object.error(key, "expected an integer of 32 bits but found " + value);
    }
    return (int) value;
  }

  /** Whether a region is a crowd, which some programs say by true and false; not if left out. */
  static boolean crowd(JsonObject object) {
    if (!object.has("iscrowd")) {
      return false;
    }
    if (object.get("iscrowd") instanceof JsonBoolean crowd) {
      return crowd.value();
    }
    long crowd = whole(object, "iscrowd");
    if (crowd != 0 && crowd != 1) {
      throw object.error("iscrowd", "expected 0 or 1 but found " + crowd);
    }
    return crowd == 1;
  }

  /** The four numbers of a box: x, y, width, height. */
  static double[] box(JsonObject object) {
    JsonArray box = object.array("bbox");
    if (box.size() != 4) {
      throw box.error(
          String.format(
              Locale.ROOT, "expected x, y, width and height but found %d elements", box.size()));
    }
    return box.numbers();
  }
}
