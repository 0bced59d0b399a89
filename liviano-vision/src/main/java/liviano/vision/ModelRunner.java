package liviano.vision;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.SessionPool;
import liviano.graph.Graph;
import liviano.graph.Shape;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.Preprocessing;

/**
 * From a picture to any outputs of a model: preprocess, run, read. What the tasks are made of, and
 * what there is for questions that no task answers. Thread-safe; nothing has to be closed.
 */
public final class ModelRunner {
  private final Preprocessor preprocessor;
  private final SessionPool sessions;
  private final String input;
  private final Shape shape;

  /**
   * Compiles a network.
   *
   * @param model whose weights the network has
   * @param graph a network that reads one picture: the model's own, a part of it, or one with the
   *     same constants
   * @throws IllegalArgumentException if the network does not read one {@code [height, width, 3]}
   */
  public ModelRunner(
      Model model, Graph graph, Preprocessing preprocessing, CompileOptions options) {
    if (graph.inputs().size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the model reads %d tensors, not one picture", graph.inputs().size()));
    }
    Value image = graph.inputs().getFirst();
    this.shape = Shape.of(preprocessing.height(), preprocessing.width(), 3);
    if (!image.shape().isMap() || image.shape().channels() != 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the model reads %s, not a picture of [height, width, 3]",
              image.shape()));
    }
    this.preprocessor = Preprocessor.of(preprocessing);
    this.input = image.name();
    this.sessions =
        new SessionPool(
            Engine.compile(
                graph,
                model.weights(),
                shape.equals(image.shape())
                    ? options
                    : options.withInputShapes(Map.of(input, shape))));
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return sessions.program();
  }

  /** Height, width and 3: what the network reads. */
  public Shape inputShape() {
    return shape;
  }

  /** Where a region of a picture comes to stand in the input. */
  Placement placement(Region region) {
    return Placement.of(preprocessor.preprocessing().fit(), region, shape.width(), shape.height());
  }

  /**
   * The rectangle of the picture that all of the input covers, for a region of the picture; it
   * reaches beyond the region where the input is padded.
   */
  public Box view(Region region) {
    Placement placement = placement(region);
    Placement.Span columns = placement.columns();
    Placement.Span rows = placement.rows();
    return new Box(
        (float) (placement.source().x() + columns.unclippedSource(0)),
        (float) (placement.source().y() + rows.unclippedSource(0)),
        (float) (columns.unclippedSource(shape.width()) - columns.unclippedSource(0)),
        (float) (rows.unclippedSource(shape.height()) - rows.unclippedSource(0)));
  }

  /**
   * A copy of one output for a region of a picture.
   *
   * @throws IllegalArgumentException if the region is not inside the picture, or there is no such
   *     output
   */
  public float[] run(Picture picture, Region region, String output) {
    return run(picture, region, session -> session.output(output).toArray());
  }

  /**
   * What {@code read} makes of the outputs for a region of a picture; it must not hold the
   * session's memory.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   */
  public <R> R run(Picture picture, Region region, Function<Session, R> read) {
    return sessions.with(
        session -> {
          preprocessor.apply(picture, region, session.input(input).segment());
          session.run();
          return read.apply(session);
        });
  }
}
