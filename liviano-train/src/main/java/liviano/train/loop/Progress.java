package liviano.train.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import liviano.MalformedModelException;

/**
 * How far a run is, and what it must remember to go on as if it had not been broken off.
 *
 * @param epoch that is under way, counted from 0 over all phases; the number of all when it is over
 * @param batch of that epoch, the next one, counted from 0
 * @param step that comes next, counted from 0
 * @param lossSum of the batches of this epoch, each times its samples
 * @param lossCount samples in it
 * @param epochSeconds of training in this epoch so far
 * @param best score of a validation so far; negative infinity before the first
 * @param bestEpoch in which it was, counted from 0; -1 before the first
 * @param seconds of training so far
 */
public record Progress(
    int epoch,
    int batch,
    long step,
    double lossSum,
    long lossCount,
    double epochSeconds,
    double best,
    int bestEpoch,
    double seconds) {

  /** Before the first step. */
  public static final Progress START =
      new Progress(0, 0, 0, 0, 0, 0, Double.NEGATIVE_INFINITY, -1, 0);

  /** As texts, exact to the last bit. */
  public SequencedMap<String, String> texts() {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    texts.put("epoch", String.valueOf(epoch));
    texts.put("batch", String.valueOf(batch));
    texts.put("step", String.valueOf(step));
    texts.put("loss_sum", Double.toHexString(lossSum));
    texts.put("loss_count", String.valueOf(lossCount));
    texts.put("epoch_seconds", Double.toHexString(epochSeconds));
    texts.put("best", Double.toHexString(best));
    texts.put("best_epoch", String.valueOf(bestEpoch));
    texts.put("seconds", Double.toHexString(seconds));
    return texts;
  }

  /**
   * From such texts.
   *
   * @throws MalformedModelException if one is missing or no number
   */
  public static Progress of(Map<String, String> texts) {
    try {
      return new Progress(
          Integer.parseInt(text(texts, "epoch")),
          Integer.parseInt(text(texts, "batch")),
          Long.parseLong(text(texts, "step")),
          Double.parseDouble(text(texts, "loss_sum")),
          Long.parseLong(text(texts, "loss_count")),
          Double.parseDouble(text(texts, "epoch_seconds")),
          Double.parseDouble(text(texts, "best")),
          Integer.parseInt(text(texts, "best_epoch")),
          Double.parseDouble(text(texts, "seconds")));
    } catch (NumberFormatException e) {
      throw new MalformedModelException("the checkpoint's state is no number: " + e.getMessage());
    }
  }

  private static String text(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new MalformedModelException("the checkpoint says nothing of its " + name);
    }
    return text;
  }

  Progress afterStep(double loss, int samples, double stepSeconds) {
    return new Progress(
        epoch,
        batch + 1,
        step + 1,
        lossSum + loss * samples,
        lossCount + samples,
        epochSeconds + stepSeconds,
        best,
        bestEpoch,
        seconds + stepSeconds);
  }

  Progress afterEpoch(double score) {
    boolean better = score > best;
    return new Progress(
        epoch + 1, 0, step, 0, 0, 0, better ? score : best, better ? epoch : bestEpoch, seconds);
  }
}
