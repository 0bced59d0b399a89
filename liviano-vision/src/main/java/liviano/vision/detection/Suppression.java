package liviano.vision.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * Non-maximum suppression as Caffe and Darknet do it: class by class, of whole boxes, which only
 * then are clipped to the input.
 *
 * <p>All classes share one queue, as in {@link SsdDecoder}.
 *
 * @param overlap boxes of one class with a greater intersection over union are one object
 * @param mostOfClass how many candidates of a class are looked at, the best first
 * @param maxResults the most answers
 */
record Suppression(float overlap, int mostOfClass, int maxResults) {

  /** Boxes by their index. */
  @FunctionalInterface
  interface Boxes {
    /** Writes top, left, bottom and right in fractions of the input. */
    void read(int index, float[] box);
  }

  /**
   * What is left of the candidates.
   *
   * @param candidates of rank {@code category * count + index of the box}, their scores as logits
   * @param classes how many categories there are, the background at 0 among them
   * @param count how many boxes there are
   */
  List<Found> of(Candidates candidates, int classes, int count, Boxes boxes) {
    KeptBoxes kept = new KeptBoxes(classes, overlap);
    int[] looked = new int[classes];
    List<Found> found = new ArrayList<>();
    float[] box = new float[BoxDecoder.BOX];
    while (!candidates.isEmpty() && found.size() < maxResults) {
      float score = candidates.logit();
      int rank = candidates.take();
      int category = rank / count;
      if (looked[category]++ >= mostOfClass) {
        continue;
      }
      boxes.read(rank % count, box);
      // False for NaN.
      if (box[2] > box[0] && box[3] > box[1] && kept.keep(category, box)) {
        addClipped(found, category, score, box);
      }
    }
    return List.copyOf(found);
  }

  private static void addClipped(List<Found> found, int category, float score, float[] box) {
    float top = Math.clamp(box[0], 0f, 1f);
    float left = Math.clamp(box[1], 0f, 1f);
    float bottom = Math.clamp(box[2], 0f, 1f);
    float right = Math.clamp(box[3], 0f, 1f);
    if (bottom > top && right > left) {
      found.add(new Found(category, score, top, left, bottom, right));
    }
  }
}
