package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liviano.formats.ModelFiles;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import liviano.model.Labels;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The real network on real pictures, whose answers another implementation gave, by every kind of
 * kernel.
 */
@Tag("shared")
@ParameterizedClass
@MethodSource("liviano.accuracy.KernelKind#all")
class CocoDetectionsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path WEIGHTS =
      SHARED.resolve("models").resolve("coco").resolve("ssdlite_mobilenet_v2_tfjs");
  private static final Path DATA = SHARED.resolve("data").resolve("coco-val2017-40");

  /** By the plain loops: a second each, with 33 of the objects. */
  private static final Set<Integer> FEW = Set.of(139, 5001, 6471);

  private static final Map<Integer, Picture> pictures = new HashMap<>();
  private static final Map<Integer, List<Detection>> found = new HashMap<>();

  private record Expected(int picture, int categoryId, float score, Box box) {}

  @Parameter private KernelKind kind;

  @BeforeParameterizedClassInvocation
  static void detect(KernelKind kind) throws IOException {
    assumeTrue(Files.isDirectory(WEIGHTS), "skipped: the real weights are not here: " + WEIGHTS);
    assumeTrue(Files.isDirectory(DATA), "skipped: the pictures are not here: " + DATA);
    ObjectDetector detector =
        ObjectDetector.of(
            ModelFiles.read(WEIGHTS),
            DetectorOptions.builder().scoreThreshold(0.05f).compile(kind.options()).build());
    found.clear();
    for (JsonObject json : read("instances.json").asObject().array("images").objects()) {
      int id = json.integer("id");
      if (!kind.isSlow() || FEW.contains(id)) {
        Path file = DATA.resolve("images").resolve(json.string("file_name"));
        if (!pictures.containsKey(id)) {
          pictures.put(id, Picture.read(file));
        }
        found.put(id, detector.detect(pictures.get(id)));
      }
    }
  }

  @Test
  void nearlyAllExpectedObjectsAreFoundWhereTheyAreExpected() throws IOException {
    List<String> missed = new ArrayList<>();
    int expected = 0;
    for (JsonObject json : read("expected_detections.json").asArray().objects()) {
      if (found.containsKey(json.integer("image_id")) && json.number("score") > 0.3) {
        Expected object = expected(json);
        expected++;
        if (found.get(object.picture()).stream().noneMatch(d -> isSame(object, d))) {
          missed.add(object.toString());
        }
      }
    }

    assertThat(expected).isEqualTo(kind.isSlow() ? 33 : 139);
    assertThat(missed).hasSizeLessThanOrEqualTo(expected / 100);
  }

  /**
   * The same detections against what people drew, which knows nothing of any implementation: it
   * tells which axis is which.
   */
  @Test
  void mostSureDetectionsAreWherePeopleDrewTheObject() throws IOException {
    JsonArray annotations = read("instances.json").asObject().array("annotations");
    Map<Integer, List<Expected>> drawn = new HashMap<>();
    for (JsonObject json : annotations.objects()) {
      drawn
          .computeIfAbsent(json.integer("image_id"), id -> new ArrayList<>())
          .add(object(json, 1, json.array("bbox")));
    }
    int sure = 0;
    int right = 0;
    for (Map.Entry<Integer, List<Detection>> picture : found.entrySet()) {
      for (Detection detection : picture.getValue()) {
        if (detection.score() > 0.3f) {
          sure++;
          boolean hit =
              drawn.getOrDefault(picture.getKey(), List.of()).stream()
                  .filter(object -> object.categoryId() == detection.categoryId())
                  .anyMatch(o -> intersectionOverUnion(o.box(), detection.box()) > 0.5);
          right += hit ? 1 : 0;
        }
      }
    }

    // The expected detections are right in 113 of 139 cases, in 25 of 33 of the few pictures.
    if (!kind.isSlow()) {
      assertThat(sure).isBetween(135, 143);
    }
    assertThat(right / (double) sure).isGreaterThan(kind.isSlow() ? 0.7 : 0.8);
  }

  /** The published labels name what is found; nothing is found under an id without an object. */
  @Test
  void everyDetectionHasTheNameOfAnObject() {
    assertThat(found).hasSize(kind.isSlow() ? FEW.size() : 40);
    assertThat(found.values().stream().flatMap(List::stream).map(Detection::label))
        .contains("person", "tv")
        .doesNotContain(Labels.NONE, "background");
  }

  private static boolean isSame(Expected object, Detection detection) {
    return detection.categoryId() == object.categoryId()
        && Math.abs(detection.score() - object.score()) <= 0.03f
        && intersectionOverUnion(detection.box(), object.box()) > 0.9;
  }

  private static double intersectionOverUnion(Box a, Box b) {
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    double both = Math.max(width, 0) * Math.max(height, 0);
    return both / (a.width() * a.height() + b.width() * b.height() - both);
  }

  /**
   * The file's axes are exchanged: {@code x} and {@code width} are fractions of the height times
   * the width, {@code y} and {@code height} the other way round. As they stand they agree with the
   * annotations in 21 of 139 cases and reach out of pictures; exchanged, in 113 and never.
   */
  private static Expected expected(JsonObject json) {
    Picture picture = pictures.get(json.integer("image_id"));
    JsonArray box = json.array("bbox");
    double wide = (double) picture.width() / picture.height();
    return object(
        json,
        json.number("score"),
        JsonArray.ofNumbers(
            box.number(1) * wide,
            box.number(0) / wide,
            box.number(3) * wide,
            box.number(2) / wide));
  }

  private static Expected object(JsonObject json, double score, JsonArray box) {
    return new Expected(
        json.integer("image_id"),
        json.integer("category_id"),
        (float) score,
        new Box(
            (float) box.number(0),
            (float) box.number(1),
            (float) box.number(2),
            (float) box.number(3)));
  }

  private static JsonValue read(String file) throws IOException {
    return Json.read(DATA.resolve(file), JsonLimits.defaults());
  }
}
