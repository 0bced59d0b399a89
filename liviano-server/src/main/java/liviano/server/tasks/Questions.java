package liviano.server.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.server.http.HttpException;
import liviano.server.http.Query;
import liviano.server.http.Route.Parameter;
import liviano.server.models.ServedTask;
import liviano.server.work.TimeLimit;
import liviano.vision.Category;
import liviano.vision.Detection;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.Segmentation;
import liviano.vision.drawing.Drawing;
import liviano.vision.explain.ClassActivationMap;
import liviano.vision.explain.ClassMap;
import liviano.vision.json.AnswerJson;
import liviano.vision.json.RunLengths;

/** The five tasks; what is not asked for is as the command's verbs have it. */
final class Questions {
  private static final int MOST_RESULTS = 10_000;

  /** Of one picture: more than a user would look at. */
  private static final int MOST_MAPS = 100;

  private static final String[] MOST = {"maxResults", "top"};
  private static final String[] LEAST = {"scoreThreshold", "threshold"};

  /** All tasks, in the order in which they are described. */
  static final List<Question.Kind> ALL =
      List.of(
          new Question.Kind(
              ServedTask.CLASSIFY,
              "Says what is in a picture",
              false,
              List.of(most("categories", 5), alias(MOST), least("categories", "0"), alias(LEAST)),
              Questions::classify),
          new Question.Kind(
              ServedTask.DETECT,
              "Finds objects in a picture",
              true,
              List.of(most("objects", 100), alias(MOST), least("objects", "0.5"), alias(LEAST)),
              Questions::detect),
          new Question.Kind(
              ServedTask.SEGMENT,
              "Says what each pixel of a picture shows",
              true,
              List.of(
                  new Parameter(
                      "mask", "string", "rle: give each class its pixels, as run lengths of COCO")),
              Questions::segment),
          new Question.Kind(
              ServedTask.EMBED,
              "Turns a picture into a vector",
              false,
              List.of(new Parameter("unitLength", "boolean", "scale the vector to length 1")),
              Questions::embed),
          new Question.Kind(
              ServedTask.EXPLAIN,
              "Shows where a classifier sees a class",
              true,
              List.of(
                  most("classes, the likeliest,", 1),
                  alias(MOST),
                  new Parameter(
                      "class",
                      "string",
                      "explain this class alone: its label, a word that no other has, or its number")),
              Questions::explain));

  private Questions() {}

  private static Parameter most(String things, int otherwise) {
    return new Parameter(
        MOST[0],
        "integer",
        "the most " + things + " in the answer; " + otherwise + " if not given");
  }

  private static Parameter least(String things, String otherwise) {
    return new Parameter(
        LEAST[0],
        "number",
        "leave out " + things + " below this score, from 0 to 1; " + otherwise + " if not given");
  }

  private static Parameter alias(String[] names) {
    return new Parameter(
        names[1], names == MOST ? "integer" : "number", "another name of " + names[0]);
  }

  private static Question classify(Query query) {
    int most = query.integer(1, MOST_RESULTS, MOST).orElse(5);
    float least = (float) query.number(0, 1, LEAST).orElse(0);
    return (model, picture, limit) -> {
      ImageClassifier classifier = model.classifier();
      List<Category> found =
          classifier.withResults(most, least).withTimeout(limit.left()).classify(picture);
      return object -> AnswerJson.classified(object, found, classifier.isUnknown(found));
    };
  }

  private static Question detect(Query query) {
    int most = query.integer(1, MOST_RESULTS, MOST).orElse(100);
    float least = (float) query.number(0, 1, LEAST).orElse(0.5);
    return (model, picture, limit) ->
        new Objects(
            model.detector().withResults(most, least).withTimeout(limit.left()).detect(picture));
  }

  private record Objects(List<Detection> found) implements Question.Reply {
    @Override
    public void putInto(JsonObject.Builder object) {
      AnswerJson.detected(object, found);
    }

    @Override
    public Picture drawn(Picture picture) {
      return Drawing.detections(picture, found);
    }
  }

  private static Question segment(Query query) {
    Optional<String> mask = query.find("mask");
    if (mask.isPresent() && !mask.get().equals("rle")) {
      throw new HttpException(400, "mask must be rle, is " + Json.quote(mask.get()));
    }
    return (model, picture, limit) ->
        new Areas(model.segmenter().withTimeout(limit.left()).segment(picture), mask.isPresent());
  }

  private record Areas(Segmentation found, boolean masks) implements Question.Reply {
    @Override
    public void putInto(JsonObject.Builder object) {
      AnswerJson.segmented(
          object, found.areas(), masks ? Optional.of(RunLengths.of(found)) : Optional.empty());
    }

    @Override
    public Picture drawn(Picture picture) {
      return Drawing.segmentation(picture, found);
    }
  }

  private static Question embed(Query query) {
    boolean unit = query.flag("unitLength");
    return (model, picture, limit) -> {
      float[] vector =
          model.embedder().withUnitLength(unit).withTimeout(limit.left()).embed(picture);
      return object -> AnswerJson.embedded(object, vector);
    };
  }

  private static Question explain(Query query) {
    Optional<String> name = query.find("class");
    int most = query.integer(1, MOST_MAPS, MOST).orElse(1);
    if (name.isPresent() && query.find(MOST).isPresent()) {
      throw new HttpException(400, "give " + MOST[0] + " or class, not both");
    }
    return (model, picture, limit) -> {
      ClassActivationMap maps = model.explainer().withTimeout(limit.left());
      return new Maps(
          name.isPresent()
              ? explain(maps, name.get(), picture, limit)
              : maps.withResults(most, 0).explain(picture));
    };
  }

  private static List<ClassMap> explain(
      ClassActivationMap maps, String name, Picture picture, TimeLimit limit) {
    Region whole = Region.whole(picture);
    return Arrays.stream(classes(maps, name))
        .limit(MOST_MAPS)
        .mapToObj(index -> maps.withTimeout(limit.left()).explain(picture, whole, index))
        .toList();
  }

  private static int[] classes(ClassActivationMap maps, String name) {
    try {
      return maps.classesNamed(name);
    } catch (IllegalArgumentException e) {
      throw new HttpException(400, "class: " + e.getMessage());
    }
  }

  private record Maps(List<ClassMap> found) implements Question.Reply {
    @Override
    public void putInto(JsonObject.Builder object) {
      AnswerJson.explained(object, found);
    }

    /** The likeliest class. */
    @Override
    public Picture drawn(Picture picture) {
      return Drawing.classMap(picture, found.getFirst());
    }
  }
}
