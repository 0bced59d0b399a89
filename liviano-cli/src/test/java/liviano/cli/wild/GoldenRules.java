package liviano.cli.wild;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How near answers must be to those of a public runtime. Each rule says what is wrong, or nothing.
 */
final class GoldenRules {
  private static final double RELATIVE = 1e-4;
  private static final int STEPS = 3;
  private static final double OVERLAP = 0.9;
  private static final int BOX = 4;

  private GoldenRules() {}

  /** Of networks that compute with floats: within 1e-4 of the largest. */
  static Optional<String> floats(double[] ours, double[] theirs) {
    double largest = Arrays.stream(theirs).map(Math::abs).max().orElse(0);
    return within(ours, theirs, RELATIVE * largest);
  }

  /**
   * Of networks that compute with integers: no number off by more than 3 steps, and the same class
   * first where there is a number a class.
   *
   * @param step of the numbers: 1 where they are integers, else their scale
   */
  static Optional<String> quantised(double[] ours, double[] theirs, double step, boolean classes) {
    Optional<String> far = within(ours, theirs, STEPS * step * (1 + 1e-6));
    if (far.isPresent() || !classes) {
      return far;
    }
    // Of equal numbers any may be first.
    double greatest = Arrays.stream(theirs).max().orElse(0);
    return theirs[first(ours)] == greatest || ours[first(theirs)] == ours[first(ours)]
        ? Optional.empty()
        : Optional.of(
            String.format(Locale.ROOT, "class %d is first, not %d", first(ours), first(theirs)));
  }

  private static Optional<String> within(double[] ours, double[] theirs, double most) {
    if (ours.length != theirs.length) {
      return Optional.of(
          String.format(Locale.ROOT, "%d numbers, not %d", ours.length, theirs.length));
    }
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= most)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "number %d is %s, not %s, which is more than %s apart",
                i,
                ours[i],
                theirs[i],
                most));
      }
    }
    return Optional.empty();
  }

  /** Index of the greatest; of equal ones the first. */
  static int first(double[] values) {
    int first = 0;
    for (int i = 1; i < values.length; i++) {
      first = values[i] > values[first] ? i : first;
    }
    return first;
  }

  /** Boxes with class and score. */
  record Found(double[] boxes, double[] classes, double[] scores, int count) {}

  /**
   * As sets: for each box of theirs one of ours of its class that overlaps it by 0.9, whose score
   * is within 3 steps; those within 3 steps of the least may have changed with others.
   */
  static Optional<String> detections(Found ours, Found theirs, double step) {
    if (ours.count() != theirs.count()) {
      return Optional.of(
          String.format(Locale.ROOT, "%d boxes, not %d", ours.count(), theirs.count()));
    }
    double least = Arrays.stream(theirs.scores(), 0, theirs.count()).min().orElse(0);
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < ours.count(); i++) {
      left.add(i);
    }
    for (int i = 0; i < theirs.count(); i++) {
      int wanted = i;
      Optional<Integer> match =
          left.stream().filter(j -> same(ours, j, theirs, wanted, step)).findFirst();
      if (match.isPresent()) {
        left.remove(match.get());
      } else if (theirs.scores()[i] > least + STEPS * step || least == theirs.scores()[0]) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "no box of ours is box %d of class %s, score %s",
                i,
                theirs.classes()[i],
                theirs.scores()[i]));
      }
    }
    return Optional.empty();
  }

  private static boolean same(Found ours, int j, Found theirs, int i, double step) {
    return ours.classes()[j] == theirs.classes()[i]
        && Math.abs(ours.scores()[j] - theirs.scores()[i]) <= STEPS * step * (1 + 1e-6)
        && overlap(ours.boxes(), BOX * j, theirs.boxes(), BOX * i) >= OVERLAP;
  }

  private static double overlap(double[] a, int at, double[] b, int bt) {
    double height = Math.min(a[at + 2], b[bt + 2]) - Math.max(a[at], b[bt]);
    double width = Math.min(a[at + 3], b[bt + 3]) - Math.max(a[at + 1], b[bt + 1]);
    double both = Math.max(0, height) * Math.max(0, width);
    return both / (area(a, at) + area(b, bt) - both);
  }

  private static double area(double[] box, int at) {
    return (box[at + 2] - box[at]) * (box[at + 3] - box[at + 1]);
  }

  /**
   * Points as {@code [points, 3]}: y, x in fractions of the input, and score.
   *
   * @param cell of the grid on which points are looked for
   * @param step of the scores
   */
  static Optional<String> keypoints(double[] ours, double[] theirs, double cell, double step) {
    if (ours.length != theirs.length) {
      return Optional.of(
          String.format(Locale.ROOT, "%d numbers, not %d", ours.length, theirs.length));
    }
    for (int i = 0; i < ours.length; i++) {
      double most = i % 3 == 2 ? STEPS * step : cell;
      if (!(Math.abs(ours[i] - theirs[i]) <= most * (1 + 1e-6))) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "number %d of point %d is %s, not %s",
                i % 3,
                i / 3,
                ours[i],
                theirs[i]));
      }
    }
    return Optional.empty();
  }
}
