package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that COCO's own evaluator reads, written otherwise than COCO's own. */
class CocoRepeatsTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  private Path file(String images, String annotations, String categories) throws IOException {
    return Files.writeString(
        folder.resolve("instances.json"),
        String.format(
            Locale.ROOT,
            "{\"images\": [%s], \"annotations\": [%s], \"categories\": [%s]}",
            images,
            annotations,
            categories));
  }

  private static String image(String id, String file) {
    return String.format(
        Locale.ROOT,
        "{\"id\": %s, \"file_name\": \"%s\", \"width\": 640.0, \"height\": 480}",
        id,
        file);
  }

  private static String category(String id, String name) {
    return String.format(Locale.ROOT, "{\"id\": %s, \"name\": \"%s\"}", id, name);
  }

  private static String annotation(
      String id, String image, String category, double x, String crowd) {
    return String.format(
        Locale.ROOT,
        "{\"id\": %s, \"image_id\": %s, \"category_id\": %s, \"bbox\": [%s, 0, 9, 9],"
            + " \"area\": 81, \"iscrowd\": %s}",
        id,
        image,
        category,
        x,
        crowd);
  }

  @Test
  void wholeNumbersAndCrowdsMayBeWrittenOtherwise() throws IOException {
    String annotations =
        String.join(
            ",",
            annotation("1.0", "139", "3.0", 1, "true"),
            annotation("2", "139.0", "3", 2, "false"),
            annotation("3e0", "1.39e2", "3", 3, "1.0"));
    CocoDataSet data =
        CocoDataSet.read(
            file(image("139.0", "a.jpg"), annotations, category("3.0", "cat")), warnings::add);
    assertThat(data.images()).containsExactly(new CocoImage(139, "a.jpg", 640, 480));
    assertThat(data.categories()).containsExactly(new CocoCategory(3, "cat"));
    assertThat(data.annotations())
        .containsExactly(
            new CocoAnnotation(1, 139, 3, 1, 0, 9, 9, 81, true),
            new CocoAnnotation(2, 139, 3, 2, 0, 9, 9, 81, false),
            new CocoAnnotation(3, 139, 3, 3, 0, 9, 9, 81, true));
    assertThat(warnings).isEmpty();
    Path results =
        Files.writeString(
            folder.resolve("results.json"),
            "[{\"image_id\": 139.0, \"category_id\": 3.0, \"bbox\": [0, 0, 1, 1], \"score\": 1}]");
    assertThat(CocoResults.read(results)).containsExactly(new CocoDetection(139, 3, 0, 0, 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "139.5 | 0 | expected an integer of 64 bits but found 139.5",
        "1e300 | 0 | expected an integer of 64 bits but found 1.0E300",
        "\"139\" | 0 | expected an integer but found a string",
        "true | 0 | expected an integer but found a boolean",
        "139 | 2 | iscrowd: expected 0 or 1 but found 2",
        "139 | 0.5 | iscrowd: expected an integer of 64 bits but found 0.5",
        "139 | null | iscrowd: expected an integer but found null",
        "139 | \"true\" | iscrowd: expected an integer but found a string",
      })
  void whatIsNeitherIsRefused(String image, String crowd, String message) throws IOException {
    Path file =
        file(image("139", "a.jpg"), annotation("1", image, "3", 1, crowd), category("3", "cat"));
    assertThatThrownBy(() -> CocoDataSet.read(file, warnings::add))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(file + ": annotations: id 1: ")
        .hasMessageEndingWith(message);
  }

  @Test
  void theLastOfAnIdCountsAndAnnotationsEachTime() throws IOException {
    String images =
        String.join(
            ",",
            image("2", "old.jpg"),
            image("1", "one.jpg"),
            image("2.0", "new.jpg"),
            image("1", "one.jpg"));
    String annotations =
        String.join(
            ",",
            annotation("7", "2", "3", 70, "0"),
            annotation("5", "2", "3", 50, "0"),
            annotation("7", "1", "4", 71, "0"),
            annotation("6", "1", "3", 60, "0"));
    String categories =
        String.join(",", category("3", "cot"), category("4", "dog"), category("3", "cat"));
    Path file = file(images, annotations, categories);
    CocoDataSet data = CocoDataSet.read(file, warnings::add);
    assertThat(data.images())
        .containsExactly(
            new CocoImage(2, "new.jpg", 640, 480), new CocoImage(1, "one.jpg", 640, 480));
    assertThat(data.categories())
        .containsExactly(new CocoCategory(3, "cat"), new CocoCategory(4, "dog"));
    CocoAnnotation last = new CocoAnnotation(7, 1, 4, 71, 0, 9, 9, 81, false);
    assertThat(data.annotations())
        .containsExactly(
            last,
            new CocoAnnotation(6, 1, 3, 60, 0, 9, 9, 81, false),
            last,
            new CocoAnnotation(5, 2, 3, 50, 0, 9, 9, 81, false));
    String rule = ", as in COCO's own evaluator";
    assertThat(warnings)
        .containsExactly(
            file
                + ": 2 image ids, the first 2, come more than once: the last of them counts"
                + rule,
            file
                + ": annotation id 7 comes more than once: the last of them counts each time"
                + rule,
            file + ": category id 3 comes more than once: the last of them counts" + rule);
  }

  @Test
  void annotationsThatDifferUnderOneIdAreForFilesAlone() {
    CocoAnnotation one = new CocoAnnotation(7, 1, 3, 0, 0, 9, 9, 81, false);
    CocoAnnotation other = new CocoAnnotation(7, 1, 3, 1, 0, 9, 9, 81, false);
    List<CocoImage> images = List.of(new CocoImage(1, "a.jpg", 9, 9));
    List<CocoCategory> categories = List.of(new CocoCategory(3, "cat"));
    assertThat(new CocoDataSet(images, List.of(one, one), categories).annotations()).hasSize(2);
    assertThatThrownBy(() -> new CocoDataSet(images, List.of(one, other), categories))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("annotation 7 is there twice, and not the same");
  }

  /** What pycocotools 2.0.11 says of the same files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 40 | 20 | "
            + "0.2485315640393216 0.27028569093750976 0.25891290585528165 "
            + "0.20094805194805193 0.35449422313544254 0.3336814104934933 "
            + "0.38649331662489556 0.5553947368421053 0.5553947368421053 "
            + "0.3389682539682539 0.6301629072681704 0.6615384615384615",
        "4 | 5 | 3 | "
            + "0.25907078046514326 0.3077840641206978 0.23981384313546564 "
            + "0.0949032403240324 0.39785596416784536 0.7368016801680166 "
            + "0.12500000000000003 0.5114285714285716 0.6078571428571429 "
            + "0.3375 0.6722222222222222 0.95",
        "8 | 30 | 4 | "
            + "0.042349424712019995 0.05034212957990957 0.047520996710418206 "
            + "0.028486240821499132 0.1036800184452916 0.017877670068033764 "
            + "0.12441595441595443 0.482948717948718 0.49762108262108273 "
            + "0.3594246031746031 0.6062710437710437 0.25773809523809527",
      })
  void agreesWithTheReference(long seed, int pictures, int categories, String numbers)
      throws IOException {
    RandomCoco drawn = RandomCoco.of(seed, pictures, categories);
    CocoDataSet truth = CocoDataSet.read(repeating(drawn.truth()), warnings::add);
    assertThat(warnings).hasSize(2);
    List<Double> metrics =
        List.copyOf(CocoEvaluator.evaluate(truth, drawn.detections()).metrics().values());
    String[] expected = numbers.split(" ");
    assertThat(metrics).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(metrics.get(i)).isCloseTo(Double.parseDouble(expected[i]), within(1e-12));
    }
  }

  /** Three quarters of the ids, so that a quarter of the annotations repeat one; pictures twice. */
  private Path repeating(CocoDataSet data) throws IOException {
    int count = data.annotations().size();
    List<String> annotations = new ArrayList<>();
    for (CocoAnnotation one : data.annotations()) {
      annotations.add(
          String.format(
              Locale.ROOT,
              "{\"id\": %d.0, \"image_id\": %d.0, \"category_id\": %d, \"bbox\": [%s, %s, %s, %s],"
                  + " \"area\": %s, \"iscrowd\": %s}",
              1 + one.id() * 7 % Math.max(1, count * 3 / 4),
              one.imageId(),
              one.categoryId(),
              one.x(),
              one.y(),
              one.width(),
              one.height(),
              one.area(),
              one.crowd()));
    }
    List<String> images = new ArrayList<>();
    for (CocoImage one : data.images()) {
      images.add(image(one.id() + ".0", one.file()));
      images.add(image(Long.toString(one.id()), one.file()));
    }
    List<String> categories =
        data.categories().stream().map(c -> category(c.id() + "", c.name())).toList();
    return file(
        String.join(",", images), String.join(",", annotations), String.join(",", categories));
  }
}
