package liviano.vision.detection;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.model.Role;
import liviano.tensor.LittleEndian;

/**
 * Boxes that the network has decoded and sifted itself, as TensorFlow Lite's detection
 * postprocessing does: sides in fractions of the input, a class, a score, and perhaps how many
 * count. Immutable and thread-safe.
 */
public final class DecodedBoxes implements DetectionDecoder {
  /** So many classes are told apart where no labels say how many there are. */
  static final int UNNAMED = 1000;

  private static final int BOX = 4;

  private final boolean[] allowed;
  private final float scoreThreshold;
  private final int maxResults;
  private final boolean counts;

  /**
   * @param allowed of each class whether it may be answered
   * @param scoreThreshold the least score of an answer
   * @param maxResults the most answers
   * @param counts whether the network says how many it found
   */
  DecodedBoxes(boolean[] allowed, float scoreThreshold, int maxResults, boolean counts) {
    this.allowed = allowed.clone();
    this.scoreThreshold = scoreThreshold;
    this.maxResults = maxResults;
    this.counts = counts;
  }

  /** The outputs that are read, in this order. */
  static List<Role> roles(boolean counts) {
    List<Role> roles =
        new ArrayList<>(
            List.of(Role.DETECTION_BOXES, Role.DETECTION_CLASSES, Role.DETECTION_SCORES));
    if (counts) {
      roles.add(Role.DETECTION_COUNT);
    }
    return List.copyOf(roles);
  }

  @Override
  public List<String> outputs() {
    return roles(counts).stream().map(Role::key).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedModelException if a class is none that has a label
   */
  @Override
  public List<Found> decode(List<MemorySegment> outputs) {
    MemorySegment boxes = outputs.get(0);
    MemorySegment classes = outputs.get(1);
    MemorySegment scores = outputs.get(2);
    int there = (int) (scores.byteSize() / Float.BYTES);
    int count = counts ? Math.clamp((long) at(outputs.get(3), 0), 0, there) : there;
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float score = at(scores, i);
      if (score >= scoreThreshold && score > 0) {
        int category = category(at(classes, i));
        float top = clipped(boxes, BOX * i);
        float left = clipped(boxes, BOX * i + 1);
        float bottom = clipped(boxes, BOX * i + 2);
        float right = clipped(boxes, BOX * i + 3);
        if (allowed[category] && bottom > top && right > left) {
          found.add(new Found(category, score, top, left, bottom, right));
        }
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(Found::score).reversed())
        .limit(maxResults)
        .toList();
  }

  private int category(float number) {
    int category = Math.round(number);
    if (category < 0 || category >= allowed.length) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "the network found something of class %d, but there are labels for 0 to %d",
              category,
              allowed.length - 1));
    }
    return category;
  }

  private static float clipped(MemorySegment boxes, int index) {
    return Math.clamp(at(boxes, index), 0, 1);
  }

  private static float at(MemorySegment floats, int index) {
    return floats.getAtIndex(LittleEndian.FLOAT, index);
  }
}
