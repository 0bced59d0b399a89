package liviano.zoo;

import java.util.function.Function;

/**
 * A setting of a {@link Recipe} that a network may or may not take. Classes and norm are no such
 * settings: every network takes them.
 */
public enum Setting {
  WIDTH("width multiplier", Recipe::width),
  RESOLUTION("resolution", Recipe::resolution),
  OUTPUT_STRIDE("output stride", Recipe::outputStride),
  EXPANSION("expansion factor", Recipe::expansion),
  CONVENTION("convention", Recipe::convention);

  private final String title;
  private final Function<Recipe, Object> value;

  Setting(String title, Function<Recipe, Object> value) {
    this.title = title;
    this.value = value;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What a recipe has for it. */
  Object of(Recipe recipe) {
    return value.apply(recipe);
  }
}
