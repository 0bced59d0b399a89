package liviano.server.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.eval.ConfusionMatrix;
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
   */
  static JsonObject of(String name, Taught taught) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", name)
            .put("classes", JsonArray.of(taught.classes().stream().map(TaughtAnswer::of).toList()));
    taught.measured().ifPresent(measured -> put(json, measured));
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

  private static void put(JsonObject.Builder json, Measured measured) {
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
                .build());
  }

  private static List<String> notices(Taught taught) {
    List<String> notices = new ArrayList<>(taught.notices());
    List<Unreadable> unreadable = taught.unreadable();
    unreadable.stream()
        .limit(MOST_UNREADABLE)
        .forEach(
            one -> notices.add(String.format(Locale.ROOT, "%s: %s", one.name(), one.reason())));
    if (unreadable.size() > MOST_UNREADABLE) {
      notices.add(
          String.format(
              Locale.ROOT, "%d more pictures cannot be read", unreadable.size() - MOST_UNREADABLE));
    }
    return notices;
  }
}
