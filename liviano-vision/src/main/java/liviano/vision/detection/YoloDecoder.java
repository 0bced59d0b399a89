package liviano.vision.detection;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.vision.answer.Softmax;
import liviano.zoo.YoloV2;

/**
 * From the output of YOLOv2 to the boxes it found, as Darknet's region layer computes them
 * (arXiv:1612.08242, section 2): the centre of a box is the sigmoid of two numbers within its
 * position, its sides are its anchor's times powers of e, its score the sigmoid of whether there is
 * an object times the softmax over the classes. Of boxes of one class that overlap more than 0.45
 * the best is kept.
 */
public final class YoloDecoder implements DetectionDecoder {
  private static final List<String> OUTPUTS = List.of("regions");
  private static final float OVERLAP = 0.45f;
  private static final int OBJECT = YoloV2.BOX - 1;

  private final int rows;
  private final int columns;
  private final List<YoloV2.Anchor> anchors;
  private final boolean[] allowed;
  private final float scoreThreshold;
  private final Suppression suppression;

  /**
   * @param rows of the output
   * @param columns of the output
   * @param anchors at every position, in the order of the output
   * @param allowed of each class whether it may be answered, from 1 on: there is no background, but
   *     its place at 0 is kept
   * @param scoreThreshold the least score of an answer
   * @param maxResults the most answers
   */
  public YoloDecoder(
      int rows,
      int columns,
      List<YoloV2.Anchor> anchors,
      boolean[] allowed,
      float scoreThreshold,
      int maxResults) {
    this.rows = rows;
    this.columns = columns;
    this.anchors = List.copyOf(anchors);
    this.allowed = allowed.clone();
    this.scoreThreshold = scoreThreshold;
    this.suppression = new Suppression(OVERLAP, Integer.MAX_VALUE, maxResults);
  }

  @Override
  public List<String> outputs() {
    return OUTPUTS;
  }

  /**
   * The boxes that were found, the greatest score first.
   *
   * @param outputs {@code rows x columns x anchors x (5 + classes)}: x, y, width, height, whether
   *     there is an object, and the logits of the classes
   */
  @Override
  public List<Found> decode(List<MemorySegment> outputs) {
    MemorySegment regions = outputs.getFirst();
    return suppression.of(
        candidates(regions), allowed.length, count(), (index, box) -> read(regions, index, box));
  }

  private Candidates candidates(MemorySegment regions) {
    Candidates candidates = new Candidates();
    float[] numbers = new float[numbers()];
    for (int index = 0; index < count(); index++) {
      MemorySegment.copy(regions, JAVA_FLOAT, offset(index), numbers, 0, numbers.length);
      float object = sigmoid(numbers[OBJECT]);
      // No class is surer than that there is an object.
      if (object >= scoreThreshold) {
        Softmax.apply(numbers, YoloV2.BOX, numbers.length - YoloV2.BOX);
        gather(numbers, object, index, candidates);
      }
    }
    candidates.heapify();
    return candidates;
  }

  private void gather(float[] numbers, float object, int index, Candidates candidates) {
    for (int category = 1; category < allowed.length; category++) {
      float score = object * numbers[YoloV2.BOX + category - 1];
      if (score >= scoreThreshold && allowed[category]) {
        candidates.add(score, category * count() + index);
      }
    }
  }

  private void read(MemorySegment regions, int index, float[] box) {
    int position = index / anchors.size();
    YoloV2.Anchor anchor = anchors.get(index % anchors.size());
    long at = offset(index);
    float x = (position % columns + sigmoid(regions.get(JAVA_FLOAT, at))) / columns;
    float y = (position / columns + sigmoid(regions.get(JAVA_FLOAT, at + Float.BYTES))) / rows;
    double width = anchor.width() * Math.exp(regions.get(JAVA_FLOAT, at + 2 * Float.BYTES));
    double height = anchor.height() * Math.exp(regions.get(JAVA_FLOAT, at + 3 * Float.BYTES));
    float halfWidth = (float) (width / columns / 2);
    float halfHeight = (float) (height / rows / 2);
    box[0] = y - halfHeight;
    box[1] = x - halfWidth;
    box[2] = y + halfHeight;
    box[3] = x + halfWidth;
  }

  private int count() {
    return rows * columns * anchors.size();
  }

  /** Numbers of a box. */
  private int numbers() {
    return YoloV2.BOX + allowed.length - 1;
  }

  private long offset(int index) {
    return (long) index * numbers() * Float.BYTES;
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
