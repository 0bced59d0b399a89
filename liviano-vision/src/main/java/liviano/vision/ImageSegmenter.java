package liviano.vision;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.Deadline;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.model.Fit;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.ResizeRule;
import liviano.model.Rgb;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.answer.FiniteOutputs;
import liviano.vision.answer.LabelFilter;
import liviano.vision.answer.Parallel;
import liviano.vision.prepare.Placement;
import liviano.vision.prepare.Preprocessor;
import liviano.vision.segmentation.ArgMax;
import liviano.vision.segmentation.FloatMap;
import liviano.vision.segmentation.GridAxis;
import liviano.vision.segmentation.ProbabilitySum;
import liviano.vision.segmentation.SizedPrograms;

/**
 * Says of every pixel of a picture what it shows. Immutable and thread-safe: one segmenter serves
 * all threads, each inference on one core unless the options say otherwise. Nothing has to be
 * closed.
 *
 * <p>The network's logits are brought to the picture's own pixels bilinearly, first corner on first
 * corner of the network's input and last on last, and each pixel is of the class with the greatest.
 *
 * <p>With several scales, or mirrored, it follows the authors of DeepLab: the prepared input is
 * resized by each scale, corners on corners; logits are brought back to the size of the input and
 * turned into probabilities there; their mean decides. Computing grows with the sum of the squared
 * scales: the paper's six, mirrored, take 17.4 times as long as one look.
 */
public final class ImageSegmenter {
  private static final String LOGITS = Role.LOGITS.key();
  private static final int MOST_CLASSES = 256;
  private static final String CUT =
      "the preprocessing cuts a part of the picture off; a segmenter sees all of it: pad or squash";

  private final List<String> labels;
  private final SegmenterOptions options;
  private final Preprocessing preprocessing;
  private final int channels;
  private final Preprocessor preprocessor;
  private final String input;
  private final SizedPrograms programs;

  private ImageSegmenter(Model model, SegmenterOptions options) {
    Graph graph = model.ending(Role.LOGITS);
    this.channels = graph.inputs().getFirst().shape().channels();
    int classes = graph.outputs().get(LOGITS).shape().channels();
    this.options = options;
    this.labels = LabelFilter.labels(options.labels(), model.card(), classes);
    this.preprocessing = options.preprocessing().orElse(model.card().preprocessing());
    this.preprocessor = Preprocessor.of(preprocessing, channels);
    this.input = graph.inputs().getFirst().name();
    requireSizes();
    this.programs = new SizedPrograms(model, Role.LOGITS, sizes(), options.compile());
  }

  private ImageSegmenter(ImageSegmenter other, SegmenterOptions options) {
    this.options = options;
    this.labels = other.labels;
    this.preprocessing = other.preprocessing;
    this.channels = other.channels;
    this.preprocessor = other.preprocessor;
    this.input = other.input;
    this.programs = other.programs;
  }

  /** A segmenter with default options. */
  public static ImageSegmenter of(Model model) {
    return of(model, SegmenterOptions.defaults());
  }

  /**
   * A segmenter.
   *
   * @throws UnsupportedModelException if the model is no segmenter of pictures, cannot be built for
   *     a size that the options ask for, or its card leaves a part of the picture out
   * @throws MalformedModelException if its card names more or fewer labels than it has classes, or
   *     its recipe asks for weights that it lacks
   * @throws IllegalArgumentException if the preprocessing of the options leaves a part of the
   *     picture out, a scale makes the input too large, or the options have more or fewer labels
   *     than there are classes
   */
  public static ImageSegmenter of(Model model, SegmenterOptions options) {
    requireSegmenter(model);
    if (options.preprocessing().isPresent()) {
      if (cuts(options.preprocessing().get())) {
        throw new IllegalArgumentException(CUT);
      }
    } else if (cuts(model.card().preprocessing())) {
      throw new UnsupportedModelException(
          String.format(Locale.ROOT, "'%s': %s", model.card().title(), CUT));
    }
    return new ImageSegmenter(model, options);
  }

  private static boolean cuts(Preprocessing preprocessing) {
    return switch (preprocessing.fit()) {
      case Fit.Pad _, Fit.Squash _ -> false;
      case Fit.ResizeAndPad(int longerSide, Rgb _) ->
          longerSide > Math.min(preprocessing.width(), preprocessing.height());
      case Fit.CentralCrop _, Fit.ResizeAndCrop _ -> true;
    };
  }

