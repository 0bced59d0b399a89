package liviano.vision.teach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import liviano.vision.answer.Softmax;
import liviano.vision.eval.ConfusionMatrix;
import liviano.vision.teach.regression.LinearHead;

/**
 * How a taught model does on pictures that it was not taught on.
 *
 * @param answers one a picture
 */
public record Measured(ConfusionMatrix confusion, List<Answer> answers) {
  private static final int BINS = 10;

  public Measured {
    answers = List.copyOf(answers);
  }

  /** Shows pictures to a head; those of classes that it does not know are left out. */
  static Measured of(
      LinearHead head, List<String> labels, double temperature, List<Seen> pictures) {
    ConfusionMatrix confusion = new ConfusionMatrix(labels);
    List<Answer> answers = new ArrayList<>();
    for (Seen picture : pictures) {
      int truth = labels.indexOf(picture.example().label());
      if (truth >= 0) {
        float[] scores = probabilities(head, picture.embedding(), temperature);
        int best = best(scores);
        confusion.add(truth, best);
        answers.add(new Answer(picture.example(), truth, best, scores[best], scores[truth]));
      }
    }
    return new Measured(confusion, answers);
  }

  static float[] probabilities(LinearHead head, float[] embedding, double temperature) {
    float[] scores = head.logits(embedding);
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) (scores[k] / temperature);
    }
    Softmax.apply(scores, 0, scores.length);
    return scores;
  }

  /** The greatest; of equal ones the first. */
  static int best(float[] scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }

  /** The wrong answers, the surest first. */
  public List<Answer> mistakes() {
    return answers.stream()
        .filter(answer -> !answer.isRight())
        .sorted(Comparator.comparingDouble(Answer::probability).reversed())
        .toList();
  }

  /**
   * By how much the probability of the answers differs from the share that is right: the mean over
   * ten ranges of probabilities, each counted as often as it has answers (expected calibration
   * error). 0 where there are no answers.
   */
  public double calibrationError() {
    double[] sure = new double[BINS];
    long[] right = new long[BINS];
    long[] count = new long[BINS];
    for (Answer answer : answers) {
      int bin = Math.min(BINS - 1, (int) (answer.probability() * BINS));
      sure[bin] += answer.probability();
      right[bin] += answer.isRight() ? 1 : 0;
      count[bin]++;
    }
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(sure[bin] - right[bin]);
    }
    return answers.isEmpty() ? 0 : sum / answers.size();
  }
}
