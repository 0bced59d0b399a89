package liviano.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import liviano.json.JsonArray;
import liviano.json.JsonEnums;
import liviano.json.JsonObject;

/** A model card as JSON. */
final class CardJson {
  private static final List<String> KEYS =
      List.of(
          "task",
          "title",
          "labels",
          "preprocessing",
          "origin",
          "licence",
          "accuracy",
          "roles",
          "layouts",
          "calibration");
  private static final List<String> PREPROCESSING =
      List.of("width", "height", "fit", "resize", "mean", "deviation", "channels");

  private CardJson() {}

  static JsonObject write(ModelCard card) {
    JsonObject.Builder accuracy = JsonObject.builder();
    card.accuracy().forEach(accuracy::put);
    JsonObject.Builder json =
        JsonObject.builder()
            .put("task", JsonEnums.write(card.task()))
            .put("title", card.title())
            .put("labels", JsonArray.ofStrings(card.labels()))
            .put("preprocessing", write(card.preprocessing()))
            .put("origin", card.origin())
            .put("licence", card.licence())
            .put("accuracy", accuracy.build());
    if (!card.roles().isEmpty()) {
      JsonObject.Builder roles = JsonObject.builder();
      card.roles().forEach((name, role) -> roles.put(name, role.key()));
      json.put("roles", roles.build());
    }
    if (!card.layouts().isEmpty()) {
      JsonObject.Builder layouts = JsonObject.builder();
      card.layouts().forEach((name, layout) -> layouts.put(name, write(layout)));
      json.put("layouts", layouts.build());
    }
    if (!card.calibration().equals(Calibration.NONE)) {
      json.put("calibration", write(card.calibration()));
    }
    return json.build();
  }

  private static JsonObject write(Calibration calibration) {
    JsonObject.Builder json = JsonObject.builder().put("temperature", calibration.temperature());
    calibration.unknownBelow().ifPresent(least -> json.put("unknownBelow", least));
    return json.build();
  }

  private static Calibration calibration(JsonObject json) {
    json.requireOnly(List.of("temperature", "unknownBelow"));
    try {
      return new Calibration(json.number("temperature"), json.optionalNumber("unknownBelow"));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static JsonObject write(TensorLayout layout) {
    JsonObject.Builder json = JsonObject.builder().put("extents", integers(layout.extents()));
    if (!layout.isPlain()) {
      json.put("axes", integers(layout.axes()));
    }
    return json.build();
  }

  private static JsonArray integers(List<Integer> integers) {
    return JsonArray.ofIntegers(integers.stream().mapToInt(Integer::intValue).toArray());
  }

  static ModelCard read(JsonObject json) {
    json.requireOnly(KEYS);
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    JsonObject figures = json.object("accuracy");
    figures.members().keySet().forEach(name -> accuracy.put(name, figures.number(name)));
    return new ModelCard(
        JsonEnums.read(json, "task", VisionTask.values()),
        json.string("title"),
        json.array("labels").strings(),
        preprocessing(json.object("preprocessing")),
        json.string("origin"),
        json.string("licence"),
        accuracy,
        roles(json),
        layouts(json),
        json.optionalObject("calibration").map(CardJson::calibration).orElse(Calibration.NONE));
  }

  private static SequencedMap<String, Role> roles(JsonObject json) {
    SequencedMap<String, Role> roles = new LinkedHashMap<>();
    json.optionalObject("roles")
        .ifPresent(
            all ->
                all.members()
                    .keySet()
                    .forEach(name -> roles.put(name, JsonEnums.read(all, name, Role.values()))));
    return roles;
  }

  private static SequencedMap<String, TensorLayout> layouts(JsonObject json) {
    SequencedMap<String, TensorLayout> layouts = new LinkedHashMap<>();
    json.optionalObject("layouts")
        .ifPresent(
            all ->
                all.members()
                    .keySet()
                    .forEach(name -> layouts.put(name, layout(all.object(name)))));
    return layouts;
  }

  private static TensorLayout layout(JsonObject json) {
    json.requireOnly(List.of("extents", "axes"));
    List<Integer> extents = integers(json.array("extents"));
    try {
      return json.optionalArray("axes")
          .map(axes -> new TensorLayout(extents, integers(axes)))
          .orElseGet(() -> TensorLayout.of(extents));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }

  private static List<Integer> integers(JsonArray json) {
    return Arrays.stream(json.integers()).boxed().toList();
  }

  static JsonObject write(Preprocessing preprocessing) {
    return JsonObject.builder()
        .put("width", preprocessing.width())
        .put("height", preprocessing.height())
        .put("fit", write(preprocessing.fit()))
        .put("resize", JsonEnums.write(preprocessing.resize()))
        .put("mean", write(preprocessing.normalization().mean()))
        .put("deviation", write(preprocessing.normalization().deviation()))
        .put("channels", JsonEnums.write(preprocessing.channels()))
        .build();
  }

  private static Preprocessing preprocessing(JsonObject json) {
    json.requireOnly(PREPROCESSING);
    try {
      return new Preprocessing(
          json.integer("width"),
          json.integer("height"),
          fit(json.object("fit")),
          JsonEnums.read(json, "resize", ResizeRule.values()),
          new Normalization(rgb(json.array("mean")), rgb(json.array("deviation"))),
          JsonEnums.read(json, "channels", ChannelOrder.values()));
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
      case Fit.ResizeAndPad(int longerSide, Rgb colour) ->
          json.put("rule", "resize-and-pad")
              .put("longerSide", longerSide)
              .put("colour", write(colour))
              .build();
    };
  }

  private static Fit fit(JsonObject json) {
    return switch (json.string("rule")) {
      case "squash" -> new Fit.Squash();
      case "central-crop" -> new Fit.CentralCrop(json.number("fraction"));
      case "resize-and-crop" -> new Fit.ResizeAndCrop(json.integer("shorterSide"));
      case "pad" -> new Fit.Pad(rgb(json.array("colour")));
      case "resize-and-pad" ->
          new Fit.ResizeAndPad(json.integer("longerSide"), rgb(json.array("colour")));
      default ->
          throw json.error(
              "rule",
              String.format(
                  Locale.ROOT,
                  "'%s' is none of squash, central-crop, resize-and-crop, pad, resize-and-pad",
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
