package liviano.vision;

import java.util.Locale;
import java.util.function.Function;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.CompileOptions;
import liviano.engine.Deadline;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.SessionPool;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.vision.prepare.Placement;
import liviano.vision.prepare.Preprocessor;
import liviano.vision.prepare.SizedGraph;

/**
 * From a picture to any outputs of a model as floats: prepare, run, read. The tasks are built on
 * it; use it directly for what no task offers, and {@link ModelRunner} for networks that read
 * anything else. Thread-safe; nothing has to be closed.
 */
public final class PictureRunner {
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
   * @param options for one picture at a time
   * @throws UnsupportedModelException if the network does not read one picture, cannot be built for
   *     pictures of that size, or gives anything but 32-bit floats
   * @throws IllegalArgumentException if the options are for several pictures at a time, or allow
   *     too little memory
   */
  public PictureRunner(
      Model model, Graph graph, Preprocessing preprocessing, CompileOptions options) {
    if (options.batch() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a batch of %d: pictures are seen one by one", options.batch()));
    }
    Graph sized = SizedGraph.of(model, graph, preprocessing);
    requireFloats(model, sized);
    this.shape = sized.inputs().getFirst().shape();
    this.preprocessor = Preprocessor.of(preprocessing, shape.channels());
    this.input = sized.inputs().getFirst().name();
    this.sessions = new SessionPool(Engine.compile(sized, model.weights(), options));
  }

  private static void requireFloats(Model model, Graph graph) {
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if (value.type().dtype() != DType.F32) {
                throw new UnsupportedModelException(
                    String.format(
                        Locale.ROOT,
                        "'%s' gives '%s' as %s, not as 32-bit floats",
                        model.card().title(),
                        name,
                        value.type().dtype()));
              }
            });
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return sessions.program();
  }

  /** Height, width and channels: what the network reads. */
  public Shape inputShape() {
    return shape;
  }

  /** The place of a region of a picture in the input. */
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
   * @throws CancelledException if the calling thread is interrupted
   */
  public <R> R run(Picture picture, Region region, Function<Session, R> read) {
    return run(picture, region, Deadline.none(), read);
  }

  /**
   * The same, while there is time.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted or the deadline passes
   */
  public <R> R run(Picture picture, Region region, Deadline deadline, Function<Session, R> read) {
    return sessions.with(
        deadline,
        session -> {
          StageClock.prepare(
              () -> preprocessor.apply(picture, region, session.input(input).segment()));
          return StageClock.infer(
              () -> {
                session.run(deadline);
                return read.apply(session);
              });
        });
  }
}
