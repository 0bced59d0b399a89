package liviano.vision.detection;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.vision.answer.Softmax;

/**
 * From the outputs of SSD300 and SSD512 to the boxes they found, as the published Caffe models do
 * it (arXiv:1512.02325, section 2.2 and 3): softmax over the classes and the background, the 400
 * best boxes of each class, and of those that overlap more than 0.45 the best.
 */
public final class CaffeSsdDecoder implements DetectionDecoder {
  private static final float OVERLAP = 0.45f;
  private static final int MOST_OF_CLASS = 400;

  private final BoxDecoder boxes;
  private final boolean[] allowed;
  private final float scoreThreshold;
  private final Suppression suppression;

  /**
   * @param priors four numbers each: top, left, bottom, right in fractions of the input
   * @param allowed of each class, the background at 0 among them, whether it may be answered; the
   *     background never is
   * @param scoreThreshold the least score of an answer
   * @param maxResults the most answers
   */
  public CaffeSsdDecoder(float[] priors, boolean[] allowed, float scoreThreshold, int maxResults) {
    this.boxes = new BoxDecoder(priors, BoxDecoder.Order.X_FIRST);
    this.allowed = allowed.clone();
    this.scoreThreshold = scoreThreshold;
    this.suppression = new Suppression(OVERLAP, MOST_OF_CLASS, maxResults);
  }

  @Override
  public List<String> outputs() {
    return SsdDecoder.OUTPUTS;
  }

  /**
   * The boxes that were found, the greatest score first.
   *
   * @param outputs {@code priors x 4}, x before y, in tenths and fifths of the prior's size; and
   *     {@code priors x classes} logits, the background first
   */
  @Override
  public List<Found> decode(List<MemorySegment> outputs) {
    MemorySegment codes = outputs.get(0);
    return suppression.of(
        candidates(outputs.get(1)),
        allowed.length,
        boxes.count(),
        (index, box) -> boxes.decode(codes, index, box, 0));
  }

  private Candidates candidates(MemorySegment logits) {
    Candidates candidates = new Candidates();
    int classes = allowed.length;
    float[] scores = new float[classes];
    for (int prior = 0; prior < boxes.count(); prior++) {
      MemorySegment.copy(
          logits, JAVA_FLOAT, (long) prior * classes * Float.BYTES, scores, 0, classes);
      Softmax.apply(scores, 0, classes);
      for (int category = 1; category < classes; category++) {
        if (scores[category] >= scoreThreshold && allowed[category]) {
          candidates.add(scores[category], category * boxes.count() + prior);
        }
      }
    }
    candidates.heapify();
    return candidates;
  }
}
