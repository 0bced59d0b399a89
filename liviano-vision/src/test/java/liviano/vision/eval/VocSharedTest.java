package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.json.Json;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forty pictures of VOC with their masks, and how many pixels a real network gave each class. */
@Tag("shared")
class VocSharedTest {
  private final Path data =
      Path.of(System.getProperty("liviano.shared", "")).resolve("data/voc2012-val-40");

  @BeforeEach
  void requireData() {
    assumeTrue(Files.isDirectory(data), () -> "no VOC pictures in " + data);
  }

  @Test
  void readsTheMasks() throws IOException {
    List<VocPicture> pictures = VocList.read(data, data.resolve("val.txt"));
    JsonObject expected =
        Json.read(data.resolve("expected.json"), JsonLimits.defaults()).asObject();
    JsonObject predicted = expected.object("pixels_per_class");
    assertThat(pictures)
        .hasSize(40)
        .extracting(VocPicture::id)
        .containsAll(predicted.members().keySet());
    long[] pixels = new long[256];
    var evaluation = new SegmentationEvaluation(21);
    for (VocPicture one : pictures) {
      ClassMask mask = ClassMask.read(one.mask());
      Picture picture = Picture.read(one.picture());
      assertThat(mask.width()).isEqualTo(picture.width());
      assertThat(mask.height()).isEqualTo(picture.height());
      int count = mask.width() * mask.height();
      for (int i = 0; i < count; i++) {
        pixels[mask.at(i)]++;
      }
      // Predictions cover the picture, void and all.
      assertThat(
              predicted.object(one.id()).members().keySet().stream()
                  .mapToLong(predicted.object(one.id())::longInteger)
                  .sum())
          .isEqualTo(count);
      evaluation.add(
          one.mask().toString(), mask, ClassMask.of(mask.width(), mask.height(), new byte[count]));
    }
    // As an independent decoder of PNG counts them.
    assertThat(pixels[0]).isEqualTo(4_461_286);
    assertThat(pixels[8]).isEqualTo(489_233);
    assertThat(pixels[15]).isEqualTo(69_994);
    assertThat(pixels[18]).isEqualTo(7_434);
    assertThat(pixels[255]).isEqualTo(313_106);
    // All taken for background: right where there is background.
    assertThat(evaluation.pixelAccuracy()).hasValue(4_461_286.0 / (6_874_160 - 313_106));
    List<Integer> present = new ArrayList<>();
    for (int index = 0; index < 21; index++) {
      if (evaluation.isPresent(index)) {
        present.add(index);
      }
    }
    assertThat(present).containsExactly(0, 8, 10, 12, 13, 15, 16, 17, 18);
    assertThat(present).hasSize(expected.integer("present_classes"));
  }
}
