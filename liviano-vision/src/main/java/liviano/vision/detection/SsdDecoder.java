package liviano.vision.detection;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * From an SSD's outputs to the boxes it found: sigmoid scores, and for each class by itself
 * non-maximum suppression of the boxes clipped to the input, as TensorFlow's Object Detection API
 * computes them. Immutable and thread-safe.
 *
 * <p>All classes share one queue, the greatest logit first; each candidate is held against the kept
 * boxes of its class, and the work ends when enough are kept. That gives what class after class and
 * then sorting would give, but the scores, boxes and overlaps only of candidates that are reached.
 * Scores that round to the same float are still told apart by their logits; of equal logits the
 * lower class comes first, then the anchor of the lower index.
 */
public final class SsdDecoder implements DetectionDecoder {
  static final List<String> OUTPUTS = List.of("boxes", "logits");

  /** Boxes of one class that overlap more (intersection over union) are one object. */
  private static final float OVERLAP = 0.6f;

  private static final int MOST_PER_CLASS = 100;

  /** Beyond this logit scores are rounded so coarsely that the score itself must be compared. */
  private static final double COARSE_LOGIT = 14;

  private static final double MARGIN = 0.1;

  /** Logits that are copied at a time, so that they stay in the nearest cache. */
  private static final int PART = 4096;

  /**
   * Logits are looked through in bands, the upper first, for as long as too little is kept: at a
   * low threshold nearly all are candidates, and nearly none of them is reached.
   */
  private static final float[] BANDS = {-2, -4, -6, -9, Float.NEGATIVE_INFINITY};

  private final BoxDecoder boxes;
  private final boolean[] allowed;
  private final float scoreThreshold;
  private final float logitThreshold;
  private final int maxResults;

  /**
   * @param anchors four numbers each: top, left, bottom, right in fractions of the input
   * @param allowed of each class, the background at 0 among them, whether it may be answered; the
   *     background never is
   * @param scoreThreshold the least score of an answer
   * @param maxResults the most answers
   */
  public SsdDecoder(float[] anchors, boolean[] allowed, float scoreThreshold, int maxResults) {
    this.boxes = new BoxDecoder(anchors, BoxDecoder.Order.Y_FIRST);
    this.allowed = allowed.clone();
    this.scoreThreshold = scoreThreshold;
    double logit = Math.log(scoreThreshold / (1 - (double) scoreThreshold));
    this.logitThreshold = (float) (Math.min(logit, COARSE_LOGIT) - MARGIN);
    this.maxResults = maxResults;
  }

  @Override
  public List<String> outputs() {
    return OUTPUTS;
  }

  /** {@inheritDoc} */
  @Override
  public List<Found> decode(List<MemorySegment> outputs) {
    return decode(outputs.get(0), outputs.get(1));
  }

  /**
   * The boxes that were found, the greatest score first.
   *
   * @param codes {@code anchors x 4} float32 in native order
   * @param logits {@code anchors x classes} float32 in native order, the background first
   */
  public List<Found> decode(MemorySegment codes, MemorySegment logits) {
    KeptBoxes kept = new KeptBoxes(allowed.length, OVERLAP);
    List<Found> found = new ArrayList<>();
    float above = Float.POSITIVE_INFINITY;
    for (float band : BANDS) {
      float from = Math.max(band, logitThreshold);
      if (from < above && found.size() < maxResults) {
        take(candidates(logits, from, above), codes, kept, found);
        above = from;
      }
    }
    return List.copyOf(found);
  }

  /** Keeps what is to be kept of the candidates, until there are enough. */
  private void take(Candidates candidates, MemorySegment codes, KeptBoxes kept, List<Found> found) {
    float[] box = new float[BoxDecoder.BOX];
    while (!candidates.isEmpty() && found.size() < maxResults) {
      float score = (float) (1 / (1 + Math.exp(-candidates.logit())));
      int rank = candidates.take();
      int category = rank / boxes.count();
      if (score < scoreThreshold || kept.count(category) == MOST_PER_CLASS) {
        continue;
      }
      boxes.decode(codes, rank % boxes.count(), box, 0);
      clip(box);
      // Overlaps are those of the clipped boxes. False for NaN, and for what lies wholly outside.
      if (box[2] > box[0] && box[3] > box[1] && kept.keep(category, box)) {
        found.add(new Found(category, score, box[0], box[1], box[2], box[3]));
      }
    }
  }

  /** Those of the classes allowed whose logit is from {@code from} on and below {@code below}. */
  private Candidates candidates(MemorySegment logits, float from, float below) {
    Candidates candidates = new Candidates();
    int fromOrder = Candidates.order(Float.floatToRawIntBits(from));
    int classes = allowed.length;
    int rows = Math.max(1, PART / classes);
    int[] bits = new int[rows * classes];
    for (int first = 0; first < boxes.count(); first += rows) {
      int count = Math.min(rows, boxes.count() - first);
      // Loops over arrays are compiled well whatever other memory the program reads.
      MemorySegment.copy(
          logits, JAVA_INT, (long) first * classes * Float.BYTES, bits, 0, count * classes);
      for (int row = 0; row < count; row++) {
        // The background's logit is the greatest nearly everywhere: it does not count.
        if (greatestOrder(bits, row * classes + 1, classes - 1) >= fromOrder) {
          gather(bits, row * classes, first + row, from, below, candidates);
        }
      }
    }
    candidates.heapify();
    return candidates;
  }

  private void gather(
      int[] bits, int at, int anchor, float from, float below, Candidates candidates) {
    for (int category = 1; category < allowed.length; category++) {
      float logit = Float.intBitsToFloat(bits[at + category]);
      // Infinity is above every band but belongs to the first.
      boolean inBand = logit >= from && (logit < below || below == Float.POSITIVE_INFINITY);
      if (inBand && allowed[category]) {
        candidates.add(logit, category * boxes.count() + anchor);
      }
    }
  }

  /** A loop that is compiled to vector instructions: most anchors end here. */
  private static int greatestOrder(int[] bits, int at, int count) {
    int greatest = Integer.MIN_VALUE;
    for (int i = at; i < at + count; i++) {
      greatest = Math.max(greatest, Candidates.order(bits[i]));
    }
    return greatest;
  }

  private static void clip(float[] box) {
    for (int i = 0; i < box.length; i++) {
      box[i] = Math.min(Math.max(box[i], 0), 1);
    }
  }
}
