package liviano.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import liviano.vision.eval.DataSetException;
import liviano.vision.eval.Example;
import liviano.vision.eval.Examples;
import liviano.vision.eval.Part;

/**
 * Labelled pictures divided into what is learned from, what is validated by and what is kept apart
 * until the end.
 *
 * @param classes their names, sorted by their characters' numbers; a picture's class is its place
 * @param training at least one picture of each class
 * @param validation may be empty
 * @param test may be empty
 * @param notices what was left out or is odd, in a line each
 */
public record ClassificationData(
    List<String> classes,
    List<Example> training,
    List<Example> validation,
    List<Example> test,
    List<String> notices) {
  /** Up to so many pictures equal files are looked for: each file is read once for it. */
  private static final int MOST_COMPARED = 20_000;

  /** Equal files that are told one by one. */
  private static final int MOST_TOLD = 5;

  public ClassificationData {
    classes = List.copyOf(classes);
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    notices = List.copyOf(notices);
  }

  /**
   * Divides pictures. Those whose part is known stay there. Where none are for validation, a share
   * of each class of those for training or for either is drawn by lot; files with the same bytes
   * stay together. The lot depends on the files' bytes and the seed alone; of more than 20,000
   * pictures, on their names, and equal files are not looked for.
   *
   * @param examples as folders of classes or a CSV file give them
   * @param share of each class for validation, from 0 to 0.9
   * @throws DataSetException if there is one class, or a picture is of a class without one to learn
   *     from
   * @throws IOException if a picture cannot be read; the message names it
   */
  public static ClassificationData of(Examples examples, double share, long seed)
      throws IOException {
    if (!(share >= 0 && share <= 0.9)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "validation must be from 0 to 0.9, is %s", share));
    }
    List<String> identities = identities(examples.pictures());
    List<String> notices = new ArrayList<>(examples.notices());
    notices.addAll(contradictions(examples.pictures(), identities));
    Map<Part, List<Example>> parts = parts(examples.pictures(), identities, share, seed);
    List<String> classes = classes(parts);
    return new ClassificationData(
        classes,
        parts.get(Part.TRAINING),
        parts.get(Part.VALIDATION),
        parts.get(Part.TEST),
        notices);
  }

  private static List<String> identities(List<Example> pictures) throws IOException {
    List<String> identities = new ArrayList<>();
    for (Example picture : pictures) {
      identities.add(
          pictures.size() > MOST_COMPARED ? picture.name() : Digests.of(picture.source()));
    }
    return identities;
  }

  private static Map<Part, List<Example>> parts(
      List<Example> pictures, List<String> identities, double share, long seed) {
    boolean validated = pictures.stream().anyMatch(p -> p.part() == Part.VALIDATION);
    List<Split.Item<Example>> open = new ArrayList<>();
    List<Example> validation = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      Example picture = pictures.get(i);
      switch (picture.part()) {
        case TEST -> test.add(picture);
        case VALIDATION -> validation.add(picture);
        case TRAINING, ANY ->
            open.add(new Split.Item<>(picture, picture.label(), identities.get(i)));
      }
    }
    Split<Example> split = Split.draw(open, validated ? 0 : share, seed);
    validation.addAll(split.validation());
    return Map.of(
        Part.TRAINING, in(split.training(), Part.TRAINING),
        Part.VALIDATION, in(validation, Part.VALIDATION),
        Part.TEST, test);
  }

  private static List<Example> in(List<Example> pictures, Part part) {
    return pictures.stream().map(picture -> picture.in(part)).toList();
  }

  /** Sorted; each has a picture to learn from. */
  private static List<String> classes(Map<Part, List<Example>> parts) {
    Map<String, Example> first = new TreeMap<>();
    parts.get(Part.TRAINING).forEach(picture -> first.putIfAbsent(picture.label(), picture));
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      for (Example picture : parts.get(part)) {
        if (!first.containsKey(picture.label())) {
          throw new DataSetException(
              picture.name(),
              String.format(
                  Locale.ROOT,
                  "class '%s' has no picture to learn from: add some, or leave it out",
                  picture.label()));
        }
      }
    }
    if (first.size() < 2) {
      throw new DataSetException(
          first.isEmpty() ? "the pictures" : first.values().iterator().next().name(),
          "there is but one class: give pictures of two or more");
    }
    return List.copyOf(first.keySet());
  }

  /**
   * Files with the same bytes in two classes, or in a part that is measured and one that is not.
   */
  private static List<String> contradictions(List<Example> pictures, List<String> identities) {
    Map<String, Example> first = new HashMap<>();
    List<String> told = new ArrayList<>();
    int found = 0;
    for (int i = 0; i < pictures.size(); i++) {
      Example picture = pictures.get(i);
      Example before = first.putIfAbsent(identities.get(i), picture);
      if (before != null && differs(before, picture) && ++found <= MOST_TOLD) {
        told.add(
            String.format(
                Locale.ROOT,
                "%s: the same file as %s, which is %s",
                picture.name(),
                before.name(),
                before.label().equals(picture.label())
                    ? "in another part: it is measured with what was learned"
                    : String.format(Locale.ROOT, "of class '%s'", before.label())));
      }
    }
    if (found > MOST_TOLD) {
      told.add(String.format(Locale.ROOT, "and %d more equal files", found - MOST_TOLD));
    }
    return told;
  }

  private static boolean differs(Example a, Example b) {
    return !a.label().equals(b.label()) || a.part() != b.part();
  }

  /**
   * Pictures of each class of a part, in the order of the classes.
   *
   * @param part not {@link Part#ANY}
   */
  public int[] counts(Part part) {
    int[] counts = new int[classes.size()];
    for (Example picture : pictures(part)) {
      counts[classes.indexOf(picture.label())]++;
    }
    return counts;
  }

  /**
   * The pictures of a part.
   *
   * @param part not {@link Part#ANY}
   */
  public List<Example> pictures(Part part) {
    return switch (Objects.requireNonNull(part)) {
      case TRAINING -> training;
      case VALIDATION -> validation;
      case TEST -> test;
      case ANY -> throw new IllegalArgumentException("pictures are of one part");
    };
  }
}
