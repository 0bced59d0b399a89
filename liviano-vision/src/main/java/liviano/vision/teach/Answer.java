package liviano.vision.teach;

import liviano.vision.eval.Example;

/**
 * What a taught model says of a picture that it was not taught on.
 *
 * @param truth the picture's class
 * @param answer the likeliest class
 * @param probability of the answer
 * @param truthProbability of the picture's class
 */
public record Answer(
    Example picture, int truth, int answer, double probability, double truthProbability) {
  public boolean isRight() {
    return truth == answer;
  }
}
