package liviano.vision.teach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import liviano.UnsupportedModelException;
import liviano.engine.CancelledException;
import liviano.model.Calibration;
import liviano.model.Model;
import liviano.vision.eval.Example;
import liviano.vision.eval.Part;
import liviano.vision.teach.regression.LogisticRegression;
import liviano.vision.teach.regression.LogisticRegression.Fit;

/**
 * Teaches a model the classes of labelled pictures. The base's body stays as it is; what it says of
 * each picture, its embedding, is computed once, and a softmax is fitted to these: multinomial
 * logistic regression to its one optimum. The result is an ordinary classifier, whose card has the
 * classes, sorted by name, and the base's preparation of pictures. It is the same, bit by bit, on
 * every run with the same pictures and options, whatever the number of threads.
 *
 * <p>Immutable and thread-safe.
 */
public final class Teacher {
  /** The most classes that a model is taught. */
  public static final int MOST_CLASSES = 1000;

  private final Model base;

  private Teacher(Model base) {
    this.base = base;
  }

  /** A teacher that starts from a model: a classifier, a detector, or anything that embeds. */
  public static Teacher of(Model base) {
    return new Teacher(base);
  }

  /**
   * The model that {@link #study} makes.
   *
   * @throws TeachException as there
   */
  public Model teach(List<Example> pictures, TeachOptions options) {
    return study(pictures, options).model();
  }

  /**
   * Teaches and measures. Pictures that cannot be read are told in the result and left out.
   *
   * @throws TeachException if there are fewer than two classes of pictures that can be read and
   *     learned from, more than {@value #MOST_CLASSES}, or more than the heap holds
   * @throws UnsupportedModelException if the base gives no embedding, or reads no pictures
   * @throws CancelledException if the calling thread is interrupted
   */
  public Taught study(List<Example> pictures, TeachOptions options) {
    requireClasses(
        pictures.stream()
            .filter(Teacher::isLearned)
            .map(Example::label)
            .collect(Collectors.toSet()),
        List.of());
    FeatureReader reader = new FeatureReader(base, options, false);
    requireRoom(pictures, reader.length(), options);
    FeatureReader.Result found = reader.read(pictures, Variant.WHOLE);
    List<String> notices = new ArrayList<>();
    Parts parts = Parts.of(found.seen(), options.validation(), options.seed());
    List<String> labels =
        List.copyOf(
            new TreeSet<>(parts.training().stream().map(p -> p.example().label()).toList()));
    requireClasses(labels, found.unreadable());
    parts = known(parts, labels, notices);
    List<Seen> copies = options.augment() ? copies(reader, parts.training()) : List.of();
    reader.save().ifPresent(notices::add);
    Lesson lesson = new Lesson(labels, parts, copies, options.threads());
    notices.addAll(warnings(pictures, labels, parts));
    return taught(lesson, found, notices, options);
  }

  private static boolean isLearned(Example picture) {
    return picture.part() == Part.TRAINING || picture.part() == Part.ANY;
  }

  /**
   * @param unreadable pictures that are missing
   */
  private static void requireClasses(Collection<String> labels, List<Unreadable> unreadable) {
    if (labels.size() < 2) {
      throw new TeachException(tooFew(labels, unreadable.size()), unreadable);
    }
    if (labels.size() > MOST_CLASSES) {
      throw new TeachException(
          String.format(
              Locale.ROOT,
              "%d classes: teach at most %d, or say which folder holds those of the classes",
              labels.size(),
              MOST_CLASSES));
    }
  }

  private static String tooFew(Collection<String> labels, int unreadable) {
    if (labels.isEmpty()) {
      return unreadable == 0
          ? "there is no picture to learn from"
          : "no picture to learn from can be read: all of them are broken, or gone meanwhile";
    }
    return String.format(
        Locale.ROOT,
        "only one class has pictures to learn from%s, '%s': give at least two",
        unreadable == 0 ? "" : " that can be read",
        labels.iterator().next());
  }

