package liviano.vision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.engine.Deadline;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.model.Preprocessing;
import liviano.model.Role;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.vision.answer.FiniteOutputs;
import liviano.vision.answer.LabelFilter;
import liviano.vision.answer.Parallel;
import liviano.vision.answer.Ranking;
import liviano.vision.answer.Softmax;
import liviano.vision.prepare.SizedGraph;

/**
 * Says what is in a picture. Immutable and thread-safe: one classifier serves all threads, each
 * inference on one core unless the options say otherwise. Nothing has to be closed.
 */
public final class ImageClassifier {
  private final Role scores;
  private final Calibration calibration;
  private final List<String> labels;
  private final int[] allowed;
  private final ClassifierOptions options;
  private final PictureRunner runner;

  private ImageClassifier(Model model, ClassifierOptions options) {
    Preprocessing preprocessing = options.preprocessing().orElse(model.card().preprocessing());
    this.scores = scores(model).orElseThrow();
    this.calibration = model.card().calibration();
    Graph graph = SizedGraph.of(model, model.ending(scores), preprocessing);
    int classes = classes(model, graph.outputs().get(scores.key()).shape());
    this.labels = LabelFilter.labels(options.labels(), model.card(), classes);
    this.allowed =
        LabelFilter.allowed(options.categoryAllowlist(), options.categoryDenylist(), labels);
    this.options = options;
    this.runner = new PictureRunner(model, graph, preprocessing, options.compile());
  }

  private ImageClassifier(ImageClassifier other, ClassifierOptions options) {
    this.scores = other.scores;
    this.calibration = other.calibration;
    this.labels = other.labels;
    this.allowed = other.allowed;
    this.options = options;
    this.runner = other.runner;
  }

  /** A classifier with default options. */
  public static ImageClassifier of(Model model) {
    return of(model, ClassifierOptions.defaults());
  }

  /**
   * A classifier.
   *
   * @throws UnsupportedModelException if the model is no classifier of pictures of that size
   * @throws MalformedModelException if its card names more or fewer labels than it has classes
   * @throws IllegalArgumentException if the options name no class of the model, or one by a word
   *     that several have, or have more or fewer labels than there are classes
   */
  public static ImageClassifier of(Model model, ClassifierOptions options) {
    if (model.card().task() != VisionTask.CLASSIFICATION || scores(model).isEmpty()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' is no classifier: it needs the task classification and an output that is"
                  + " 'logits' or 'probabilities'",
              model.card().title()));
    }
    return new ImageClassifier(model, options);
  }

  /** Logits if they are floats: rounded to a few steps, likely classes would look equally so. */
  private static Optional<Role> scores(Model model) {
    boolean floats =
        model.find(Role.LOGITS).filter(v -> v.type().quantization().isEmpty()).isPresent();
    List<Role> roles = floats ? List.of(Role.LOGITS) : List.of(Role.PROBABILITIES, Role.LOGITS);
    for (Role role : roles) {
      if (model.find(role).isPresent()) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** One number a class: a map of them would be of a network for smaller pictures. */
  private static int classes(Model model, Shape logits) {
    if (logits.rank() == 0 || logits.elements() != logits.channels()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' gives %s for such pictures, not one number a class",
              model.card().title(),
              logits));
    }
    return logits.channels();
  }

  /** What is in the picture, the likeliest first; of equal scores the lower index first. */
  public List<Category> classify(Picture picture) {
    return classify(picture, Region.whole(picture));
  }

  /**
   * What is in a region of the picture, the likeliest first.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public List<Category> classify(Picture picture, Region region) {
    return classify(picture, region, options.deadline());
  }

  /**
   * What is in each of several pictures, in their order. Works on as many pictures at a time as
   * there are processors (fewer where several threads share one inference), on the calling thread
   * and on threads that end with the call; each has the memory of one inference. The answers are
   * those of the pictures one by one.
   *
   * <p>If a picture fails, no further ones are begun, and the exception of the first in the list
   * that failed is thrown.
   *
   * @throws CancelledException if the calling thread is interrupted, or the options' time for all
   *     pictures together is over
   */
  public List<List<Category>> classify(List<Picture> pictures) {
    Deadline deadline = options.deadline();
    return Parallel.map(
        pictures,
        Parallel.threads(options.threads()),
        picture -> classify(picture, Region.whole(picture), deadline));
  }

  private List<Category> classify(Picture picture, Region region, Deadline deadline) {
    float[] scores = probabilities(picture, region, deadline);
    List<Category> categories = new ArrayList<>();
    for (int index :
        Ranking.best(scores, allowed, options.scoreThreshold(), options.maxResults())) {
      categories.add(new Category(index, labels.get(index), scores[index]));
    }
    return List.copyOf(categories);
  }

  /**
   * Whether an answer says that the picture shows none of the classes, by what the model's card
   * says of that: see {@link Calibration#unknownBelow}. An answer without any category, which the
   * options have left out, does not say so.
   */
  public boolean isUnknown(List<Category> answer) {
    return !answer.isEmpty() && calibration.isUnknown(answer.getFirst().score());
  }

  /**
   * The probability of every class, by index.
   *
   * @throws IllegalArgumentException if the region is not inside the picture
   * @throws CancelledException if the calling thread is interrupted, or the options' time is over
   */
  public float[] probabilities(Picture picture, Region region) {
    return probabilities(picture, region, options.deadline());
  }

  private float[] probabilities(Picture picture, Region region, Deadline deadline) {
    float[] probabilities =
        runner.run(
            picture, region, deadline, session -> FiniteOutputs.copy(session.output(scores.key())));
    if (scores == Role.LOGITS) {
      calibration.apply(probabilities);
      Softmax.apply(probabilities, 0, probabilities.length);
    }
    return probabilities;
  }

  /**
   * The same with another time for every call, sharing the compiled network and its memory, so that
   * each call may have a time of its own: {@code classifier.withTimeout(left).classify(picture)}.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ImageClassifier withTimeout(Duration timeout) {
    return new ImageClassifier(this, options.toBuilder().timeout(timeout).build());
  }

  /**
   * The same with other bounds of its answers, sharing the compiled network and its memory, so that
   * each call may have its own: {@code classifier.withResults(3, 0.1f).classify(picture)}.
   *
   * @param most categories in an answer
   * @param threshold the least score of one
   * @throws IllegalArgumentException if {@code most} is below 1, or the threshold not from 0 to 1
   */
  public ImageClassifier withResults(int most, float threshold) {
    return new ImageClassifier(
        this, options.toBuilder().maxResults(most).scoreThreshold(threshold).build());
  }

  /** The name of every class, by index. */
  public List<String> labels() {
    return labels;
  }

  /** The compiled network, to see its kernels and memory. */
  public Program program() {
    return runner.program();
  }
}
