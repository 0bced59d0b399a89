package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** What COCO's files have in common, and what of them fits in memory. */
final class CocoJson {
  /** COCO's largest file, the outlines of its 118,287 training pictures, has 470 million bytes. */
  private static final long MAX_BYTES = 1L << 30;

  /** Annotations are members of an object in an array of an object; outlines are two deeper. */
  private static final int MAX_DEPTH = 16;

  /** No value costs more than 250 bytes; the rest is for the text and what is made of it. */
  private static final long HEAP_BYTES_A_VALUE = 400;

  private CocoJson() {}

  /**
   * @throws DataSetException with the offset, if it is not JSON, or more than the heap can hold
   */
  static JsonValue read(Path file) throws IOException {
    JsonLimits limits = limits(Runtime.getRuntime().maxMemory());
    try {
      return Json.read(file, limits);
    } catch (JsonException e) {
      throw new DataSetException(
          file.toString(),
          e.getMessage() + (e.isBeyondLimits() ? " for this heap: give Java more with -Xmx" : ""));
    }
  }

  static JsonLimits limits(long heap) {
    return new JsonLimits(Math.min(MAX_BYTES, heap / 8), MAX_DEPTH, heap / HEAP_BYTES_A_VALUE);
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
