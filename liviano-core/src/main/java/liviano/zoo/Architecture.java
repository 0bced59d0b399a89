package liviano.zoo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import liviano.graph.Graph;

/**
 * A network that the zoo knows.
 *
 * @param id its identifier everywhere: {@code mobilenet_v2}
 * @param title its name for people
 * @param source where it was published
 * @param defaults the settings it was published with
 * @param settings which of them it takes; the others have to stay as they are
 * @param heads what {@link Recipe#head} may be; one empty name where there is no choice
 * @param variants what {@link Recipe#variant} may be; the empty name, which is the first, is the
 *     network as its paper describes it
 * @param resolutions at which resolution a variant was published, where it is not the defaults'
 * @param builder its graph for given settings
 */
public record Architecture(
    String id,
    String title,
    String source,
    Recipe defaults,
    Set<Setting> settings,
    List<String> heads,
    List<String> variants,
    Map<String, Integer> resolutions,
    Function<Recipe, Graph> builder) {

  public Architecture {
    settings = Set.copyOf(settings);
    heads = List.copyOf(heads);
    variants = List.copyOf(variants);
    resolutions = Map.copyOf(resolutions);
  }

  /** A network with one head and no variants that takes every setting. */
  public Architecture(
      String id, String title, String source, Recipe defaults, Function<Recipe, Graph> builder) {
    this(id, title, source, defaults, List.of(""), builder);
  }

  /** A network without variants that takes every setting. */
  public Architecture(
      String id,
      String title,
      String source,
      Recipe defaults,
      List<String> heads,
      Function<Recipe, Graph> builder) {
    this(
        id,
        title,
        source,
        defaults,
        EnumSet.allOf(Setting.class),
        heads,
        List.of(""),
        Map.of(),
        builder);
  }

  /** The same, taking no settings but these. */
  public Architecture taking(Setting... taken) {
    return new Architecture(
        id, title, source, defaults, Set.of(taken), heads, variants, resolutions, builder);
  }

  /** The same with variants in addition to the paper's own. */
  public Architecture withVariants(List<String> others) {
    List<String> all = new ArrayList<>(List.of(""));
    all.addAll(others);
    return new Architecture(
        id, title, source, defaults, settings, heads, all, resolutions, builder);
  }

  /** The same, one of its variants published at another resolution. */
  Architecture at(String variant, int resolution) {
    Map<String, Integer> all = new HashMap<>(resolutions);
    all.put(variant, resolution);
    return new Architecture(id, title, source, defaults, settings, heads, variants, all, builder);
  }

  /** The settings that a variant was published with. */
  public Recipe defaults(String variant) {
    return defaults
        .withVariant(variant)
        .withResolution(resolutions.getOrDefault(variant, defaults.resolution()));
  }

  /**
   * @throws IllegalArgumentException if a recipe sets what this network does not take; the message
   *     says what, and what it may be
   */
  void require(Recipe recipe) {
    for (Setting setting : Setting.values()) {
      if (!settings.contains(setting) && !setting.of(recipe).equals(setting.of(defaults))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s takes no %s: it is %s, not %s",
                id,
                setting.title(),
                setting.of(defaults),
                setting.of(recipe)));
      }
    }
    requireKnown("head", recipe.head(), heads);
    requireKnown("variant", recipe.variant(), variants);
  }

  private void requireKnown(String what, String name, List<String> known) {
    if (known.contains(name)) {
      return;
    }
    List<String> named = known.stream().filter(other -> !other.isEmpty()).toList();
    throw new IllegalArgumentException(
        named.isEmpty()
            ? String.format(Locale.ROOT, "%s has one %s, no '%s'", id, what, name)
            : String.format(
                Locale.ROOT,
                "%s has no %s '%s'; known are '%s'",
                id,
                what,
                name,
                String.join("', '", named)));
  }
}
