package liviano.formats.store;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import liviano.json.JsonArray;
import liviano.json.JsonEnums;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.model.Normalization;
import liviano.model.Preset;
import liviano.model.ResizeRule;
import liviano.model.VisionTask;

/**
 * Published models from JSON: a list of objects. A member that is not known is an error, as is
 * whatever does not fit together.
 */
final class CatalogueJson {
  private static final List<String> KEYS =
      List.of(
          "name",
          "aliases",
          "task",
          "network",
          "width",
          "resolution",
          "title",
          "licence",
          "accuracy",
          "accuracy_from",
          "preparation",
          "classes",
          "parameters",
          "sources");

  private CatalogueJson() {}

  /**
   * Reads the list.
   *
   * @throws JsonException if it is none
   */
  static List<Published> read(JsonValue json) {
    JsonArray list = json.asArray();
    List<Published> models = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonObject model = list.object(i).requireOnly(KEYS);
      models.add(checked(model, () -> model(model)));
    }
    return models;
  }

  private static Published model(JsonObject json) {
    return new Published(
        json.string("name"),
        json.optionalArray("aliases").map(JsonArray::strings).orElse(List.of()),
        JsonEnums.read(json, "task", VisionTask.values()),
        json.string("network"),
        json.number("width"),
        json.integer("resolution"),
        json.string("title"),
        json.string("licence"),
        json.optionalObject("accuracy").map(CatalogueJson::numbers).orElse(new LinkedHashMap<>()),
        json.optionalString("accuracy_from").orElse(""),
        json.optionalObject("preparation").map(CatalogueJson::preparation),
        classes(json),
        json.longInteger("parameters"),
        sources(json.array("sources")));
  }

  private static SequencedMap<String, Double> numbers(JsonObject json) {
    SequencedMap<String, Double> numbers = new LinkedHashMap<>();
    json.members().keySet().forEach(key -> numbers.put(key, json.number(key)));
    return numbers;
  }

  private static Preparation preparation(JsonObject json) {
    json.requireOnly(List.of("preset", "shorter_side", "longer_side", "resize", "pixels"));
    return new Preparation(
        JsonEnums.read(json, "preset", Preset.values()),
        json.optionalInteger("shorter_side"),
        json.optionalInteger("longer_side"),
        json.has("resize")
            ? Optional.of(JsonEnums.read(json, "resize", ResizeRule.values()))
            : Optional.empty(),
        json.optionalString("pixels").map(name -> normalization(json, name)));
  }

  private static Normalization normalization(JsonObject json, String name) {
    return switch (name) {
      case "minus_one_to_one" -> Normalization.minusOneToOne();
      case "zero_to_one" -> Normalization.zeroToOne();
      case "imagenet" -> Normalization.imageNet();
      default -> throw json.error("pixels", "is none of minus_one_to_one, zero_to_one, imagenet");
    };
  }

  private static ClassNames classes(JsonObject json) {
    return json.get("classes") instanceof JsonArray own
        ? new ClassNames.Own(own.strings())
        : JsonEnums.read(json, "classes", ClassNames.Known.values());
  }

  private static List<Source> sources(JsonArray json) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonObject source = json.object(i);
      sources.add(checked(source, () -> source(source)));
    }
    return sources;
  }

  private static Source source(JsonObject json) {
    if (json.has("npm")) {
      json.requireOnly(List.of("npm", "version", "bytes", "sha512", "files"));
      return new Source.NpmPackage(
          json.string("npm"), json.string("version"), DigestJson.read(json), files(json));
    }
    if (json.has("folder")) {
      json.requireOnly(List.of("folder", "files"));
      return new Source.WebFolder(URI.create(json.string("folder")), files(json));
    }
    json.requireOnly(List.of("file", "bytes", "sha512", "sha256", "sha256_prefix", "member"));
    return new Source.WebFile(
        URI.create(json.string("file")), DigestJson.read(json), json.optionalString("member"));
  }

  private static Map<String, Digest> files(JsonObject source) {
    JsonObject files = source.object("files");
    return checked(files, () -> DigestJson.readAll(files));
  }

  private static <T> T checked(JsonObject json, Supplier<T> making) {
    try {
      return making.get();
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
