package liviano.vision;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.SessionPool;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Shape;
import liviano.graph.Value;
import liviano.kernels.PackedWeights;
import liviano.model.Model;
import liviano.zoo.DeepLabV3;
import liviano.zoo.Recipe;

/**
 * One model's network for pictures of several sizes: each is compiled when it is first asked for
 * and then kept; all share one set of packed weights. Thread-safe.
 */
final class SizedPrograms {
  private record Size(int height, int width) {}

  private final Model model;
  private final String output;
  private final CompileOptions options;
  private final ConcurrentMap<Size, SessionPool> programs = new ConcurrentHashMap<>();

  /**
   * @param output the only output that is computed
   */
  SizedPrograms(Model model, String output, CompileOptions options) {
    this.model = model;
    this.output = output;
    this.options =
        options.packedWeights().isPresent()
            ? options
            : options.withPackedWeights(new PackedWeights());
  }

  /**
   * Sessions that read pictures of this size, {@code height x width x 3}.
   *
   * @throws IllegalArgumentException if the network cannot be built for it
   */
  SessionPool at(int height, int width) {
    return programs.computeIfAbsent(
        new Size(height, width),
        size -> new SessionPool(Engine.compile(graph(size), model.weights(), options)));
  }

  /** Where a layer resizes to the input's size, a graph fits one size: it is built anew. */
  private Graph graph(Size size) {
    Graph graph = model.graph().endingAt(output);
    Value image = graph.inputs().getFirst();
    Shape shape = Shape.of(size.height(), size.width(), 3);
    if (image.shape().equals(shape)) {
      return graph;
    }
    Optional<Recipe> recipe = model.recipe().filter(DeepLabV3::isFor);
    if (recipe.isPresent()) {
      return DeepLabV3.graph(recipe.get(), size.height(), size.width()).endingAt(output);
    }
    try {
      return graph.withInputs(Map.of(image.name(), shape));
    } catch (GraphException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the model reads pictures of %s and has no recipe to be built for %s: %s",
              image.shape(),
              shape,
              e.getMessage()),
          e);
    }
  }
}
