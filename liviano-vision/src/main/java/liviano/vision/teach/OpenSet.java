package liviano.vision.teach;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The threshold below which a picture is taken to show none of the classes.
 *
 * @param threshold of the greatest probability
 * @param knownKept of the validation pictures, which all show one of the classes, the share that is
 *     not called unknown
 * @param unknownFound of pictures of a class that a model was not taught, the share that it calls
 *     unknown: the mean over the classes, each left out in turn; empty where there are too few or
 *     too many classes for that
 */
public record OpenSet(double threshold, double knownKept, OptionalDouble unknownFound) {
  /** Of pictures that show a class, so many may be called unknown. */
  private static final double LOST = 0.05;

  /** Such that one in twenty of these is called unknown; 0 where there are none. */
  static double threshold(List<Answer> known) {
    double[] sure = known.stream().mapToDouble(Answer::probability).sorted().toArray();
    return sure.length == 0 ? 0 : sure[(int) Math.floor(LOST * sure.length)];
  }

  /** The share of answers that are not below the threshold; 0 where there are none. */
  static double kept(List<Answer> answers, double threshold) {
    long kept = answers.stream().filter(answer -> answer.probability() >= threshold).count();
    return answers.isEmpty() ? 0 : (double) kept / answers.size();
  }
}
