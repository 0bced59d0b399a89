package liviano.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import liviano.vision.Picture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Published weights over HTTP: the answers are those of the verbs. */
@Tag("shared")
@DisabledOnOs(OS.WINDOWS)
class SharedServeTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path CLASSIFIER =
      SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
  private static final Path DETECTOR = SHARED.resolve("models/coco/ssdlite_mobilenet_v2_tfjs");
  private static final Path SEGMENTER =
      SHARED.resolve("models/voc/tflite_dm05_float/deeplabv3_257_dm05_float.tflite");
  private static final List<Path> PICTURES =
      List.of(
          SHARED.resolve("cases/000000000724.jpg"),
          SHARED.resolve("cases/coco-000000000724-exif-6.jpg"));

  @TempDir private Path home;

  @Test
  void everyTaskAnswersAsItsVerb() throws Exception {
    for (Path file : List.of(CLASSIFIER, DETECTOR, SEGMENTER, PICTURES.getFirst())) {
      assumeTrue(Files.exists(file), "skipped: no " + file);
    }
    try (Served served =
        Served.start(
            home,
            "--model",
            CLASSIFIER.toString(),
            "--model",
            DETECTOR.toString(),
            "--model",
            SEGMENTER.toString())) {
      for (Path picture : PICTURES) {
        served.assertAnswersAsTheVerb("classify", CLASSIFIER, picture);
        served.assertAnswersAsTheVerb("embed", CLASSIFIER, picture);
        served.assertAnswersAsTheVerb("explain", CLASSIFIER, picture);
        served.assertAnswersAsTheVerb("detect", DETECTOR, picture);
        served.assertAnswersAsTheVerb("segment", SEGMENTER, picture);
      }
      Picture picture = Picture.read(PICTURES.getFirst());
      byte[] bytes = Files.readAllBytes(PICTURES.getFirst());
      byte[] png = served.post("v1/detect", bytes, "Accept", "image/png").body();
      var drawn = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(drawn.getWidth()).isEqualTo(picture.width());
      assertThat(drawn.getHeight()).isEqualTo(picture.height());
    }
  }
}
