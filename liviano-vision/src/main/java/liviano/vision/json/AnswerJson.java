package liviano.vision.json;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.ClassArea;
import liviano.vision.Detection;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.explain.ClassMap;

/** What the tasks answer, as members of JSON objects. Boxes and places are in pixels. */
public final class AnswerJson {
  private AnswerJson() {}

  /**
   * What a classifier says: {@code categories}.
   *
   * @param unknown whether it takes the picture for one of none of its classes: then {@code
   *     unknown} is there and true
   */
  public static void classified(JsonObject.Builder object, List<Category> answer, boolean unknown) {
    if (unknown) {
      object.put("unknown", true);
    }
    object.put("categories", JsonArray.of(answer.stream().map(AnswerJson::category).toList()));
  }

  private static JsonObject category(Category category) {
    return JsonObject.builder()
        .put("index", category.index())
        .put("label", category.label())
        .put("score", category.score())
        .build();
  }

  /** What a detector says: {@code detections}. */
  public static void detected(JsonObject.Builder object, List<Detection> answer) {
    object.put("detections", JsonArray.of(answer.stream().map(AnswerJson::detection).toList()));
  }

  private static JsonObject detection(Detection found) {
    Box box = found.box();
    return JsonObject.builder()
        .put("categoryId", found.categoryId())
        .put("label", found.label())
        .put("score", found.score())
        .put(
            "box",
            JsonObject.builder()
                .put("x", box.x())
                .put("y", box.y())
                .put("width", box.width())
                .put("height", box.height())
                .build())
        .build();
  }

  /**
   * What a segmenter says: {@code classes}, with their shares of the picture.
   *
   * @param runs the pixels of each class, where they are wanted: its {@code mask}
   */
  public static void segmented(
      JsonObject.Builder object, List<ClassArea> answer, Optional<RunLengths> runs) {
    object.put("classes", JsonArray.of(answer.stream().map(area -> area(area, runs)).toList()));
  }

  private static JsonObject area(ClassArea area, Optional<RunLengths> runs) {
    JsonObject.Builder object =
        JsonObject.builder()
            .put("index", area.index())
            .put("label", area.label())
            .put("share", area.share());
    runs.ifPresent(all -> object.put("mask", all.toJson(area.index())));
    return object.build();
  }

  /** What an embedder says: {@code embedding}. */
  public static void embedded(JsonObject.Builder object, float[] vector) {
    object.put("embedding", JsonArray.ofFloats(vector));
  }

  /** Where a classifier sees its classes: {@code classes}, each with its map. */
  public static void explained(JsonObject.Builder object, List<ClassMap> maps) {
    object.put("classes", JsonArray.of(maps.stream().map(AnswerJson::classMap).toList()));
  }

  /**
   * The numbers of a map: {@code map} row by row, the place of its {@code first} value and the
   * {@code step} to the next, across and down, and the part of the picture that was in {@code
   * view}.
   */
  public static JsonObject classMap(ClassMap map) {
    ClassMap.Grid grid = map.grid();
    Box view = map.view();
    return JsonObject.builder()
        .put("index", map.category().index())
        .put("label", map.category().label())
        .put("score", map.category().score())
        .put("logit", map.logit())
        .put("bias", map.bias())
        .put(
            "map",
            JsonArray.of(
                IntStream.range(0, map.height())
                    .mapToObj(row -> JsonArray.ofFloats(row(map, row)))
                    .toList()))
        .put("first", JsonArray.ofNumbers(grid.x(), grid.y()))
        .put("step", JsonArray.ofNumbers(grid.stepX(), grid.stepY()))
        .put("view", JsonArray.ofFloats(view.x(), view.y(), view.width(), view.height()))
        .build();
  }

  private static float[] row(ClassMap map, int row) {
    float[] values = new float[map.width()];
    for (int column = 0; column < values.length; column++) {
      values[column] = map.at(row, column);
    }
    return values;
  }

  /** The counts of a confusion matrix: a row a true class, a column an answer. */
  public static JsonArray counts(ConfusionMatrix confusion) {
    int classes = confusion.labels().size();
    return JsonArray.of(
        IntStream.range(0, classes)
            .<JsonValue>mapToObj(
                truth ->
                    JsonArray.ofLongs(
                        IntStream.range(0, classes)
                            .mapToLong(answer -> confusion.count(truth, answer))
                            .toArray()))
            .toList());
  }
}
