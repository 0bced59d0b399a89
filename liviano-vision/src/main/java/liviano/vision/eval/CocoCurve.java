package liviano.vision.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Precision over recall of one category at one size: all detections of all pictures in the order of
 * their scores, and of equals in the order of the pictures.
 */
final class CocoCurve {
  private static final int RECALL_LEVELS = 101;

  /** Distance from 1 to the next double: keeps 0 of 0 from being no number. */
  private static final double EPSILON = Math.ulp(1.0);

  private final List<CocoScene.Outcome> outcomes;
  private final int wanted;

  /**
   * @param scenes of one category, in the order of their pictures' ids
   */
  CocoCurve(Iterable<CocoScene> scenes, AreaRange range) {
    outcomes = new ArrayList<>();
    int sum = 0;
    for (CocoScene scene : scenes) {
      outcomes.addAll(scene.outcomes(range));
      sum += scene.wanted(range);
    }
    outcomes.sort(Comparator.comparingDouble(outcome -> -outcome.score() + 0.0));
    wanted = sum;
  }

  /** Whether there is anything to be found; else the category has neither precision nor recall. */
  boolean exists() {
    return wanted > 0;
  }

  /**
   * The share of what is wanted that is found at a threshold by the best of each picture.
   *
   * @param most detections of a picture
   */
  double recall(int threshold, int most) {
    int right = 0;
    for (CocoScene.Outcome outcome : outcomes) {
      right += outcome.rank() < most && isRight(outcome, threshold) ? 1 : 0;
    }
    return (double) right / wanted;
  }

  /** The mean over levels of recall 0, 0.01, ..., 1 of the best precision from there on. */
  double precision(int threshold) {
    int size = outcomes.size();
    double[] recall = new double[size];
    double[] precision = new double[size];
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < size; i++) {
      boolean counts = !has(outcomes.get(i).ignored(), threshold);
      boolean matched = has(outcomes.get(i).matched(), threshold);
      right += counts && matched ? 1 : 0;
      wrong += counts && !matched ? 1 : 0;
      recall[i] = (double) right / wanted;
      precision[i] = right / (wrong + right + EPSILON);
    }
    for (int i = size - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    return meanOverLevels(recall, precision);
  }

  /** Levels never reached have a precision of 0. */
  private static double meanOverLevels(double[] recall, double[] precision) {
    double sum = 0;
    int at = 0;
    for (int level = 0; level < RECALL_LEVELS; level++) {
      while (at < recall.length && recall[at] < level * 0.01) {
        at++;
      }
      sum += at < recall.length ? precision[at] : 0;
    }
    return sum / RECALL_LEVELS;
  }

  private static boolean isRight(CocoScene.Outcome outcome, int threshold) {
    return has(outcome.matched(), threshold) && !has(outcome.ignored(), threshold);
  }

  private static boolean has(int bits, int threshold) {
    return (bits >> threshold & 1) != 0;
  }
}