  /** What each pixel of the picture shows. */
  public Segmentation segment(Picture picture) {
    return segment(picture, Region.whole(picture));
  }

  /**
   * What each pixel of a region shows, as if the region were a picture of its own.
   *
   * @return a segmentation of the region's size
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public Segmentation segment(Picture picture, Region region) {
    return segment(picture, region, options.deadline());
  }

  /**
   * What each pixel shows in each of several pictures, in their order. Works on as many pictures at
   * a time as there are processors (fewer where several threads share one inference), on the
   * calling thread and on threads that end with the call; each has the memory of one inference. The
   * answers are those of the pictures one by one.
   *
   * <p>If a picture fails, no further ones are begun, and the exception of the first in the list
   * that failed is thrown.
   *
   * @throws CancelledException if the calling thread is interrupted, or the options' time for all
   *     pictures together is over
   */
  public List<Segmentation> segment(List<Picture> pictures) {
    Deadline deadline = options.deadline();
    return Parallel.map(
        pictures,
        Parallel.threads(options.threads()),
        picture -> segment(picture, Region.whole(picture), deadline));
  }

  private Segmentation segment(Picture picture, Region region, Deadline deadline) {
    Placement placement =
        Placement.of(
            preprocessing.fit(),
            region.within(picture),
            preprocessing.width(),
            preprocessing.height());
    boolean once = options.scales().size() == 1 && !options.flip();
    FloatMap scores =
        once ? look(picture, region, deadline) : looks(picture, region, placement, deadline);
    IntToDoubleFunction down = position(placement.rows());
    IntToDoubleFunction across = position(placement.columns());
    GridAxis rows =
        once
            ? onGrid(down, region.height(), preprocessing.height(), scores.height())
            : GridAxis.of(region.height(), scores.height(), down);
    GridAxis columns =
        once
            ? onGrid(across, region.width(), preprocessing.width(), scores.width())
            : GridAxis.of(region.width(), scores.width(), across);
    return StageClock.infer(
        () -> {
          ArgMax classes = new ArgMax(scores, rows, columns);
          byte[] mask = classes.best();
          return new Segmentation(
              region.width(),
              region.height(),
              mask,
              labels,
              options.confidences()
                  ? Optional.of(classes.confidences(mask, once))
                  : Optional.empty());
        });
  }

  /**
   * The same with another time for every call, sharing the compiled network and its memory, so that
   * each call may have a time of its own: {@code segmenter.withTimeout(left).segment(picture)}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ImageSegmenter withTimeout(Duration timeout) {
    return new ImageSegmenter(this, options.toBuilder().timeout(timeout).build());
  }

  /** The name of every class, by index. */
  public List<String> labels() {
    return labels;
  }

  /** The compiled network at the first of the scales, to see its kernels and memory. */
  public Program program() {
    double scale = options.scales().getFirst();
    return programs
        .at(scaled(preprocessing.height(), scale), scaled(preprocessing.width(), scale))
        .program();
  }

  /** Logits of the only look. */
  private FloatMap look(Picture picture, Region region, Deadline deadline) {
    double scale = options.scales().getFirst();
    if (scale != 1) {
      return logits(resized(prepared(picture, region), scale), deadline);
    }
    return programs
        .at(preprocessing.height(), preprocessing.width())
        .with(
            deadline,
            session -> {
              StageClock.prepare(
                  () -> preprocessor.apply(picture, region, session.input(input).segment()));
              return run(session, deadline);
            });
  }

  /** The mean probabilities of all looks, at those pixels of the input that show the picture. */
  private FloatMap looks(Picture picture, Region region, Placement placement, Deadline deadline) {
    int height = placement.rows().count();
    int width = placement.columns().count();
    FloatMap prepared = prepared(picture, region);
    ProbabilitySum sum = new ProbabilitySum(height, width, labels.size());
    for (double scale : options.scales()) {
      FloatMap sized = resized(prepared, scale);
      FloatMap logits = logits(sized, deadline);
      GridAxis rows = GridAxis.alignedCorners(height, preprocessing.height(), logits.height());
      GridAxis columns = GridAxis.alignedCorners(width, preprocessing.width(), logits.width());
      sum.add(logits, rows, columns);
      if (options.flip()) {
        sum.add(logits(sized.mirrored(), deadline).mirrored(), rows, columns);
      }
    }
    return sum.mean();
  }

