package liviano.vision.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.json.JsonObject;
import liviano.vision.ClassArea;
import liviano.vision.Segmentation;
import org.junit.jupiter.api.Test;

class RunLengthsTest {
  /** By hand: 3 columns, 2 rows; the pixels column by column are 1 0, 1 1, 0 2. */
  @Test
  void pixelsAreCountedColumnByColumnFirstThoseOutside() {
    Segmentation found = segmentation(3, 2, 1, 1, 0, 0, 1, 2);
    RunLengths runs = RunLengths.of(found);
    assertThat(runs.toJson(0).toJson()).isEqualTo("{\"size\":[2,3],\"counts\":[1,1,2,1,1]}");
    assertThat(runs.toJson(1).toJson()).isEqualTo("{\"size\":[2,3],\"counts\":[0,1,1,2,2]}");
    assertThat(runs.toJson(2).toJson()).isEqualTo("{\"size\":[2,3],\"counts\":[5,1]}");
    assertThatIllegalArgumentException().isThrownBy(() -> runs.toJson(3));
  }

  @Test
  void oneClassAloneIsOneRun() {
    RunLengths runs = RunLengths.of(segmentation(2, 2, 3, 3, 3, 3));
    assertThat(runs.toJson(3).toJson()).isEqualTo("{\"size\":[2,2],\"counts\":[0,4]}");
  }

  @Test
  void decodedTheMasksAreTheSegmentation() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int width = 1 + random.nextInt(20);
      int height = 1 + random.nextInt(20);
      int classes = 1 + random.nextInt(4);
      int[] mask = random.ints((long) width * height, 0, classes).toArray();
      Segmentation found = segmentation(width, height, mask);
      RunLengths runs = RunLengths.of(found);
      int[] decoded = new int[mask.length];
      for (ClassArea area : found.areas()) {
        boolean[] inside = decode(runs.toJson(area.index()));
        for (int i = 0; i < decoded.length; i++) {
          decoded[i] += inside[i] ? area.index() : 0;
        }
      }
      assertThat(decoded).containsExactly(mask);
    }
  }

  /** As a reader of COCO's format does; row by row. */
  static boolean[] decode(JsonObject mask) {
    int height = mask.array("size").integer(0);
    int width = mask.array("size").integer(1);
    boolean[] pixels = new boolean[width * height];
    int place = 0;
    boolean inside = false;
    for (int count : mask.array("counts").integers()) {
      for (int end = place + count; place < end; place++) {
        pixels[place % height * width + place / height] = inside;
      }
      inside = !inside;
    }
    assertThat(place).isEqualTo(pixels.length);
    return pixels;
  }

  private static Segmentation segmentation(int width, int height, int... mask) {
    byte[] bytes = new byte[mask.length];
    IntStream.range(0, mask.length).forEach(i -> bytes[i] = (byte) mask[i]);
    return Segmentation.of(width, height, bytes, List.of("a", "b", "c", "d"));
  }
}
