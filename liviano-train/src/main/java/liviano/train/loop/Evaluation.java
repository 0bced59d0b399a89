package liviano.train.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How good a network is on the validation part.
 *
 * @param loss mean over its samples
 * @param scoreName what the score is called, such as {@code accuracy}
 * @param score of which more is better
 * @param more other numbers by their names, in the order in which they are shown
 */
public record Evaluation(
    double loss, String scoreName, double score, SequencedMap<String, Double> more) {
  public Evaluation {
    more = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(more));
  }
}
