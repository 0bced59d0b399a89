package liviano.vision.prepare;

import java.util.Locale;
import java.util.Map;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.tensor.Shape;

/** Networks built for the size of the pictures that they are given. */
public final class SizedGraph {
  private SizedGraph() {}

  /**
   * A network as it is for pictures of the size that the preprocessing gives, so that the shapes of
   * its outputs are those that a run will have. It reads and gives 32-bit floats, also where the
   * model's own has integers that stand for real numbers.
   *
   * @param model named in errors
   * @throws UnsupportedModelException if the network does not read one picture of {@code [height,
   *     width, 3]} or {@code [height, width, 1]}, or cannot be built for pictures of that size
   */
  public static Graph of(Model model, Graph graph, Preprocessing preprocessing) {
    return of(model, graph, preprocessing.height(), preprocessing.width());
  }

  /**
   * The same for pictures of {@code height} lines of {@code width} pixels.
   *
   * @throws UnsupportedModelException as above
   */
  public static Graph of(Model model, Graph graph, int height, int width) {
    Value image = graph.inputs().getFirst();
    if (graph.inputs().size() != 1
        || !RealGraph.canBeReal(image.type())
        || !image.shape().isMap()
        || image.shape().channels() != 3 && image.shape().channels() != 1) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' reads %s, not one picture of [height, width, 3 or 1]; 'liviano run' runs any"
                  + " network",
              model.card().title(),
              graph.inputs().stream().map(SizedGraph::described).toList()));
    }
    Shape shape = Shape.of(height, width, image.shape().channels());
    try {
      return RealGraph.of(
          image.shape().equals(shape) ? graph : graph.withInputs(Map.of(image.name(), shape)));
    } catch (GraphException | IllegalArgumentException e) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' cannot be built for pictures of %dx%d: %s",
              model.card().title(),
              width,
              height,
              e.getMessage()));
    }
  }

  private static String described(Value value) {
    return value.shape() + " " + value.type().dtype();
  }
}
