package liviano.model;

import java.util.List;
import liviano.json.JsonObject;
import liviano.tensor.DetectionRule;

/** A {@link DetectionRule} as JSON. */
final class DetectionJson {
  private static final List<String> KEYS =
      List.of(
          "most",
          "classesOfEach",
          "mostOfClass",
          "classByClass",
          "leastScore",
          "mostOverlap",
          "classes",
          "scaleY",
          "scaleX",
          "scaleH",
          "scaleW");

  private DetectionJson() {}

  static JsonObject write(DetectionRule rule) {
    return JsonObject.builder()
        .put("most", rule.most())
        .put("classesOfEach", rule.classesOfEach())
        .put("mostOfClass", rule.mostOfClass())
        .put("classByClass", rule.classByClass())
        .put("leastScore", rule.leastScore())
        .put("mostOverlap", rule.mostOverlap())
        .put("classes", rule.classes())
        .put("scaleY", rule.scaleY())
        .put("scaleX", rule.scaleX())
        .put("scaleH", rule.scaleH())
        .put("scaleW", rule.scaleW())
        .build();
  }

  /**
   * @throws liviano.json.JsonException if a member is missing, unknown or wrong
   */
  static DetectionRule read(JsonObject json) {
    json.requireOnly(KEYS);
    try {
      return new DetectionRule(
          json.integer("most"),
          json.integer("classesOfEach"),
          json.integer("mostOfClass"),
          json.bool("classByClass"),
          SettingsIn.real(json, "leastScore"),
          SettingsIn.real(json, "mostOverlap"),
          json.integer("classes"),
          SettingsIn.real(json, "scaleY"),
          SettingsIn.real(json, "scaleX"),
          SettingsIn.real(json, "scaleH"),
          SettingsIn.real(json, "scaleW"));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
