package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.cli.Cli;
import liviano.formats.ModelFiles;
import liviano.json.Json;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Published networks as integers of 8 bits, by the command, on real pictures with their answers.
 */
@Tag("shared")
@Execution(ExecutionMode.CONCURRENT)
class QuantizedAccuracyTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path COCO = SHARED.resolve("data/coco-val2017-40");
  private static final Path VOC = SHARED.resolve("data/voc2012-val-40");
  private static final Path IMAGENET = SHARED.resolve("data/imagenet-val-300");

  /** Pictures of none of these sets. */
  private static final String CALIBRATION =
      SHARED.resolve("data/voc2012-train-240/JPEGImages").toString();

  /** Of the networks of floats, as {@code eval} measures them. */
  private static final double COCO_AP = 0.4173;

  private static final double VOC_IOU = 0.8428;

  /** By which integers may be worse. */
  private static final double LOSS = 0.012;

  @TempDir Path folder;

  /** Saves a network, and its integers beside it. */
  private void quantize(String weights, String... options) throws Exception {
    Path from = SHARED.resolve("models").resolve(weights);
    assumeTrue(Files.exists(from), "skipped: the real weights are not here: " + from);
    ModelFiles.read(from).save(folder.resolve("floats.safetensors"));
    List<String> line =
        new ArrayList<>(
            List.of("quantize", "--model", folder.resolve("floats.safetensors").toString()));
    line.addAll(List.of("--to", folder.resolve("integers.safetensors").toString()));
    line.addAll(List.of(options));
    Cli.Outcome outcome = Cli.piped().run(line.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  private JsonObject eval(String model, String task, String... options) {
    List<String> line = new ArrayList<>(List.of("eval", task, "--json", "--model"));
    line.add(folder.resolve(model).toString());
    line.addAll(List.of(options));
    Cli.Outcome outcome = Cli.piped().run(line.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asObject();
  }

  @Test
  void aDetectorFindsAsMuch() throws Exception {
    quantize(
        "coco/ssdlite_mobilenet_v2_tfjs",
        "--calibrate",
        CALIBRATION,
        "--activations",
        "mse",
        "--correct-bias");
    String[] options = {
      "--images",
      COCO.resolve("images").toString(),
      "--annotations",
      COCO.resolve("instances.json").toString()
    };
    assertThat(eval("integers.safetensors", "detection", options).number("AP"))
        .isGreaterThan(COCO_AP - LOSS);
  }

  @Test
  void aSegmenterSeesAsMuch() throws Exception {
    quantize(
        "voc/webnn_deeplabv3_mnv2_float",
        "--calibrate",
        CALIBRATION,
        "--pictures",
        "30",
        "--correct-bias");
    String[] options = {
      "--preset", "deeplab", "--voc", VOC.toString(), "--list", VOC.resolve("val.txt").toString()
    };
    assertThat(eval("integers.safetensors", "segmentation", options).number("miouOfPresentClasses"))
        .isGreaterThan(VOC_IOU - LOSS);
  }

  @Test
  void batchNormsAloneKeepAClassifier() throws Exception {
    quantize("wild/keras_mnv1_0.25_224_h5/mobilenet_v1_0.25_224.h5", "--correct-bias");
    String[] options = {
      "--images",
      IMAGENET.resolve("images").toString(),
      "--labels",
      IMAGENET.resolve("labels.csv").toString()
    };
    double floats = eval("floats.safetensors", "classification", options).number("top1");
    assertThat(eval("integers.safetensors", "classification", options).number("top1"))
        .isGreaterThan(floats - LOSS);
  }
}
