package liviano.train.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * The figures of one epoch: a row of {@code metrics.csv}, a line on the terminal.
 *
 * @param epoch counted from 1: the number of epochs that are finished with this one
 * @param step optimizer steps since the run began
 * @param seconds that the epoch took, its validation included
 * @param trainLoss mean over the samples of the epoch; may be no number where training diverges
 * @param validationLoss mean over the validation part; empty where it was not measured
 * @param score on the validation part, of which more is better; empty where it was not measured
 * @param rate the learning rate of the epoch's last step
 * @param picturesPerSecond samples trained on per second of training, all workers together
 * @param more further figures of the validation by their names, in the order in which they are
 *     shown
 */
public record EpochMetrics(
    long epoch,
    long step,
    double seconds,
    double trainLoss,
    OptionalDouble validationLoss,
    OptionalDouble score,
    double rate,
    double picturesPerSecond,
    SequencedMap<String, Double> more) {

  /**
   * @throws IllegalArgumentException if the epoch is below 1, or the step or the seconds below 0
   */
  public EpochMetrics {
    if (epoch < 1 || step < 0 || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "epoch " + epoch + ", step " + step + ", " + seconds + " seconds: below their least");
    }
    more = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(more));
  }

  /** Without further figures. */
  public EpochMetrics(
      long epoch,
      long step,
      double seconds,
      double trainLoss,
      OptionalDouble validationLoss,
      OptionalDouble score,
      double rate,
      double picturesPerSecond) {
    this(
        epoch,
        step,
        seconds,
        trainLoss,
        validationLoss,
        score,
        rate,
        picturesPerSecond,
        new LinkedHashMap<>(Map.of()));
  }

  /** Whether its score is above another's; one that is no number is above none. */
  boolean isBetterThan(EpochMetrics other) {
    return score.orElse(Double.NEGATIVE_INFINITY) > other.score.orElse(Double.NEGATIVE_INFINITY);
  }

  /** Whether it has a score that can be compared. */
  boolean isScored() {
    return score.isPresent() && !Double.isNaN(score.getAsDouble());
  }
}
