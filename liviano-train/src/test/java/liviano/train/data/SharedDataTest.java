package liviano.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.model.Fit;
import liviano.model.Preprocessing;
import liviano.model.Rgb;
import liviano.train.data.boxes.BoxData;
import liviano.train.data.boxes.TrueBox;
import liviano.vision.eval.ClassFolders;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The public data sets that the project trains on. */
@Tag("shared")
class SharedDataTest {
  private static Path data(String name) {
    Path folder = Path.of(System.getProperty("liviano.shared", "")).resolve("data").resolve(name);
    assumeTrue(Files.isDirectory(folder), () -> folder + " is not there");
    return folder;
  }

  @Test
  void garments() throws IOException {
    ClassificationData data =
        ClassificationData.of(ClassFolders.read(data("clothing-160")), 0.2, 0);
    assertThat(data.classes()).hasSize(10).isSorted();
    assertThat(data.training()).hasSize(3068);
    assertThat(data.validation()).hasSize(341);
    assertThat(data.test()).hasSize(372);
    ClassificationSource source =
        ClassificationSource.of(
            data.training(),
            data.classes(),
            Preprocessing.tensorflow(96, 96),
            3,
            PictureAugmentation.INCEPTION,
            64 << 20);
    try (Batches<Integer> batches = Batches.of(source, BatchPlan.training(32, 0), 0, 90)) {
      int seen = 0;
      for (Optional<Batch<Integer>> next = batches.next();
          next.isPresent();
          next = batches.next()) {
        assertThat(next.get().labels()).hasSize(32).allMatch(label -> label >= 0 && label < 10);
        seen++;
      }
      assertThat(seen).isEqualTo(5);
    }
  }

  @Test
  void bloodCells() throws IOException {
    BoxData boxes = BoxData.read(data("bccd").resolve("BCCD"), Optional.empty());
    assertThat(boxes.classes()).containsExactly("Platelets", "RBC", "WBC");
    assertThat(boxes.pictures()).hasSize(364);
    DetectionData data = DetectionData.of(boxes, 0.2, 0);
    assertThat(data.training()).hasSize(205);
    assertThat(data.validation()).hasSize(87);
    assertThat(data.test()).hasSize(72);
    DetectionSource source =
        DetectionSource.of(
            data.training(), Preprocessing.keras(300, 300), 3, BoxAugmentation.SSD, 0);
    int found = 0;
    for (int i = 0; i < 20; i++) {
      List<TrueBox> label = source.sample(i, 0, true).label();
      found += label.size();
    }
    assertThat(found).isBetween(40, 20 * 30);
  }

  @Test
  void crowdsAndHolesInCategories() throws IOException {
    Path folder = data("coco-val2017-40");
    BoxData boxes =
        BoxData.read(folder.resolve("instances.json"), Optional.of(folder.resolve("images")));
    assertThat(boxes.classes()).hasSize(80).startsWith("person").endsWith("toothbrush");
    assertThat(boxes.pictures()).hasSize(40).allMatch(picture -> Files.exists(picture.file()));
    assertThat(boxes.counts(Part.ANY)[0]).isPositive();
  }

  @Test
  void animalsWithMasks() throws IOException {
    SegmentationData data = SegmentationData.read(data("voc2012-train-240"), 0, 0);
    assertThat(data.training()).hasSize(240);
    assertThat(SegmentationData.list(data("voc2012-val-40"), "val.txt").orElseThrow()).hasSize(40);
    Preprocessing rules = Preprocessing.keras(129, 129).withFit(new Fit.Pad(Rgb.all(127.5f)));
    SegmentationSource source =
        SegmentationSource.of(
            data.training(), 21, rules, 3, Optional.of(MaskAugmentation.DEEPLAB), 0);
    for (int i = 0; i < 240; i += 12) {
      ClassMask mask = source.sample(i, 0, true).label();
      assertThat(mask.width()).isEqualTo(129);
    }
  }
}
