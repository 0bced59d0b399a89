package liviano.vision.explain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.Deadline;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.Box;
import liviano.vision.Category;
import liviano.vision.ClassifierOptions;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;
import liviano.vision.answer.FiniteOutputs;
import liviano.vision.answer.LabelFilter;
import liviano.vision.answer.Parallel;
import liviano.vision.answer.Ranking;
import liviano.vision.answer.Softmax;
import liviano.vision.prepare.SizedGraph;

/**
 * Says where in a picture a classifier sees a class (Zhou et al. 2016, <em>Learning Deep Features
 * for Discriminative Localization</em>, arXiv:1512.04150). Where a network ends in a map, its
 * average and one dense layer, the order of the last two does not matter: weighting the channels of
 * each position first gives a map whose mean is the logit.
 *
 * <p>The map is placed as if its positions divided the input into equal tiles. With uneven padding,
 * as in TensorFlow, the centres of the receptive fields are shifted, but training compensates for
 * most of that: for the published MobileNetV2 the maps of 53 pictures and of their mirror images
 * agree best for positions a sixth of a step right of the tiles' middles, and the centres would be
 * half a step off.
 *
 * <p>Immutable and thread-safe: one object serves all threads. Nothing has to be closed.
 */
public final class ClassActivationMap {
  private static final String LOGITS = Role.LOGITS.key();
  private static final String MAP = "map";

  private final List<String> labels;
  private final int[] allowed;
  private final ClassifierOptions options;
  private final PictureRunner runner;
  private final Calibration calibration;
  private final Shape map; // height, width, channels
  private final float[] weights; // classes x channels
  private final Optional<float[]> biases; // one a class

  private ClassActivationMap(Model model, Ending ending, ClassifierOptions options) {
    Preprocessing preprocessing = options.preprocessing().orElse(model.card().preprocessing());
    Graph graph = SizedGraph.of(model, ending.graph(), preprocessing);
    Shape shape = graph.outputs().get(MAP).shape();
    int classes = graph.outputs().get(LOGITS).shape().elements();
    this.labels = LabelFilter.labels(options.labels(), model.card(), classes);
    this.allowed =
        LabelFilter.allowed(options.categoryAllowlist(), options.categoryDenylist(), labels);
    this.options = options;
    this.calibration = model.card().calibration();
    this.map = shape;
    this.weights = constant(model, ending.dense(), ParamSpec.Role.WEIGHT).orElseThrow();
    this.biases = constant(model, ending.dense(), ParamSpec.Role.BIAS);
    this.runner = new PictureRunner(model, graph, preprocessing, options.compile());
  }

  private ClassActivationMap(ClassActivationMap other, ClassifierOptions options) {
    this.labels = other.labels;
    this.allowed = other.allowed;
    this.options = options;
    this.calibration = other.calibration;
    this.map = other.map;
    this.weights = other.weights;
    this.biases = other.biases;
    this.runner = other.runner;
  }

  /** A constant of a layer, of the shape that it needs; empty if it needs none of that kind. */
  private static Optional<float[]> constant(Model model, Node layer, ParamSpec.Role role) {
    return layer.params().stream()
        .filter(param -> param.role() == role)
        .findFirst()
        .map(param -> model.weights().require(param.name(), param.shape().extents()).toFloats());
  }

  /** The graph up to the map and the logits, and the layer between them. */
  private record Ending(Graph graph, Node dense) {}

  /** For the five likeliest classes. */
  public static ClassActivationMap of(Model model) {
    return of(model, ClassifierOptions.defaults());
  }