  /** Before anything is computed. */
  private static void requireRoom(List<Example> pictures, int features, TeachOptions options) {
    long views = options.augment() ? Variant.values().length : 1;
    long classes = pictures.stream().map(Example::label).distinct().count();
    long bytes =
        LogisticRegression.bytes(views * pictures.size(), features, classes)
            + views * pictures.size() * features * Float.BYTES;
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new TeachException(
          String.format(
              Locale.ROOT,
              "%d pictures of %d classes take %d MiB to learn from, and a heap of %d MiB has room"
                  + " for %d: give fewer, or Java more with -Xmx",
              pictures.size(),
              classes,
              bytes >> 20,
              Runtime.getRuntime().maxMemory() >> 20,
              most >> 20));
    }
  }

  /** Without pictures for validation or test that show no class there is something to learn of. */
  private static Parts known(Parts parts, List<String> labels, List<String> notices) {
    List<Seen> strange = new ArrayList<>(parts.validation());
    strange.addAll(parts.test());
    strange.removeIf(picture -> labels.contains(picture.example().label()));
    Map<String, String> first = new TreeMap<>();
    strange.forEach(p -> first.putIfAbsent(p.example().label(), p.example().name()));
    first.forEach(
        (label, name) ->
            notices.add(
                String.format(
                    Locale.ROOT,
                    "class '%s' has no picture to learn from: those for validation or test, such as"
                        + " %s, are left out",
                    label,
                    name)));
    return new Parts(
        parts.training(), kept(parts.validation(), labels), kept(parts.test(), labels));
  }

  private static List<Seen> kept(List<Seen> pictures, List<String> labels) {
    return pictures.stream().filter(p -> labels.contains(p.example().label())).toList();
  }

  private static List<Seen> copies(FeatureReader reader, List<Seen> training) {
    List<Example> pictures = training.stream().map(Seen::example).toList();
    List<Seen> copies = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      if (variant != Variant.WHOLE) {
        copies.addAll(reader.read(pictures, variant).seen());
      }
    }
    return copies;
  }

  private static List<String> warnings(List<Example> pictures, List<String> labels, Parts parts) {
    List<String> warnings = new ArrayList<>();
    Set<String> lost = new TreeSet<>(pictures.stream().map(Example::label).toList());
    labels.forEach(lost::remove);
    parts.validation().forEach(p -> lost.remove(p.example().label()));
    pictures.stream().filter(p -> !isLearned(p)).forEach(p -> lost.remove(p.label()));
    lost.forEach(
        label ->
            warnings.add(
                String.format(
                    Locale.ROOT,
                    "class '%s' is left out: none of its pictures can be read",
                    label)));
    for (ClassCount count : counts(labels, parts)) {
      if (count.training() == 1) {
        warnings.add(
            String.format(
                Locale.ROOT, "class '%s' has one picture to learn from: give more", count.label()));
      }
    }
    if (parts.validation().isEmpty()) {
      warnings.add(
          "no picture is left for validation: settings are the usual ones, and nothing is known of"
              + " how good the model is");
    }
    return warnings;
  }

  private static List<ClassCount> counts(List<String> labels, Parts parts) {
    return labels.stream()
        .map(
            label ->
                new ClassCount(
                    label,
                    count(parts.training(), label),
                    count(parts.validation(), label),
                    count(parts.test(), label)))
        .toList();
  }

  private static int count(List<Seen> pictures, String label) {
    return (int) pictures.stream().filter(p -> p.example().label().equals(label)).count();
  }

  private Taught taught(
      Lesson lesson, FeatureReader.Result found, List<String> notices, TeachOptions options) {
    List<String> labels = lesson.labels();
    Parts parts = lesson.parts();
    Fit fit = lesson.fit();
    double temperature = lesson.temperature(fit.head());
    Optional<Measured> validation = measured(fit, labels, temperature, parts.validation());
    Optional<Measured> test = measured(fit, labels, temperature, parts.test());
    Optional<OpenSet> openSet =
        validation.filter(_ -> options.openSet()).map(some -> lesson.openSet(some, fit.l2()));
    if (options.openSet() && openSet.isEmpty()) {
      notices.add("no threshold for unknown pictures: it needs pictures for validation");
    }
    Calibration calibration =
        new Calibration(
            temperature,
            openSet
                .map(some -> OptionalDouble.of(some.threshold()))
                .orElseGet(OptionalDouble::empty));
    Model model =
        TaughtModel.of(
            base,
            fit.head(),
            labels,
            calibration,
            accuracy(validation, test),
            options.title().orElseGet(() -> title(labels.size())),
            parts.training().size());
    List<Seen> measuredOn = new ArrayList<>(parts.validation());
    measuredOn.addAll(parts.test());
    Likeness likeness = Likeness.among(found.seen());
    return new Taught(
        model,
        base.card().title(),
        counts(labels, parts),
        fit.l2(),
        fit.iterations(),
        temperature,
        validation,
        test,
        measured(fit, labels, 1, parts.validation()).map(Measured::calibrationError).orElse(0.0),
        openSet,
        options.learningCurve() ? lesson.curve(fit) : List.of(),
        found.unreadable(),
        likeness.between(parts.training(), measuredOn),
        likeness.contradictions(found.seen()),
        notices);
  }

  private String title(int classes) {
    return String.format(Locale.ROOT, "%d classes taught on %s", classes, base.card().title());
  }

  private static Optional<Measured> measured(
      Fit fit, List<String> labels, double temperature, List<Seen> pictures) {
    return pictures.isEmpty()
        ? Optional.empty()
        : Optional.of(Measured.of(fit.head(), labels, temperature, pictures));
  }

  private static SequencedMap<String, Double> accuracy(
      Optional<Measured> validation, Optional<Measured> test) {
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    validation.ifPresent(some -> accuracy.put("validation", share(some)));
    test.ifPresent(some -> accuracy.put("test", share(some)));
    return accuracy;
  }

  private static double share(Measured measured) {
    return measured.confusion().accuracy().share();
  }
}
