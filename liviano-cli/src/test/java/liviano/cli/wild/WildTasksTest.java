package liviano.cli.wild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.wild.GoldenFile.Numbers;
import liviano.cli.wild.GoldenFile.Result;
import liviano.cli.wild.GoldenRules.Found;
import liviano.formats.npy.NpyArrays;
import liviano.json.Json;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files by the verbs of tasks other than classification: as the public runtime answers. */
@Tag("shared")
class WildTasksTest {
  private static final Path MODELS =
      Path.of(System.getProperty("liviano.shared", "../shared"), "models");
  private static final Path BIRD = MODELS.resolve("wild/coral_deeplab_bird_picture");
  private static final String DETECTOR = "ssd_mnv2_fpnlite_trafficlight_tflite";
  private static final Path CAT = MODELS.resolve("wild/tm_cat_dog_h5/golden/cat_test.png");
  private static final double BYTE = 1.0 / 256;

  /**
   * The runtime's map is that of the first file; the others were trained by themselves, at another
   * width and the last at another size, and see the same bird.
   */
  @ParameterizedTest
  @CsvSource({
    "deeplabv3_mnv2_pascal_quant.tflite, 0.99",
    "deeplabv3_mnv2_dm05_pascal_quant.tflite, 0.9",
    "tflite_dm05_float/deeplabv3_257_dm05_float.tflite, 0.95",
  })
  void segmentGivesTheRuntimesMap(String file, double least) throws IOException {
    Path model = MODELS.resolve("voc").resolve(file);
    assumeTrue(Files.isReadable(model) && Files.isDirectory(BIRD), "skipped: no " + model);
    byte[] theirs =
        NpyArrays.read(BIRD.resolve("expected_labels_u8.npy"))
            .data()
            .toArray(ValueLayout.JAVA_BYTE);
    JsonObject answer =
        json(
            "segment",
            "--model",
            model.toString(),
            "--json",
            "--mask=rle",
            BIRD.resolve("bird_segmentation.bmp").toString());

    int[] ours = labels(answer);

    assertThat(ours.length).isEqualTo(theirs.length);
    int same = 0;
    for (int i = 0; i < ours.length; i++) {
      same += ours[i] == theirs[i] ? 1 : 0;
    }
    assertThat((double) same / ours.length).isBetween(least, 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "tm_cat_dog_h5/keras_model.h5, 1280",
    "coral_inat_bird_tflite/mobilenet_v2_1.0_224_inat_bird_quant.tflite, 1280",
    "onnx_mnv2_imagenet_int8_a/mobilenet_v2_int8.onnx, 1280",
    "onnx_pcb_mnv2_int8/mobilenet_v2_int8.onnx, 1280",
    "rubbish_tflite/trained.tflite, 144",
  })
  void embedGivesWhatTheHeadReads(String file, int numbers) {
    Path model = MODELS.resolve("wild").resolve(file);
    assumeTrue(Files.isReadable(model), "skipped: no " + model);

    double[] embedding =
        json("embed", "--model", model.toString(), "--json", CAT.toString())
            .array("embedding")
            .numbers();

    assertThat(embedding).hasSize(numbers);
    assertThat(Arrays.stream(embedding).distinct().count()).isGreaterThan(10);
  }

  /** Heads of two dense layers, and layers on integers, have no map of a class. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tm_cat_dog_h5/keras_model.h5",
        "coral_inat_bird_tflite/mobilenet_v2_1.0_224_inat_bird_quant.tflite",
        "onnx_mnv2_imagenet_int8_a/mobilenet_v2_int8.onnx",
      })
  void explainSaysInALineThatItCannot(String file) {
    Path model = MODELS.resolve("wild").resolve(file);
    assumeTrue(Files.isReadable(model), "skipped: no " + model);

    Cli.Outcome outcome =
        Cli.piped().run("explain", "--model", model.toString(), "--json", CAT.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> line.contains("no class activation map")))
        .as(outcome.err())
        .hasSize(1);
    assertThat(outcome.err()).doesNotContain("internal error");
  }

  /** Row by row, from masks whose runs go down the columns. */
  private static int[] labels(JsonObject answer) {
    int width = answer.integer("width");
    int height = answer.integer("height");
    int[] labels = new int[width * height];
    for (JsonObject found : answer.array("classes").objects()) {
      int[] counts = found.object("mask").array("counts").integers();
      int at = 0;
      for (int run = 0; run < counts.length; run++) {
        for (int i = 0; i < counts[run]; i++, at++) {
          if (run % 2 == 1) {
            labels[at % height * width + at / height] = found.integer("index");
          }
        }
      }
    }
    return labels;
  }

  @Test
  void detectFindsWhatTheRuntimeFinds() throws IOException {
    List<GoldenFile> golden = GoldenFile.all(MODELS.resolve("wild").resolve(DETECTOR));
    assumeTrue(!golden.isEmpty(), "skipped: the real files are not here: " + MODELS);
    for (Result result : golden.getFirst().results()) {
      JsonObject answer =
          json(
              "detect",
              "--model",
              golden.getFirst().model().toString(),
              "--rounding=tflite", // as the runtime did it
              "--json",
              "--threshold=0",
              result.picture().toString());

      List<double[]> theirs = result.outputs().stream().map(Numbers::values).toList();
      Found wanted =
          new Found(onPicture(theirs.get(1)), theirs.get(3), theirs.get(0), (int) theirs.get(2)[0]);
      assertThat(GoldenRules.detections(found(answer), wanted, BYTE)).isEmpty();
    }
  }

  /** The verb cuts boxes off where the picture ends. */
  private static double[] onPicture(double[] boxes) {
    double[] cut = new double[boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      cut[i] = Math.clamp(boxes[i], 0, 1);
    }
    return cut;
  }

  private static Found found(JsonObject answer) {
    double width = answer.integer("width");
    double height = answer.integer("height");
    List<JsonObject> all = answer.array("detections").objects();
    List<Double> boxes = new ArrayList<>();
    for (JsonObject detection : all) {
      JsonObject box = detection.object("box");
      double left = box.number("x");
      double top = box.number("y");
      boxes.add(top / height);
      boxes.add(left / width);
      boxes.add((top + box.number("height")) / height);
      boxes.add((left + box.number("width")) / width);
    }
    return new Found(
        boxes.stream().mapToDouble(d -> d).toArray(),
        all.stream().mapToDouble(detection -> detection.integer("categoryId")).toArray(),
        all.stream().mapToDouble(detection -> detection.number("score")).toArray(),
        all.size());
  }

  private static JsonObject json(String... line) {
    Cli.Outcome outcome = Cli.piped().run(line);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asArray().object(0);
  }
}