  /**
   * For the classes that a classifier with these options would answer.
   *
   * @throws UnsupportedModelException if the model is no classifier of pictures of that size, or
   *     does not end in a map, its global average and a dense layer
   * @throws MalformedModelException if its card names more or fewer labels than it has classes
   * @throws IllegalArgumentException if the options name no class of the model, or one by a word
   *     that several have, or have more or fewer labels than there are classes
   */
  public static ClassActivationMap of(Model model, ClassifierOptions options) {
    return new ClassActivationMap(
        model,
        ending(model)
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        String.format(
                                Locale.ROOT,
                                "'%s' has no class activation map: it needs the task classification, and a ",
                                model.card().title())
                            + "network that ends in a map, a global average pool and a dense layer "
                            + "that gives 'logits'")),
        options);
  }

  private static Optional<Ending> ending(Model model) {
    Graph graph = model.graph();
    Optional<Value> logits = model.find(Role.LOGITS);
    if (model.card().task() != VisionTask.CLASSIFICATION || logits.isEmpty()) {
      return Optional.empty();
    }
    return giver(graph, logits.get())
        .filter(dense -> dense.op() instanceof Op.Dense)
        .flatMap(
            dense ->
                giver(graph, dense.input())
                    .filter(pool -> pool.op() instanceof Op.GlobalAveragePool)
                    .filter(pool -> pool.input().shape().isMap())
                    .map(pool -> new Ending(ended(graph, pool.input(), logits.get()), dense)));
  }

  private static Optional<Node> giver(Graph graph, Value value) {
    return graph.nodes().stream().filter(node -> node.outputs().contains(value)).findFirst();
  }

  /** Outputs of these names whatever the layers are called. */
  private static Graph ended(Graph graph, Value map, Value logits) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(MAP, map);
    outputs.put(LOGITS, logits);
    return graph.endingAt(outputs);
  }

  /** The maps of the likeliest classes, the likeliest first. */
  public List<ClassMap> explain(Picture picture) {
    return explain(picture, Region.whole(picture));
  }

  /**
   * The maps of the likeliest classes for a region of the picture, the likeliest first. They stand
   * in the coordinates of the whole picture.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public List<ClassMap> explain(Picture picture, Region region) {
    return explain(picture, region, options.deadline());
  }

  /**
   * The maps of the likeliest classes for each of several pictures, in their order. Works on as
   * many pictures at a time as there are processors (fewer where several threads share one
   * inference), on the calling thread and on threads that end with the call; each has the memory of
   * one inference. The answers are those of the pictures one by one.
   *
   * <p>If a picture fails, no further ones are begun, and the exception of the first in the list
   * that failed is thrown.
   *
   * @throws CancelledException if the calling thread is interrupted, or the options' time for all
   *     pictures together is over
   */
  public List<List<ClassMap>> explain(List<Picture> pictures) {
    Deadline deadline = options.deadline();
    return Parallel.map(
        pictures,
        Parallel.threads(options.threads()),
        picture -> explain(picture, Region.whole(picture), deadline));
  }

  private List<ClassMap> explain(Picture picture, Region region, Deadline deadline) {
    Seen seen = see(picture, region, deadline);
    float threshold = options.scoreThreshold();
    return Ranking.best(seen.probabilities(), allowed, threshold, options.maxResults()).stream()
        .map(index -> map(seen, index))
        .toList();
  }

  /**
   * The map of one class, whatever its score.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public ClassMap explain(Picture picture, Region region, int index) {
    Objects.checkIndex(index, labels.size());
    return map(see(picture, region, options.deadline()), index);
  }

  /**
   * The same with another time for every call, sharing the compiled network and its memory, so that
   * each call may have a time of its own: {@code maps.withTimeout(left).explain(picture)}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ClassActivationMap withTimeout(Duration timeout) {
    return new ClassActivationMap(this, options.toBuilder().timeout(timeout).build());
  }

  /**
   * The same with other bounds of its answers, sharing the compiled network and its memory, so that
   * each call may have its own: {@code maps.withResults(3, 0).explain(picture)}.
   *
   * @param most maps in an answer
   * @param threshold the least score of one
   * @throws IllegalArgumentException if {@code most} is below 1, or the threshold not from 0 to 1
   */
  public ClassActivationMap withResults(int most, float threshold) {
    return new ClassActivationMap(
        this, options.toBuilder().maxResults(most).scoreThreshold(threshold).build());
  }

  /**
   * The classes that a name means, by index: mostly one. It may be a label, a name in it, a word
   * that no other label has, or a number.
   *
   * @throws IllegalArgumentException if it means none, or is a word of several labels
   */
  public int[] classesNamed(String name) {
    return LabelFilter.named(name, labels);
  }

  /** The name of every class, by index. */
  public List<String> labels() {
    return labels;
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return runner.program();
  }

  /** What a run gave. */
  private record Seen(
      float[] map, float[] logits, float[] probabilities, ClassMap.Grid grid, Box view) {}

  private Seen see(Picture picture, Region region, Deadline deadline) {
    return runner.run(
        picture,
        region,
        deadline,
        session -> {
          float[] logits = FiniteOutputs.copy(session.output(LOGITS));
          float[] probabilities = logits.clone();
          calibration.apply(probabilities);
          Softmax.apply(probabilities, 0, probabilities.length);
          Box view = runner.view(region);
          return new Seen(
              FiniteOutputs.copy(session.output(MAP)),
              logits,
              probabilities,
              grid(view),
              seenPart(view, region));
        });
  }

  private ClassMap map(Seen seen, int index) {
    int channels = map.channels();
    float[] values = new float[map.height() * map.width()];
    for (int position = 0; position < values.length; position++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += (double) weights[index * channels + c] * seen.map()[position * channels + c];
      }
      values[position] = (float) sum;
    }
    return new ClassMap(
        new Category(index, labels.get(index), seen.probabilities()[index]),
        seen.logits()[index],
        biases.map(each -> each[index]).orElse(0f),
        map.height(),
        map.width(),
        values,
        seen.grid(),
        seen.view());
  }

  /** The positions tile the input. */
  private ClassMap.Grid grid(Box view) {
    double stepX = view.width() / (double) map.width();
    double stepY = view.height() / (double) map.height();
    return new ClassMap.Grid(view.x() + stepX / 2, view.y() + stepY / 2, stepX, stepY);
  }

  /** Padding is no part of the picture. */
  private static Box seenPart(Box view, Region region) {
    float left = Math.max(view.x(), region.x());
    float top = Math.max(view.y(), region.y());
    float right = Math.min(view.x() + view.width(), (float) region.x() + region.width());
    float bottom = Math.min(view.y() + view.height(), (float) region.y() + region.height());
    return new Box(left, top, right - left, bottom - top);
  }
}
