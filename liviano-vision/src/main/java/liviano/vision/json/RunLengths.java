package liviano.vision.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.Segmentation;

/**
 * The pixels of each class as COCO writes masks by run lengths that are not compressed: {@code
 * {"size": [height, width], "counts": [...]}}. Pixels are taken column by column, each from the
 * top; the counts alternate between pixels outside and inside, the first outside (0 where the first
 * pixel is inside), and add up to all pixels.
 *
 * @see <a href="https://cocodataset.org/#format-data">COCO's data format</a>
 */
public final class RunLengths {
  private final int width;
  private final int height;
  private final Map<Integer, List<Integer>> counts;

  private RunLengths(int width, int height, Map<Integer, List<Integer>> counts) {
    this.width = width;
    this.height = height;
    this.counts = counts;
  }

  /** Those of all classes, in one walk over the pixels. */
  public static RunLengths of(Segmentation found) {
    int width = found.width();
    int height = found.height();
    byte[] mask = found.mask();
    int pixels = mask.length;
    Map<Integer, List<Integer>> counts = new HashMap<>();
    Map<Integer, Integer> ends = new HashMap<>();
    for (int start = 0; start < pixels; ) {
      byte index = at(mask, start, width, height);
      int end = start + 1;
      while (end < pixels && at(mask, end, width, height) == index) {
        end++;
      }
      List<Integer> runs = counts.computeIfAbsent(index & 0xFF, _ -> new ArrayList<>());
      runs.add(start - ends.getOrDefault(index & 0xFF, 0));
      runs.add(end - start);
      ends.put(index & 0xFF, end);
      start = end;
    }
    ends.forEach(
        (index, end) -> {
          if (end < pixels) {
            counts.get(index).add(pixels - end);
          }
        });
    return new RunLengths(width, height, counts);
  }

  /** The pixel at a place, counted column by column. */
  private static byte at(byte[] mask, int place, int width, int height) {
    return mask[place % height * width + place / height];
  }

  /**
   * The mask of a class that is in the picture.
   *
   * @throws IllegalArgumentException if it is not
   */
  public JsonObject toJson(int index) {
    List<Integer> runs = counts.get(index);
    if (runs == null) {
      throw new IllegalArgumentException("no pixel is of class " + index);
    }
    return JsonObject.builder()
        .put("size", JsonArray.ofIntegers(height, width))
        .put("counts", JsonArray.ofIntegers(runs.stream().flatMapToInt(IntStream::of).toArray()))
        .build();
  }
}
