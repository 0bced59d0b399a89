package liviano.train.loop;

/**
 * What an epoch gave.
 *
 * @param epoch counted from 1
 * @param epochs of all phases together
 * @param step optimizer steps so far
 * @param phase its name
 * @param trainLoss mean over the epoch, while it was trained
 * @param validation after it
 * @param rate of its last step
 * @param samplesPerSecond while it was trained, of all workers together
 * @param isBest whether no epoch before had such a score
 */
public record EpochResult(
    int epoch,
    int epochs,
    long step,
    String phase,
    double trainLoss,
    Evaluation validation,
    double rate,
    double samplesPerSecond,
    boolean isBest) {}
