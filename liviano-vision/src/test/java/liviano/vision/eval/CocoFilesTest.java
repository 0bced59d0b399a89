package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import liviano.Limits;
import liviano.Limits.Limit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class CocoFilesTest {
  private static final String INSTANCES =
      """
      {"info": {"year": 2017},
       "images": [{"id": 139, "file_name": "sub/139.jpg", "width": 640, "height": 426,
                   "license": 2}, {"id": 7, "file_name": "7.jpg", "width": 1, "height": 1}],
       "annotations": [{"id": 1768, "image_id": 139, "category_id": 64, "iscrowd": 0,
                        "bbox": [236.98, 142.51, 24.7, 69.5], "area": 531.8,
                        "segmentation": [[240.86, 211.31, 240.16, 197.19]]},
                       {"id": 9001, "image_id": 139, "category_id": 1, "iscrowd": 1,
                        "bbox": [1, 2, 0, 4], "area": 0,
                        "segmentation": {"counts": [272, 2], "size": [426, 640]}},
                       {"id": 5, "image_id": 7, "category_id": 1, "bbox": [0, 0, 1, 1],
                        "area": 1}],
       "categories": [{"id": 64, "name": "potted plant", "supercategory": "furniture"},
                      {"id": 1, "name": "person"}]}
      """;

  private static final String RESULTS =
      """
      [{"image_id": 139, "category_id": 62, "score": 0.91138, "bbox": [322.39, 192, 159.83, 4.97],
        "segmentation": []}]
      """;

  @TempDir private Path folder;

  @Test
  void readsTheFileOfCoco() throws IOException {
    CocoDataSet data = CocoDataSet.read(file(INSTANCES));
    assertThat(data.images())
        .containsExactly(
            new CocoImage(139, "sub/139.jpg", 640, 426), new CocoImage(7, "7.jpg", 1, 1));
    assertThat(data.annotations())
        .containsExactly(
            new CocoAnnotation(1768, 139, 64, 236.98, 142.51, 24.7, 69.5, 531.8, false),
            new CocoAnnotation(9001, 139, 1, 1, 2, 0, 4, 0, true),
            new CocoAnnotation(5, 7, 1, 0, 0, 1, 1, 1, false));
    assertThat(data.categories())
        .containsExactly(new CocoCategory(64, "potted plant"), new CocoCategory(1, "person"));
  }

  @Test
  void readsFilesWithAByteOrderMarkAndNamesAnotherEncoding() throws IOException {
    CocoDataSet without = CocoDataSet.read(file(INSTANCES));
    assertThat(CocoDataSet.read(file("\ufeff" + INSTANCES))).isEqualTo(without);
    assertThat(CocoResults.read(file("\ufeff" + RESULTS))).hasSize(1);
    Path other = Files.writeString(folder.resolve("a.json"), INSTANCES, StandardCharsets.UTF_16BE);
    assertThatThrownBy(() -> CocoDataSet.read(other))
        .isInstanceOf(DataSetException.class)
        .hasMessage(other + ": at byte 0: a text in UTF-16: save it as UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"image_id\": 7 | \"image_id\": 8 | annotation 5 is of image 8, which is not listed",
        "\"category_id\": 64 | \"category_id\": 65 |"
            + " annotation 1768 is of category 65, which is not listed",
        "\"area\": 531.8 | \"volume\": 1 |"
            + " annotations: id 1768: at byte 210: annotations[0]: missing member \"area\"",
        "\"area\": 0 | \"area\": -1 | annotations: id 9001: area -1.0: give a number from 0",
        "\"iscrowd\": 1 | \"iscrowd\": 2 | annotations: id 9001:"
            + " at byte 432: annotations[1].iscrowd: expected 0 or 1 but found 2",
        "[1, 2, 0, 4] | [1, 2, -1, 4] | annotations: id 9001: box x 1.0, y 2.0, width -1.0,"
            + " height 4.0: lengths must not be negative, nor any beyond 1e9",
        "[1, 2, 0, 4] | [1e300, 2, 1, 4] | annotations: id 9001: box x 1.0E300, y 2.0, width 1.0,"
            + " height 4.0: lengths must not be negative, nor any beyond 1e9",
        "[1, 2, 0, 4] | [1, 2, 3] | annotations: id 9001: at byte 512: annotations[1].bbox:"
            + " expected x, y, width and height but found 3 elements",
        "sub/139.jpg | ../139.jpg | images: id 139: '../139.jpg' is not a picture inside the folder",
        "sub/139.jpg | /etc/passwd | images: id 139: '/etc/passwd' is not a picture inside the folder",
        "sub/139.jpg | a/../.. | images: id 139: 'a/../..' is not a picture inside the folder",
        "\"width\": 640 | \"width\": 0 | images: id 139: 0x426 pixels: sides must be positive",
        "\"images\" | \"pictures\" | at byte 0: missing member \"images\"",
      })
  void namesWhatIsWrong(String good, String bad, String message) throws IOException {
    assertThat(INSTANCES).contains(good);
    int at = INSTANCES.lastIndexOf(good);
    Path file = file(INSTANCES.substring(0, at) + bad + INSTANCES.substring(at + good.length()));
    assertThatThrownBy(() -> CocoDataSet.read(file))
        .isInstanceOf(DataSetException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void saysWhereAFileIsCut() throws IOException {
    Path file = file(INSTANCES.substring(0, 400));
    assertThatThrownBy(() -> CocoDataSet.read(file))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(file + ": at byte 400: expected ")
        .hasMessageEndingWith(" but found the end of the text")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesOtherJson() throws IOException {
    Path file = file("[1, 2]");
    assertThatThrownBy(() -> CocoDataSet.read(file))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("expected an object but found an array");
    assertThatThrownBy(() -> CocoDataSet.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFolderIsNoList() {
    assertThatThrownBy(() -> CocoDataSet.read(folder))
        .isInstanceOf(DataSetException.class)
        .hasMessageEndingWith("is a folder; give the file in it that lists the pictures");
  }

  @Test
  void readsNoMoreThanTheLimitsAllow() throws IOException {
    Path file = file(RESULTS);
    Limits few = Limits.defaults().with(Limit.DATASET_BYTES, 5);
    assertThatThrownBy(() -> CocoJson.read(file, few)).isInstanceOf(DataSetException.class);
    Limits values = Limits.defaults().with(Limit.DATASET_VALUES, 2);
    assertThatThrownBy(() -> CocoJson.read(file, values))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("give Java more with -Xmx");
    CocoJson.read(file, Limits.defaults());
  }

  @Test
  void readsResults() throws IOException {
    assertThat(CocoResults.read(file(RESULTS)))
        .containsExactly(new CocoDetection(139, 62, 322.39, 192, 159.83, 4.97, 0.91138));
    Path bad = file(RESULTS.replace("0.91138", "\"high\""));
    assertThatThrownBy(() -> CocoResults.read(bad))
        .isInstanceOf(DataSetException.class)
        .hasMessage(bad + ": at byte 1: [0].score: expected a number but found a string");
  }

  @Test
  void writesShortestDecimals() throws IOException {
    Path file = folder.resolve("out.json");
    List<CocoDetection> detections =
        List.of(
            CocoDetection.ofFloats(139, 62, 0.1f, -0.0f, 12, 3.3333333f, 1e-7f),
            new CocoDetection(5_000_000_000L, 1, 1e9, 0.1 + 0.2, 0, 0, -1));
    CocoResults.write(file, detections);
    assertThat(file)
        .hasContent(
            """
            [
            {"image_id":139,"category_id":62,"bbox":[0.1,-0.0,12,3.3333333],"score":1.0E-7},
            {"image_id":5000000000,"category_id":1,"bbox":[1000000000,0.30000000000000004,0,0],\
            "score":-1}
            ]
            """);
    assertThat(CocoResults.read(file)).isEqualTo(detections);
    CocoResults.write(file, List.of());
    assertThat(CocoResults.read(file)).isEmpty();
  }

  @Test
  void givesBackWhatItWrote() throws IOException {
    Path file = folder.resolve("out.json");
    List<CocoDetection> detections = RandomCoco.of(3, 20, 5).detections();
    CocoResults.write(file, detections);
    assertThat(CocoResults.read(file)).isEqualTo(detections);
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> new CocoDetection(1, 1, Double.NaN, 0, 1, 1, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CocoDetection(1, 1, 0, 0, 1, 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesDamage() throws IOException {
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] bytes = (round % 2 == 0 ? INSTANCES : RESULTS).getBytes(StandardCharsets.UTF_8);
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(bytes.length);
        bytes[at] =
            (byte)
                (random.nextBoolean()
                    ? bytes[at] ^ 1 << random.nextInt(8)
                    : "0-e\"[]{},:".charAt(random.nextInt(10)));
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Path file = Files.write(folder.resolve("damaged.json"), bytes);
      try {
        if (round % 2 == 0) {
          assertThat(CocoDataSet.read(file).images()).hasSizeBetween(1, 2);
        } else {
          assertThat(CocoResults.read(file)).hasSize(1);
        }
      } catch (DataSetException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("instances.json"), json);
  }
}
