package liviano.vision.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import liviano.vision.teach.regression.LinearHead;
import liviano.vision.teach.regression.LogisticRegression;
import liviano.vision.teach.regression.LogisticRegression.Fit;
import liviano.vision.teach.regression.LogisticRegression.Labelled;
import liviano.vision.teach.regression.Temperature;

/**
 * Pictures as the base sees them, and what is learned from them.
 *
 * @param copies further views of the training pictures, which are learned from, too
 */
record Lesson(List<String> labels, Parts parts, List<Seen> copies, int threads) {
  /** Sizes of the learning curve, in pictures a class. */
  private static final int[] CURVE = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};

  private static final int FEWEST_LEFT_OUT = 3;
  private static final int MOST_LEFT_OUT = 30;

  /** Fewer answers than that say nothing of how sure a model is. */
  private static final int LEAST_CALIBRATED = 10;

  /** A head over the labels' classes. */
  Fit fit() {
    return regression(labels).fit(labelled(training()), labelled(parts.validation()));
  }

  private List<Seen> training() {
    List<Seen> all = new ArrayList<>(parts.training());
    all.addAll(copies);
    return all;
  }

  private LogisticRegression regression(List<String> classes) {
    return new LogisticRegression(classes.size(), threads);
  }

  private Labelled labelled(List<Seen> pictures) {
    return labelled(pictures, labels);
  }

  private static Labelled labelled(List<Seen> pictures, List<String> labels) {
    return new Labelled(
        pictures.stream().map(Seen::embedding).toList(),
        pictures.stream().mapToInt(picture -> labels.indexOf(picture.example().label())).toArray());
  }

  /**
   * The temperature that fits the validation pictures best; 1 where they are too few, or where it
   * would make their probabilities no better.
   */
  double temperature(LinearHead head) {
    List<Seen> validation = parts.validation();
    if (validation.size() < LEAST_CALIBRATED) {
      return 1;
    }
    double best =
        Temperature.best(
            validation.stream().map(picture -> head.logits(picture.embedding())).toList(),
            labelled(validation).classOf());
    return calibrationError(head, best) < calibrationError(head, 1) ? best : 1;
  }

  private double calibrationError(LinearHead head, double temperature) {
    return Measured.of(head, labels, temperature, parts.validation()).calibrationError();
  }

  /** What is measured the learning curve and the accuracy by: the pictures that decided nothing. */
  List<Seen> measuredOn() {
    return parts.test().isEmpty() ? parts.validation() : parts.test();
  }

  /** Accuracy with fewer pictures, and in the end with all; empty where nothing can be measured. */
  List<CurvePoint> curve(Fit whole) {
    List<CurvePoint> points = new ArrayList<>();
    if (measuredOn().isEmpty()) {
      return points;
    }
    TreeMap<String, Integer> counts = new TreeMap<>();
    parts.training().forEach(p -> counts.merge(p.example().label(), 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    for (int perClass : CURVE) {
      if (perClass < most) {
        List<Seen> fewer = atMost(perClass);
        Lesson smaller =
            new Lesson(
                labels, new Parts(fewer, parts.validation(), parts.test()), List.of(), threads);
        points.add(smaller.point(perClass, smaller.fit().head()));
      }
    }
    points.add(point(most, whole.head()));
    return points;
  }

  private CurvePoint point(int perClass, LinearHead head) {
    Measured measured = Measured.of(head, labels, 1, measuredOn());
    return new CurvePoint(perClass, parts.training().size(), measured.confusion().accuracy());
  }

  /** The first pictures of each class, in the order in which the lot has them. */
  private List<Seen> atMost(int perClass) {
    TreeMap<String, Integer> taken = new TreeMap<>();
    return parts.training().stream()
        .filter(p -> taken.merge(p.example().label(), 1, Integer::sum) <= perClass)
        .toList();
  }

  /** The threshold for pictures that show none of the classes, and what it is worth. */
  OpenSet openSet(Measured validation, double l2) {
    double threshold = OpenSet.threshold(validation.answers(), OpenSet.LOST);
    return new OpenSet(threshold, OpenSet.kept(validation.answers(), threshold), found(l2));
  }

  private List<OpenSet.Found> found(double l2) {
    List<Without> all =
        labels.size() < FEWEST_LEFT_OUT || labels.size() > MOST_LEFT_OUT
            ? List.of()
            : labels.stream().flatMap(label -> without(label, l2).stream()).toList();
    return all.isEmpty()
        ? List.of()
        : DoubleStream.of(OpenSet.LOST, OpenSet.TWICE)
            .mapToObj(lost -> new OpenSet.Found(lost, mean(all, lost)))
            .toList();
  }

  private static double mean(List<Without> all, double lost) {
    return all.stream().mapToDouble(each -> each.found(lost)).average().orElseThrow();
  }

  /**
   * What a model says that was not taught one of the classes.
   *
   * @param known of pictures of the others
   * @param strange of pictures of that class: the greatest probability of each
   */
  private record Without(List<Answer> known, List<Double> strange) {
    double found(double lost) {
      double threshold = OpenSet.threshold(known, lost);
      long unknown = strange.stream().filter(probability -> probability < threshold).count();
      return (double) unknown / strange.size();
    }
  }

  /** Empty where no picture for validation shows the class. */
  private Optional<Without> without(String label, double l2) {
    List<Seen> strangers = shown(parts.validation(), label, true);
    if (strangers.isEmpty()) {
      return Optional.empty();
    }
    List<String> others = labels.stream().filter(other -> !other.equals(label)).toList();
    List<Seen> training = shown(parts.training(), label, false);
    LinearHead head = regression(others).fit(labelled(training, others), l2).head();
    Lesson fewer = new Lesson(others, validatedBy(label), List.of(), threads);
    double temperature = fewer.temperature(head);
    List<Double> strange =
        strangers.stream()
            .map(p -> Measured.probabilities(head, p.embedding(), temperature))
            .map(scores -> (double) scores[Measured.best(scores)])
            .toList();
    List<Seen> known = fewer.parts.validation();
    return Optional.of(
        new Without(Measured.of(head, others, temperature, known).answers(), strange));
  }

  private Parts validatedBy(String left) {
    return new Parts(List.of(), shown(parts.validation(), left, false), List.of());
  }

  /** Pictures that show a class, or those that show another. */
  private static List<Seen> shown(List<Seen> pictures, String label, boolean it) {
    return pictures.stream().filter(p -> p.example().label().equals(label) == it).toList();
  }
}
