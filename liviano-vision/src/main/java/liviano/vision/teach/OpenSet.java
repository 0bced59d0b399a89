package liviano.vision.teach;

import java.util.List;
import java.util.Optional;

/**
 * The threshold below which a picture is taken to show none of the classes. It is one on the
 * greatest probability: the greatest logit, the free energy, the entropy and the distance to known
 * pictures were measured beside it, and none finds clearly more (see the documentation).
 *
 * @param threshold of the greatest probability
 * @param knownKept of the validation pictures, which all show one of the classes, the share that is
 *     not called unknown
 * @param found what thresholds are worth, of a few lost pictures first; empty where there are too
 *     few or too many classes to measure that
 */
public record OpenSet(double threshold, double knownKept, List<Found> found) {
  /** Of pictures that show a class, so many may be called unknown. */
  static final double LOST = 0.05;

  /** If twice as many may be. */
  static final double TWICE = 2 * LOST;

  /**
   * What a threshold finds, as measured with models that were not taught one of the classes, each
   * class left out in turn: the means over them.
   *
   * @param lost of the pictures for validation that show a class of those models, the share that
   *     the threshold may call unknown; each model has one of its own, chosen by that
   * @param unknown of the pictures of the class that was left out, the share that is called unknown
   */
  public record Found(double lost, double unknown) {}

  public OpenSet {
    found = List.copyOf(found);
  }

  /** What the threshold finds that was chosen; empty where it was not measured. */
  public Optional<Found> chosen() {
    return found.stream().findFirst();
  }

  /** Such that this share of the answers, which are all known, is below it; 0 without answers. */
  static double threshold(List<Answer> known, double lost) {
    double[] sure = known.stream().mapToDouble(Answer::probability).sorted().toArray();
    return sure.length == 0 ? 0 : sure[(int) Math.floor(lost * sure.length)];
  }

  /** The share of answers that are not below the threshold; 0 where there are none. */
  static double kept(List<Answer> answers, double threshold) {
    long kept = answers.stream().filter(answer -> answer.probability() >= threshold).count();
    return answers.isEmpty() ? 0 : (double) kept / answers.size();
  }
}
