package liviano.cli.teach;

import java.util.ArrayList;
import java.util.List;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.json.AnswerJson;
import liviano.vision.teach.Answer;
import liviano.vision.teach.ClassCount;
import liviano.vision.teach.CurvePoint;
import liviano.vision.teach.Duplicate;
import liviano.vision.teach.Measured;
import liviano.vision.teach.OpenSet;
import liviano.vision.teach.Taught;

/** What is known of a model that was taught, for programs. */
record TaughtJson(Taught taught, MadeBy madeBy) {
  private static final int MOST_MISTAKES = 1000;

  JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("model", taught.model().card().title())
            .put("base", taught.base())
            .put("madeBy", madeBy.toJson())
            .put("classes", JsonArray.of(taught.classes().stream().map(TaughtJson::count).toList()))
            .put("l2", taught.l2())
            .put("iterations", taught.iterations())
            .put("temperature", taught.temperature());
    taught.validation().ifPresent(some -> json.put("validation", measured(some)));
    taught.test().ifPresent(some -> json.put("test", measured(some)));
    taught
        .openSet()
        .ifPresent(
            open -> {
              JsonObject.Builder set =
                  JsonObject.builder()
                      .put("unknownBelow", open.threshold())
                      .put("knownKept", open.knownKept());
              open.chosen().ifPresent(found -> set.put("unknownFound", found.unknown()));
              set.put("found", JsonArray.of(open.found().stream().map(TaughtJson::found).toList()));
              json.put("openSet", set.build());
            });
    if (!taught.curve().isEmpty()) {
      json.put(
          "learningCurve", JsonArray.of(taught.curve().stream().map(TaughtJson::point).toList()));
    }
    taught.morePicturesWouldHelp().ifPresent(help -> json.put("morePicturesWouldHelp", help));
    return json.put("unreadable", unreadable())
        .put("duplicates", pairs(taught.duplicates()))
        .put("contradictions", pairs(taught.contradictions()))
        .put("notices", JsonArray.ofStrings(taught.notices()))
        .build();
  }

  private static JsonObject found(OpenSet.Found found) {
    return JsonObject.builder().put("lost", found.lost()).put("unknown", found.unknown()).build();
  }

  private static JsonObject count(ClassCount count) {
    return JsonObject.builder()
        .put("label", count.label())
        .put("training", count.training())
        .put("validation", count.validation())
        .put("test", count.test())
        .build();
  }

  private static JsonObject point(CurvePoint point) {
    return interval(point.accuracy())
        .put("picturesPerClass", point.perClass())
        .put("pictures", point.pictures())
        .build();
  }

  private static JsonObject.Builder interval(ConfusionMatrix.Interval interval) {
    return JsonObject.builder()
        .put("accuracy", interval.share())
        .put("low", interval.low())
        .put("high", interval.high());
  }

  private JsonObject measured(Measured measured) {
    ConfusionMatrix confusion = measured.confusion();
    List<String> labels = confusion.labels();
    List<JsonObject> classes = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      classes.add(
          JsonObject.builder()
              .put("label", labels.get(k))
              .put("precision", confusion.precision(k))
              .put("recall", confusion.recall(k))
              .put("f1", confusion.f1(k))
              .build());
    }
    return interval(confusion.accuracy())
        .put("pictures", confusion.pictures())
        .put("macroF1", confusion.macroF1())
        .put("calibrationError", measured.calibrationError())
        .put("classes", JsonArray.of(classes))
        .put("confusion", AnswerJson.counts(confusion))
        .put(
            "mistakes",
            JsonArray.of(
                measured.mistakes().stream()
                    .limit(MOST_MISTAKES)
                    .map(answer -> mistake(answer, labels))
                    .toList()))
        .build();
  }

  private static JsonObject mistake(Answer answer, List<String> labels) {
    return JsonObject.builder()
        .put("picture", answer.picture().name())
        .put("label", labels.get(answer.truth()))
        .put("answer", labels.get(answer.answer()))
        .put("probability", answer.probability())
        .build();
  }

  private JsonArray unreadable() {
    return JsonArray.of(
        taught.unreadable().stream()
            .map(
                picture ->
                    JsonObject.builder()
                        .put("picture", picture.name())
                        .put("reason", picture.reason())
                        .build())
            .toList());
  }

  private static JsonArray pairs(List<Duplicate> pairs) {
    return JsonArray.of(
        pairs.stream()
            .map(
                pair ->
                    JsonObject.builder()
                        .put("first", pair.first().name())
                        .put("second", pair.second().name())
                        .put("same", pair.same())
                        .build())
            .toList());
  }
}
