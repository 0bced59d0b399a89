package liviano.zoo;

import java.util.List;
import java.util.stream.Collectors;
import liviano.graph.Graph;

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
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  public static Architecture architecture(String id) {
    return ALL.stream()
        .filter(architecture -> architecture.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown network '%s'; known are %s"
                        .formatted(
                            id,
                            ALL.stream().map(Architecture::id).collect(Collectors.joining(", ")))));
  }

  /**
   * Builds a network.
   *
   * @throws IllegalArgumentException if the architecture is unknown or a setting does not fit it
   */
  public static Graph graph(Recipe recipe) {
    Architecture architecture = architecture(recipe.architecture());
    requireHead(architecture, recipe.head());
    return architecture.builder().apply(recipe);
  }

  /**
   * @throws IllegalArgumentException if the architecture has no such head; the message names those
   *     it has
   */
  static void requireHead(Architecture architecture, String head) {
    if (!architecture.heads().contains(head)) {
      throw new IllegalArgumentException(
          "%s has no head '%s'; known are '%s'"
              .formatted(architecture.id(), head, String.join("', '", architecture.heads())));
    }
  }
}
