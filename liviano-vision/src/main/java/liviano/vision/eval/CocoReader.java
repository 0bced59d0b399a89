package liviano.vision.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/** From the JSON of {@code instances.json} to a data set. */
final class CocoReader {
  private CocoReader() {}

  static CocoDataSet read(Path file, Consumer<String> warnings) throws IOException {
    JsonValue json = CocoJson.read(file);
    try {
      JsonObject root = json.asObject();
      CocoRepeats repeats = new CocoRepeats(warning -> warnings.accept(file + ": " + warning));
      return new CocoDataSet(
          repeats.images(each(root, "images", CocoReader::image)),
          repeats.annotations(each(root, "annotations", CocoReader::annotation)),
          repeats.categories(each(root, "categories", CocoReader::category)));
    } catch (JsonException | IllegalArgumentException e) {
      throw new DataSetException(file.toString(), e.getMessage());
    }
  }

  /** Reads the objects of an array; errors name it, and the id of the object at fault. */
  private static <T> List<T> each(JsonObject root, String key, Function<JsonObject, T> read) {
    List<JsonObject> objects = root.array(key).objects();
    List<T> all = new ArrayList<>(objects.size());
    for (JsonObject object : objects) {
      long id = CocoJson.whole(object, "id");
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
        CocoJson.whole(image, "id"),
        image.string("file_name"),
        CocoJson.wholeInt(image, "width"),
        CocoJson.wholeInt(image, "height"));
  }

  private static CocoCategory category(JsonObject category) {
    return new CocoCategory(CocoJson.wholeInt(category, "id"), category.string("name"));
  }

  private static CocoAnnotation annotation(JsonObject annotation) {
    double[] box = CocoJson.box(annotation);
    return new CocoAnnotation(
        CocoJson.whole(annotation, "id"),
        CocoJson.whole(annotation, "image_id"),
        CocoJson.wholeInt(annotation, "category_id"),
        box[0],
        box[1],
        box[2],
        box[3],
        annotation.number("area"),
        CocoJson.crowd(annotation));
  }
}
