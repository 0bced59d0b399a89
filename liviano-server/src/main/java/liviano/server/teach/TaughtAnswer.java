package liviano.server.teach;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.eval.Example;
import liviano.vision.json.AnswerJson;
import liviano.vision.teach.ClassCount;
import liviano.vision.teach.Measured;
import liviano.vision.teach.Taught;
import liviano.vision.teach.Unreadable;

/** What a client is told of a model that it has taught. */
final class TaughtAnswer {
  private static final int MOST_UNREADABLE = 20;

  private TaughtAnswer() {}

  /**
   * Its JSON; without {@code accuracy} and what belongs to it where there was too little to
   * measure.
   *
   * @param name that the model is served by
   * @param pictures that were sent, in the order in which the answer counts them
   */
  static JsonObject of(String name, Taught taught, List<Example> pictures) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", name)
            .put("classes", JsonArray.of(taught.classes().stream().map(TaughtAnswer::of).toList()));
    taught.measured().ifPresent(measured -> put(json, measured, pictures));
    return json.put("notices", JsonArray.ofStrings(notices(taught)))
        .put("download", "/v1/taught/" + name + TeachRoutes.ENDING)
        .build();
  }

  private static JsonObject of(ClassCount count) {
    return JsonObject.builder()
        .put("label", count.label())
        .put("pictures", count.training() + count.validation() + count.test())
        .build();
  }

  private static void put(JsonObject.Builder json, Measured measured, List<Example> pictures) {
    ConfusionMatrix confusion = measured.confusion();
    ConfusionMatrix.Interval accuracy = confusion.accuracy();
    json.put("accuracy", accuracy.share())
        .put("low", accuracy.low())
        .put("high", accuracy.high())
        .put("measuredOn", confusion.pictures())
        .put(
            "confusion",
            JsonObject.builder()
                .put("labels", JsonArray.ofStrings(confusion.labels()))
                .put("counts", AnswerJson.counts(confusion))
                .put("pictures", cells(measured, pictures))
                .build());
  }

  /** The pictures of each cell of the matrix, by their place among those that were sent. */
  private static JsonArray cells(Measured measured, List<Example> pictures) {
    Map<Example.Source, Integer> places = new IdentityHashMap<>();
    for (Example picture : pictures) {
      places.put(picture.source(), places.size());
    }
    int classes = measured.confusion().labels().size();
    List<JsonArray> rows = new ArrayList<>();
    for (int truth = 0; truth < classes; truth++) {
      List<JsonArray> row = new ArrayList<>();
      for (int answer = 0; answer < classes; answer++) {
        row.add(cell(measured, truth, answer, places));
      }
      rows.add(JsonArray.of(row));
    }
    return JsonArray.of(rows);
  }

  private static JsonArray cell(
      Measured measured, int truth, int answer, Map<Example.Source, Integer> places) {
    return JsonArray.ofIntegers(
        measured.answers().stream()
            .filter(one -> one.truth() == truth && one.answer() == answer)
            .mapToInt(one -> places.get(one.picture().source()))
            .sorted()
            .toArray());
  }

  private static List<String> notices(Taught taught) {
    List<String> notices = new ArrayList<>(taught.notices());
    List<Unreadable> unreadable = taught.unreadable();
    unreadable.stream().limit(MOST_UNREADABLE).map(Unreadable::line).forEach(notices::add);
    if (unreadable.size() > MOST_UNREADABLE) {
      notices.add(
          String.format(
              Locale.ROOT, "%d more pictures cannot be read", unreadable.size() - MOST_UNREADABLE));
    }
    return notices;
  }
}
