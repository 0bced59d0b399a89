package liviano.train.run;

import java.util.List;
import java.util.Map;

/**
 * Early stopping: how long a run waits for a higher score. Immutable.
 *
 * @param most epochs without a higher score after which it stops; 0 waits for ever
 * @param waited epochs since the highest score
 * @param best the highest score so far; negative infinity before the first
 * @param bestEpoch the epoch that had it, counted from 1; 0 before the first
 */
public record Patience(int most, int waited, double best, long bestEpoch) {
  private static final String WAITED = "patience.waited";
  private static final String BEST = "patience.best";
  private static final String BEST_EPOCH = "patience.best_epoch";

  /**
   * @throws IllegalArgumentException if a number is below 0
   */
  public Patience {
    if (most < 0 || waited < 0 || bestEpoch < 0 || Double.isNaN(best)) {
      throw new IllegalArgumentException(
          "patience " + most + ", waited " + waited + ", best " + best + " of epoch " + bestEpoch);
    }
  }

  /** Before the first epoch. */
  public static Patience of(int most) {
    return new Patience(most, 0, Double.NEGATIVE_INFINITY, 0);
  }

  /**
   * After another epoch.
   *
   * @param epoch counted from 1
   * @param score of it; one that is no number is no higher than any
   */
  public Patience after(long epoch, double score) {
    return score > best
        ? new Patience(most, 0, score, epoch)
        : new Patience(most, waited + 1, best, bestEpoch);
  }

  /** Whether the epoch it was last told of has the highest score. */
  public boolean isBest() {
    return bestEpoch > 0 && waited == 0;
  }

  /** Whether it waited long enough. */
  public boolean isOver() {
    return most > 0 && waited >= most;
  }

  /** Puts what a checkpoint must hold of it. */
  public void save(Map<String, String> state) {
    state.put(WAITED, Integer.toString(waited));
    state.put(BEST, Double.toString(best));
    state.put(BEST_EPOCH, Long.toString(bestEpoch));
  }

  /**
   * As a checkpoint has it, with a limit that may be another now.
   *
   * @throws IllegalArgumentException if the texts are not those that {@link #save} puts
   */
  public static Patience restore(int most, Map<String, String> state) {
    if (!state.keySet().containsAll(List.of(WAITED, BEST, BEST_EPOCH))) {
      throw new IllegalArgumentException("the checkpoint lacks " + WAITED + " and the like");
    }
    return new Patience(
        most,
        Integer.parseInt(state.get(WAITED)),
        Double.parseDouble(state.get(BEST)),
        Long.parseLong(state.get(BEST_EPOCH)));
  }
}
