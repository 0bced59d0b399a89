package liviano.vision.teach;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
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
  OpenSet openSet(Measured validation, double l2, double temperature) {
    double threshold = OpenSet.threshold(validation.answers());
    OptionalDouble found =
        labels.size() < FEWEST_LEFT_OUT || labels.size() > MOST_LEFT_OUT
            ? OptionalDouble.empty()
            : labels.stream()
                .map(label -> foundWithout(label, l2, temperature, threshold))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    return new OpenSet(threshold, OpenSet.kept(validation.answers(), threshold), found);
  }

  private OptionalDouble foundWithout(
      String label, double l2, double temperature, double threshold) {
    List<Seen> strangers =
        parts.validation().stream().filter(p -> p.example().label().equals(label)).toList();
    if (strangers.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<String> others = labels.stream().filter(other -> !other.equals(label)).toList();
    List<Seen> known =
        parts.training().stream().filter(p -> !p.example().label().equals(label)).toList();
    LinearHead head = regression(others).fit(labelled(known, others), l2).head();
    long unknown =
        strangers.stream()
            .map(p -> Measured.probabilities(head, p.embedding(), temperature))
            .filter(scores -> scores[Measured.best(scores)] < threshold)
            .count();
    return OptionalDouble.of((double) unknown / strangers.size());
  }
}
