package liviano.model;

import java.util.List;
import liviano.json.JsonEnums;
import liviano.json.JsonObject;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/** A recipe as JSON; without a {@code head} or a {@code variant} it is the empty one. */
final class RecipeJson {
  private static final List<String> KEYS =
      List.of(
          "architecture",
          "width",
          "resolution",
          "classes",
          "outputStride",
          "expansion",
          "convention",
          "norm",
          "head",
          "variant");

  private RecipeJson() {}

  static JsonObject write(Recipe recipe) {
    return JsonObject.builder()
        .put("architecture", recipe.architecture())
        .put("width", recipe.width())
        .put("resolution", recipe.resolution())
        .put("classes", recipe.classes())
        .put("outputStride", recipe.outputStride())
        .put("expansion", recipe.expansion())
        .put("convention", JsonEnums.write(recipe.convention()))
        .put("norm", JsonEnums.write(recipe.norm()))
        .put("head", recipe.head())
        .put("variant", recipe.variant())
        .build();
  }

  static Recipe read(JsonObject json) {
    json.requireOnly(KEYS);
    try {
      return new Recipe(
          json.string("architecture"),
          json.number("width"),
          json.integer("resolution"),
          json.integer("classes"),
          json.integer("outputStride"),
          json.integer("expansion"),
          JsonEnums.read(json, "convention", Convention.values()),
          JsonEnums.read(json, "norm", Norm.values()),
          json.optionalString("head").orElse(""),
          json.optionalString("variant").orElse(""));
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage());
    }
  }
}
