package liviano.vision;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Deadline;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.engine.SessionPool;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.tensor.NativeMemory;
import liviano.tensor.Shape;
import liviano.weights.Tensor;

/**
 * Runs any network: tensors in, tensors out, in the shapes and number formats that the network's
 * file has, whatever a task would make of them. Immutable and thread-safe: one runner serves all
 * threads, each inference on one core unless the options say otherwise. Nothing has to be closed.
 */
public final class ModelRunner {

  private final Model model;
  private final SequencedMap<String, TensorInfo> inputs;
  private final SequencedMap<String, TensorInfo> outputs;
  private final Map<String, Shape> shapes;
  private final SessionPool sessions;

  private ModelRunner(Model model, Graph graph, CompileOptions options) {
    this.model = model;
    this.inputs = new LinkedHashMap<>();
    this.outputs = new LinkedHashMap<>();
    this.shapes = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      inputs.put(input.name(), info(model, input.name(), input));
      shapes.put(input.name(), input.shape());
    }
    graph.outputs().forEach((name, value) -> outputs.put(name, info(model, name, value)));
    this.sessions = new SessionPool(Engine.compile(graph, model.weights(), options));
  }

  /**
   * A runner of a model with all its outputs.
   *
   * @throws UnsupportedModelException if the model asks for more than the default limits
   */
  public static ModelRunner of(Model model) {
    return of(model, CompileOptions.defaults());
  }

  /**
   * The same with options, which are for one sample at a time.
   *
   * @throws UnsupportedModelException if the model asks for more than the options' limits
   * @throws IllegalArgumentException if the options are for several samples at a time, or for other
   *     sizes of the inputs
   */
  public static ModelRunner of(Model model, CompileOptions options) {
    requireSingle(options);
    return new ModelRunner(model, model.graph(), options);
  }

  /**
   * The same for some values, which need not be outputs: what only others need is not computed.
   *
   * @param outputs names of outputs, or of values of the graph
   * @throws UnsupportedModelException if the model asks for more than the options' limits
   * @throws liviano.graph.GraphException if there is no value of such a name; the message names
   *     some that there are
   * @throws IllegalArgumentException as above, or if no output is named
   */
  public static ModelRunner of(Model model, List<String> outputs, CompileOptions options) {
    requireSingle(options);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("name an output at least");
    }
    return new ModelRunner(model, model.graph().endingAt(outputs.toArray(String[]::new)), options);
  }

  private static void requireSingle(CompileOptions options) {
    if (options.batch() != 1 || !options.inputShapes().isEmpty()) {
      throw new IllegalArgumentException("a model is run in its own sizes, one sample at a time");
    }
  }

  private static TensorInfo info(Model model, String name, Value value) {
    return new TensorInfo(
        name, value.type().dtype(), model.layout(name, value), value.type().quantization());
  }

  /** The inputs by their names, in the model's order. */
  public SequencedMap<String, TensorInfo> inputs() {
    return Collections.unmodifiableSequencedMap(inputs);
  }

  /** The outputs by their names, in the order in which they are given. */
  public SequencedMap<String, TensorInfo> outputs() {
    return Collections.unmodifiableSequencedMap(outputs);
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return sessions.program();
  }

  /**
   * Computes the outputs.
   *
   * @param given a tensor for each input, by the input's name, of exactly its type and extents
   * @return a tensor for each output, in the order of {@link #outputs()}; integers are as the
   *     network has them, which may stand for real numbers
   * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape;
   *     the message says what is needed
   * @throws liviano.engine.CancelledException if the calling thread is interrupted
   */
  public SequencedMap<String, Tensor> run(Map<String, Tensor> given) {
    require(given);
    return sessions.with(
        Deadline.none(),
        session -> {
          StageClock.prepare(
              () -> inputs.forEach((name, info) -> fill(session, info, given.get(name))));
          return StageClock.infer(
              () -> {
                session.run();
                SequencedMap<String, Tensor> results = new LinkedHashMap<>();
                outputs.forEach((name, info) -> results.put(name, read(session, info)));
                return results;
              });
        });
  }

  private void require(Map<String, Tensor> given) {
    for (String name : given.keySet()) {
      if (!inputs.containsKey(name)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "there is no input '%s'; there are %s", name, inputs.values()));
      }
    }
    inputs.forEach(
        (name, info) -> {
          Tensor tensor = given.get(name);
          if (tensor == null) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "input %s is missing", info));
          }
          if (tensor.type() != info.type() || !tensor.dims().equals(info.dims())) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "input %s is given %s %s",
                    info,
                    tensor.type().longName(),
                    tensor.dims()));
          }
        });
  }

  private static void fill(Session session, TensorInfo info, Tensor tensor) {
    info.layout()
        .toMemory(tensor.data(), session.input(info.name()).segment(), info.type().bytes());
  }

  private static Tensor read(Session session, TensorInfo info) {
    MemorySegment memory = session.output(info.name()).segment();
    MemorySegment file = NativeMemory.allocate(memory.byteSize());
    info.layout().toFile(memory, file, info.type().bytes());
    return new Tensor(info.name(), info.type(), info.dims(), file);
  }

  /**
   * Whether a picture is as large as an input, so that it fills it pixel by pixel.
   *
   * @throws IllegalArgumentException if there is no such input, or it takes no picture
   */
  public boolean isSizeOf(String input, Picture picture) {
    Shape shape = pictureShape(input);
    return picture.height() == shape.height() && picture.width() == shape.width();
  }

  /**
   * A picture as a tensor for an input. One of the input's own size is not resized. Numbers of
   * quantised inputs are {@code floor(number / scale + zeroPoint + 0.5)}, clamped to the range of
   * the format.
   *
   * @param input name of an input of {@code [height, width, 3]} or {@code [height, width, 1]}, in
   *     whatever order the file has its axes
   * @param preprocessing how a picture of another size is fitted and resampled, and the order of
   *     the channels; its size and normalisation do not matter
   * @param rule what number a pixel becomes; if empty, an input of unsigned bytes takes the pixel,
   *     and others the number of the model card's normalisation
   * @throws IllegalArgumentException if there is no such input, or it takes no picture
   * @throws MalformedModelException if the input's quantisation has more than one scale
   */
  public Tensor tensor(
      String input, Picture picture, Preprocessing preprocessing, Optional<PixelRule> rule) {
    Shape shape = pictureShape(input);
    TensorInfo info = inputs.get(input);
    PictureTensor pixels = new PictureTensor(info, shape, model.card().preprocessing());
    return pixels.of(picture, preprocessing, rule);
  }

  private Shape pictureShape(String input) {
    TensorInfo info = inputs.get(input);
    if (info == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no input '%s'; there are %s", input, inputs.values()));
    }
    Shape shape = shapes.get(input);
    if (!shape.isMap() || shape.channels() != 3 && shape.channels() != 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "input %s takes no picture: give it an array", info));
    }
    if (Math.max(shape.height(), shape.width()) > Preprocessing.MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network's input %s is larger than pictures are made, whose sides have at most %d"
                  + " pixels: give it an array",
              info,
              Preprocessing.MAX_SIDE));
    }
    return shape;
  }
}
