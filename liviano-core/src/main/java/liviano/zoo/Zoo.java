package liviano.zoo;

import java.util.List;
import liviano.graph.Graph;
import liviano.text.NearNames;

/** Every network by its identifier. */
public final class Zoo {
  private static final List<Architecture> ALL =
      List.of(MobileNetV2.ARCHITECTURE, SsdLite.ARCHITECTURE, DeepLabV3.ARCHITECTURE);

  private Zoo() {}

  /** All networks, in the order of their table. */
  public static List<Architecture> all() {
    return ALL;
  }

  /**
   * The network of that identifier.
   *
   * @throws IllegalArgumentException if there is none; the message offers the nearest, or all
   */
  public static Architecture architecture(String id) {
    return ALL.stream()
        .filter(architecture -> architecture.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(id)));
  }

  private static String unknown(String id) {
    List<String> ids = ALL.stream().map(Architecture::id).toList();
    List<String> near = NearNames.of(id, ids);
    return near.isEmpty()
        ? "unknown network '%s'; known are %s".formatted(id, String.join(", ", ids))
        : "unknown network '%s'; did you mean %s?".formatted(id, String.join(" or ", near));
  }

  /**
   * Builds a network.
   *
   * @throws IllegalArgumentException if the architecture is unknown or a setting does not fit it
   */
  public static Graph graph(Recipe recipe) {
    Architecture architecture = architecture(recipe.architecture());
    architecture.require(recipe);
    return architecture.builder().apply(recipe);
  }
}