  private FloatMap prepared(Picture picture, Region region) {
    float[] values = new float[Math.toIntExact(preprocessor.inputLength())];
    StageClock.prepare(() -> preprocessor.apply(picture, region, values));
    return new FloatMap(values, preprocessing.height(), preprocessing.width(), channels);
  }

  private static FloatMap resized(FloatMap input, double scale) {
    int height = scaled(input.height(), scale);
    int width = scaled(input.width(), scale);
    if (height == input.height() && width == input.width()) {
      return input;
    }
    return input.resized(
        GridAxis.alignedCorners(height, height, input.height()),
        GridAxis.alignedCorners(width, width, input.width()));
  }

  private FloatMap logits(FloatMap prepared, Deadline deadline) {
    return programs
        .at(prepared.height(), prepared.width())
        .with(
            deadline,
            session -> {
              session.input(input).copyFrom(prepared.values());
              return run(session, deadline);
            });
  }

  private static FloatMap run(Session session, Deadline deadline) {
    return StageClock.infer(
        () -> {
          session.run(deadline);
          Shape shape = session.output(LOGITS).shape();
          return new FloatMap(
              FiniteOutputs.copy(session.output(LOGITS)),
              shape.height(),
              shape.width(),
              shape.channels());
        });
  }

  /** Keeps corners on corners: 513 by 0.5 is 257. */
  private static int scaled(int side, double scale) {
    return (int) ((side - 1) * scale + 1);
  }

  /** From pixels to a grid of points over the whole input, its corners on the input's. */
  private static GridAxis onGrid(IntToDoubleFunction position, int pixels, int side, int points) {
    return GridAxis.of(
        pixels, points, pixel -> GridAxis.aligned(position.applyAsDouble(pixel), side, points));
  }

  /**
   * The place of a pixel of the picture in the input: the inverse of the resampling. Padded or
   * squashed, the picture begins where the input does.
   */
  private IntToDoubleFunction position(Placement.Span span) {
    boolean corners = preprocessing.resize() == ResizeRule.TENSORFLOW_ALIGNED_BILINEAR;
    boolean first = corners || preprocessing.resize() == ResizeRule.TENSORFLOW_LEGACY_BILINEAR;
    double centre = first ? 0 : 0.5;
    double scale =
        corners && span.length() > 1
            ? (span.resized() - 1.0) / (span.length() - 1)
            : (double) span.resized() / span.length();
    return pixel -> Math.clamp((pixel + centre) * scale - centre, 0, span.count() - 1);
  }

  private List<SizedPrograms.Size> sizes() {
    return options.scales().stream()
        .map(
            scale ->
                new SizedPrograms.Size(
                    scaled(preprocessing.height(), scale), scaled(preprocessing.width(), scale)))
        .toList();
  }

  private void requireSizes() {
    int longer = Math.max(preprocessing.height(), preprocessing.width());
    for (double scale : options.scales()) {
      if (scaled(longer, scale) > Preprocessing.MAX_SIDE) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "scale %s of an input of %d pixels is longer than %d: take a smaller scale",
                scale,
                longer,
                Preprocessing.MAX_SIDE));
      }
    }
  }

  private static void requireSegmenter(Model model) {
    Optional<Shape> logits = model.find(Role.LOGITS).map(value -> value.shape());
    List<Shape> inputs = model.graph().inputs().stream().map(value -> value.shape()).toList();
    boolean picture =
        inputs.size() == 1
            && inputs.getFirst().isMap()
            && (inputs.getFirst().channels() == 3 || inputs.getFirst().channels() == 1);
    if (model.card().task() != VisionTask.SEGMENTATION
        || !picture
        || logits.filter(Shape::isMap).isEmpty()) {
      throw new UnsupportedModelException(
          String.format(
                  Locale.ROOT,
                  "'%s' is no segmenter: it needs the task segmentation, one picture of [height, width, 3 or 1]",
                  model.card().title())
              + " to read, and an output 'logits' of [height, width, classes]");
    }
    if (logits.orElseThrow().channels() > MOST_CLASSES) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' has %d classes; a mask holds at most %d",
              model.card().title(),
              logits.orElseThrow().channels(),
              MOST_CLASSES));
    }
  }
}
