package liviano.zoo;

import java.util.List;
import java.util.function.Function;
import liviano.graph.Graph;

/**
 * A network that the zoo knows.
 *
 * @param id its identifier everywhere: {@code mobilenet_v2}
 * @param title its name for people
 * @param source where it was published
 * @param defaults the settings it was published with
 * @param heads what {@link Recipe#head} may be; one empty name where there is no choice
 * @param builder its graph for given settings
 */
public record Architecture(
    String id,
    String title,
    String source,
    Recipe defaults,
    List<String> heads,
    Function<Recipe, Graph> builder) {

  public Architecture {
    heads = List.copyOf(heads);
  }

  /** A network with one head. */
  public Architecture(
      String id, String title, String source, Recipe defaults, Function<Recipe, Graph> builder) {
    this(id, title, source, defaults, List.of(""), builder);
  }
}
