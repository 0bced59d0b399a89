package liviano.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/** A model card as JSON. */
final class CardJson {
  private static final List<String> KEYS =
      List.of("task", "title", "labels", "preprocessing", "origin", "licence", "accuracy");
  private static final List<String> PREPROCESSING =
      List.of("width", "height", "fit", "resize", "mean", "deviation", "channels");

  private CardJson() {}

  static JsonObject write(ModelCard card) {
    JsonObject.Builder accuracy = JsonObject.builder();
    card.accuracy().forEach(accuracy::put);
    return JsonObject.builder()
        .put("task", Enums.write(card.task()))
        .put("title", card.title())
        .put("labels", JsonArray.ofStrings(card.labels()))
        .put("preprocessing", write(card.preprocessing()))
        .put("origin", card.origin())
        .put("licence", card.licence())
        .put("accuracy", accuracy.build())
        .build();
  }

  static ModelCard read(JsonObject json) {
    json.requireOnly(KEYS);
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    JsonObject figures = json.object("accuracy");
    figures.members().keySet().forEach(name -> accuracy.put(name, figures.number(name)));
    return new ModelCard(
        Enums.read(json, "task", VisionTask.class),
        json.string("title"),
        json.array("labels").strings(),
        preprocessing(json.object("preprocessing")),
        json.string("origin"),
        json.string("licence"),
        accuracy);
  }

  private static JsonObject write(Preprocessing preprocessing) {
    return JsonObject.builder()
        .put("width", preprocessing.width())
        .put("height", preprocessing.height())
        .put("fit", write(preprocessing.fit()))
        .put("resize", Enums.write(preprocessing.resize()))
        .put("mean", write(preprocessing.normalization().mean()))
        .put("deviation", write(preprocessing.normalization().deviation()))
        .put("channels", Enums.write(preprocessing.channels()))
        .build();
  }

  private static Preprocessing preprocessing(JsonObject json) {
    json.requireOnly(PREPROCESSING);
    try {
      return new Preprocessing(
          json.integer("width"),
          json.integer("height"),
          fit(json.object("fit")),
          Enums.read(json, "resize", ResizeRule.class),
          new Normalization(rgb(json.array("mean")), rgb(json.array("deviation"))),
          Enums.read(json, "channels", ChannelOrder.class));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static JsonObject write(Fit fit) {
    JsonObject.Builder json = JsonObject.builder();
    return switch (fit) {
      case Fit.Squash() -> json.put("rule", "squash").build();
      case Fit.CentralCrop(double fraction) ->
          json.put("rule", "central-crop").put("fraction", fraction).build();
      case Fit.ResizeAndCrop(int shorterSide) ->
          json.put("rule", "resize-and-crop").put("shorterSide", shorterSide).build();
      case Fit.Pad(Rgb colour) -> json.put("rule", "pad").put("colour", write(colour)).build();
    };
  }

  private static Fit fit(JsonObject json) {
    return switch (json.string("rule")) {
      case "squash" -> new Fit.Squash();
      case "central-crop" -> new Fit.CentralCrop(json.number("fraction"));
      case "resize-and-crop" -> new Fit.ResizeAndCrop(json.integer("shorterSide"));
      case "pad" -> new Fit.Pad(rgb(json.array("colour")));
      default ->
          throw json.error(
              "rule",
              String.format(
                  Locale.ROOT,
                  "'%s' is none of squash, central-crop, resize-and-crop, pad",
                  json.string("rule")));
    };
  }

  private static JsonArray write(Rgb rgb) {
    return JsonArray.ofFloats(rgb.red(), rgb.green(), rgb.blue());
  }

  private static Rgb rgb(JsonArray json) {
    float[] channels = json.floats();
    if (channels.length != 3) {
      throw json.error("three numbers are needed, there are " + channels.length);
    }
    return new Rgb(channels[0], channels[1], channels[2]);
  }
}
