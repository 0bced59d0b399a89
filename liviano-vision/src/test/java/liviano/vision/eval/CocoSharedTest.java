package liviano.vision.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forty pictures of COCO with 1,548 detections of a real network. */
@Tag("shared")
class CocoSharedTest {
  private final Path data =
      Path.of(System.getProperty("liviano.shared", "")).resolve("data/coco-val2017-40");

  @BeforeEach
  void requireData() {
    assumeTrue(Files.isDirectory(data), () -> "no COCO pictures in " + data);
  }

  /** The boxes of the file have their axes exchanged: see {@link #exchanged}. */
  @Test
  void givesTheTwelveNumbersOfTheReference() throws IOException {
    CocoDataSet truth = truth();
    assertThat(truth.images()).hasSize(40);
    assertThat(truth.annotations()).hasSize(219).filteredOn(CocoAnnotation::crowd).hasSize(1);
    assertThat(truth.categories()).hasSize(80);
    CocoEvaluation evaluation = CocoEvaluator.evaluate(truth, detections());
    requireMetrics(
        evaluation,
        0.06392033337727328,
        0.15159336109410346,
        0.023056489980795312,
        0.0,
        0.003217349015465412,
        0.12119038748845112,
        0.06261099365750529,
        0.08857646229739254,
        0.09286116983791404,
        0.0,
        0.010476190476190476,
        0.17616666666666664);
  }

  @Test
  void givesThoseOfTheBoxesPutRight() throws IOException {
    CocoDataSet truth = truth();
    Map<Long, CocoImage> images = new HashMap<>();
    truth.images().forEach(image -> images.put(image.id(), image));
    List<CocoDetection> right =
        detections().stream().map(found -> exchanged(found, images.get(found.imageId()))).toList();
    requireMetrics(
        CocoEvaluator.evaluate(truth, right),
        0.42625048198004756,
        0.5770649005745204,
        0.4367379505430677,
        0.09212607260726072,
        0.29123133765037584,
        0.7007968147418363,
        0.3908864894795127,
        0.46140194301822207,
        0.4629787576764321,
        0.10898095238095237,
        0.34347985347985349,
        0.7398888888888889);
  }

  /** From (y x width, x x height) in shares of the picture to (x x width, y x height). */
  private static CocoDetection exchanged(CocoDetection found, CocoImage image) {
    double width = image.width();
    double height = image.height();
    return new CocoDetection(
        found.imageId(),
        found.categoryId(),
        found.y() * width / height,
        found.x() * height / width,
        found.height() * width / height,
        found.width() * height / width,
        found.score());
  }

  private static void requireMetrics(CocoEvaluation evaluation, double... expected) {
    assertThat(evaluation.images()).isEqualTo(40);
    double[] metrics =
        evaluation.metrics().values().stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(metrics).containsExactly(expected, within(1e-12));
  }

  private CocoDataSet truth() throws IOException {
    return CocoDataSet.read(data.resolve("instances.json"));
  }

  private List<CocoDetection> detections() throws IOException {
    return CocoResults.read(data.resolve("expected_detections.json"));
  }
}
