package liviano.vision.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One category in one picture: what is there, what was found, and which belongs to which.
 *
 * <p>Detections choose in the order of their scores. Each is matched with the truth that it
 * overlaps most, if the overlap reaches the threshold and the truth is not matched yet; of equals
 * with the last. Truths that do not count (crowds, sizes out of range) are taken only where none
 * that counts is left to take, and with them the detection does not count either. A crowd may be
 * taken any number of times.
 */
final class CocoScene {
  /** The most detections of a category in a picture that are looked at. */
  static final int MOST = 100;

  /** Overlaps from 0.5 to 0.95, to the bit those of the reference, whose ninth is not quite 0.9. */
  static final double[] THRESHOLDS = thresholds();

  private static final Comparator<CocoDetection> BEST_FIRST =
      // Adding 0 turns -0.0 into 0.0, its equal in score.
      Comparator.comparingDouble(found -> -found.score() + 0.0);

  /** How far an overlap may stay below a threshold of 1: the reference allows for rounding. */
  private static final double WHOLE = 1 - 1e-10;

  private final List<CocoAnnotation> truths;
  private final List<CocoDetection> found;

  /** [detection][truth] */
  private final double[][] overlaps;

  /** Both lists in the order of their files. */
  CocoScene(List<CocoAnnotation> truths, List<CocoDetection> detections) {
    this.truths = List.copyOf(truths);
    found = detections.stream().sorted(BEST_FIRST).limit(MOST).toList();
    overlaps = new double[found.size()][truths.size()];
    for (int d = 0; d < found.size(); d++) {
      for (int t = 0; t < truths.size(); t++) {
        overlaps[d][t] = CocoBoxes.overlap(found.get(d), truths.get(t));
      }
    }
  }

  private static double[] thresholds() {
    double[] thresholds = new double[10];
    double step = (0.95 - 0.5) / 9;
    for (int i = 0; i < thresholds.length; i++) {
      thresholds[i] = i * step + 0.5;
    }
    return thresholds;
  }

  private boolean counts(CocoAnnotation truth, AreaRange range) {
    return !truth.crowd() && range.contains(truth.area());
  }

  /** Truths of this size that are to be found. */
  int wanted(AreaRange range) {
    return (int) truths.stream().filter(truth -> counts(truth, range)).count();
  }

  /** What became of each detection, best first. */
  List<Outcome> outcomes(AreaRange range) {
    int[] order = countingFirst(range);
    int wanted = wanted(range);
    int[] matched = new int[found.size()];
    int[] ignored = new int[found.size()];
    for (int i = 0; i < THRESHOLDS.length; i++) {
      boolean[] taken = new boolean[order.length];
      for (int d = 0; d < found.size(); d++) {
        int place = choose(overlaps[d], Math.min(THRESHOLDS[i], WHOLE), order, wanted, taken);
        boolean ignore = !range.contains(found.get(d).area());
        if (place >= 0) {
          taken[place] = !truths.get(order[place]).crowd();
          matched[d] |= 1 << i;
          ignore = place >= wanted;
        }
        ignored[d] |= ignore ? 1 << i : 0;
      }
    }
    List<Outcome> outcomes = new ArrayList<>(found.size());
    for (int d = 0; d < found.size(); d++) {
      outcomes.add(new Outcome(found.get(d).score(), d, matched[d], ignored[d]));
    }
    return outcomes;
  }

  /** Indices of truths: those that count, then the others, each in the order of the file. */
  private int[] countingFirst(AreaRange range) {
    List<Integer> order = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int t = 0; t < truths.size(); t++) {
      (counts(truths.get(t), range) ? order : others).add(t);
    }
    order.addAll(others);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The place in the order of the truth that a detection takes, or -1. */
  private static int choose(
      double[] overlap, double threshold, int[] order, int wanted, boolean[] taken) {
    double most = threshold;
    int best = -1;
    for (int place = 0; place < order.length; place++) {
      if (place == wanted && best >= 0) {
        break;
      }
      if (!taken[place] && overlap[order[place]] >= most) {
        most = overlap[order[place]];
        best = place;
      }
    }
    return best;
  }

  /**
   * What became of a detection at each threshold, bit i for threshold i.
   *
   * @param rank its place among its category's in its picture, from 0
   * @param matched whether it took a truth
   * @param ignored whether it does not count: it took a truth that does not, or it took none and is
   *     itself of another size
   */
  record Outcome(double score, int rank, int matched, int ignored) {}
}
