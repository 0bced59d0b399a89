package liviano.vision.eval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import liviano.files.PartialFile;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * Detections as COCO's evaluators take them: {@code [{"image_id": 139, "category_id": 62, "bbox":
 * [x, y, width, height], "score": 0.9}, ...]}.
 *
 * @see <a href="https://cocodataset.org/#format-results">COCO's results format</a>
 */
public final class CocoResults {
  private CocoResults() {}

  /**
   * Writes a file, whole or not at all, one detection a line, every number by its shortest decimal.
   *
   * @throws IOException if it cannot be written; the exception names the file
   */
  public static void write(Path file, Collection<CocoDetection> detections) throws IOException {
    try (PartialFile part = PartialFile.create(file)) {
      Writer out = new BufferedWriter(new OutputStreamWriter(part.stream(), UTF_8));
      String before = "[\n";
      for (CocoDetection detection : detections) {
        out.append(before).append(json(detection).toJson());
        before = ",\n";
      }
      out.append(detections.isEmpty() ? "[]\n" : "\n]\n");
      out.flush();
      part.finish();
    }
  }

  private static JsonObject json(CocoDetection found) {
    JsonArray box =
        JsonArray.of(
            number(found.x()), number(found.y()), number(found.width()), number(found.height()));
    return JsonObject.builder()
        .put("image_id", found.imageId())
        .put("category_id", found.categoryId())
        .put("bbox", box)
        .put("score", number(found.score()))
        .build();
  }

  /** 12 rather than 12.0, which is as exact. */
  private static JsonNumber number(double value) {
    long whole = (long) value;
    boolean same = Double.doubleToRawLongBits(whole) == Double.doubleToRawLongBits(value);
    return same ? JsonNumber.of(whole) : JsonNumber.of(value);
  }

  /**
   * Reads a file; members other than the four are passed over.
   *
   * @throws DataSetException in one line, if it is cut off or a detection lacks anything
   * @throws IOException if it cannot be read
   */
  public static List<CocoDetection> read(Path file) throws IOException {
    JsonValue json = CocoJson.read(file);
    List<CocoDetection> all = new ArrayList<>();
    try {
      for (JsonObject object : json.asArray().objects()) {
        all.add(detection(object));
      }
    } catch (JsonException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
    return List.copyOf(all);
  }

  private static CocoDetection detection(JsonObject object) {
    double[] box = CocoJson.box(object);
    long image = CocoJson.whole(object, "image_id");
    int category = CocoJson.wholeInt(object, "category_id");
    double score = object.number("score");
    try {
      return new CocoDetection(image, category, box[0], box[1], box[2], box[3], score);
    } catch (IllegalArgumentException e) {
      throw object.error(e.getMessage());
    }
  }
}
