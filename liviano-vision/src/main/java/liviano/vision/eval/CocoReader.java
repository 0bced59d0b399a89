package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** From the JSON of {@code instances.json} to a data set. */
final class CocoReader {
  private CocoReader() {}

  static CocoDataSet read(Path file) throws IOException {
    JsonValue json = CocoJson.read(file);
    try {
      JsonObject root = json.asObject();
      return new CocoDataSet(
          each(root, "images", CocoReader::image),
          each(root, "annotations", CocoReader::annotation),
          each(root, "categories", CocoReader::category));
    } catch (JsonException | IllegalArgumentException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
  }

  /** Reads the objects of an array; errors name it, and the id of the object at fault. */
  private static <T> List<T> each(JsonObject root, String key, Function<JsonObject, T> read) {
    List<JsonObject> objects = root.array(key).objects();
    List<T> all = new ArrayList<>(objects.size());
    for (JsonObject object : objects) {
      long id = object.longInteger("id");
      try {
        all.add(read.apply(object));
      } catch (JsonException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s: id %d: %s", key, id, e.getMessage()));
      }
    }
    return all;
  }

  private static CocoImage image(JsonObject image) {
    return new CocoImage(
        image.longInteger("id"),
        image.string("file_name"),
        image.integer("width"),
        image.integer("height"));
  }

  private static CocoCategory category(JsonObject category) {
    return new CocoCategory(category.integer("id"), category.string("name"));
  }

  private static CocoAnnotation annotation(JsonObject annotation) {
    double[] box = CocoJson.box(annotation);
    int crowd = annotation.optionalInteger("iscrowd").orElse(0);
    if (crowd != 0 && crowd != 1) {
      throw annotation.error("iscrowd", "expected 0 or 1 but found " + crowd);
    }
    return new CocoAnnotation(
        annotation.longInteger("id"),
        annotation.longInteger("image_id"),
        annotation.integer("category_id"),
        box[0],
        box[1],
        box[2],
        box[3],
        annotation.number("area"),
        crowd == 1);
  }
}
