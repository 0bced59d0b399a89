package liviano.vision.segmentation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.LivianoException;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.SessionPool;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.Role;
import liviano.tensor.Shape;
import liviano.vision.prepare.SizedGraph;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;

/**
 * One model's network for pictures of several sizes, all compiled at once, so that what does not
 * fit is known before the first picture comes; all share one set of packed weights. Thread-safe.
 */
public final class SizedPrograms {

  /**
   * Of a picture.
   *
   * @param height rows
   * @param width pixels a row
   */
  public record Size(int height, int width) {}

  private final Map<Size, SessionPool> programs = new HashMap<>();

  /**
   * @param role of the only output that is computed, which has its name: at every size a map of as
   *     many channels as the model's own
   * @throws UnsupportedModelException if the network cannot be built for one of the sizes, or gives
   *     another output there
   * @throws liviano.MalformedModelException if the model's recipe asks for weights that it lacks
   */
  public SizedPrograms(Model model, Role role, List<Size> sizes, CompileOptions options) {
    CompileOptions shared =
        options.packedWeights().isPresent()
            ? options
            : options.toBuilder().packedWeights(options.newPackedWeights()).build();
    int channels = model.find(role).orElseThrow().shape().channels();
    for (Size size : sizes) {
      Graph graph = graph(model, role, size);
      requireMap(model, graph.outputs().get(role.key()).shape(), channels, size);
      programs.putIfAbsent(size, new SessionPool(Engine.compile(graph, model.weights(), shared)));
    }
  }

  /** Sessions that read pictures of one of the sizes, {@code height x width x channels}. */
  public SessionPool at(int height, int width) {
    return programs.get(new Size(height, width));
  }

  /** Where a layer resizes to the input's size, a graph fits one size: it is built anew. */
  private static Graph graph(Model model, Role role, Size size) {
    Graph graph = model.ending(role);
    Optional<Recipe> recipe = model.recipe().filter(DeepLabV3::isFor);
    Value image = graph.inputs().getFirst();
    boolean asItIs = image.shape().equals(Shape.of(size.height(), size.width(), 3));
    if (recipe.isEmpty() || asItIs) {
      return SizedGraph.of(model, graph, size.height(), size.width());
    }
    try {
      Graph built = DeepLabV3.graph(recipe.get(), size.height(), size.width());
      return built
          .withInputNames(Map.of(built.inputs().getFirst().name(), image.name()))
          .endingAt(role.key());
    } catch (IllegalArgumentException | LivianoException e) {
      throw unsupported(model, size, e.getMessage());
    }
  }

  private static void requireMap(Model model, Shape shape, int channels, Size size) {
    if (!shape.isMap() || shape.channels() != channels) {
      throw unsupported(
          model,
          size,
          String.format(
              Locale.ROOT, "it would give %s, not a map of %d channels", shape, channels));
    }
  }

  private static UnsupportedModelException unsupported(Model model, Size size, String reason) {
    return new UnsupportedModelException(
        String.format(
            Locale.ROOT,
            "'%s' cannot be built for pictures of %dx%d: %s",
            model.card().title(),
            size.width(),
            size.height(),
            reason));
  }
}
