package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.Region;
import liviano.vision.prepare.Preprocessor;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published weights, all of them with folded batch norm, on real pictures. */
@Tag("shared")
@Tag("libtorch")
class PublishedNetworksTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final int PICTURES = 3;

  private static List<float[]> prepared(Model model) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(SHARED.resolve("data/imagenet-val-300/images"))) {
      files = all.sorted().limit(PICTURES + 1).toList();
    }
    Preprocessor preprocessor = Preprocessor.of(model.card().preprocessing());
    List<float[]> samples = new ArrayList<>();
    for (Path file : files) {
      Picture picture = Picture.read(file);
      float[] sample = new float[Math.toIntExact(preprocessor.inputLength())];
      preprocessor.apply(picture, Region.whole(picture), sample);
      samples.add(sample);
    }
    return samples;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "imagenet/mobilenet_v2_1.0_224_float.safetensors",
        "coco/ssdlite_mobilenet_v2_tfjs/model.json",
        "voc/webnn_deeplabv3_mnv2_float/weights",
        "voc/tflite_dm05_float/deeplabv3_257_dm05_float.tflite"
      })
  void normIsRestoredAndTheOutputsStay(String file) throws IOException {
    Path path = SHARED.resolve("models").resolve(file);
    assumeTrue(Files.exists(path), () -> "no " + path);
    Model folded = ModelFiles.read(path);
    List<float[]> samples = prepared(folded);

    Model restored = NormRestorer.restore(folded, samples.subList(0, PICTURES));

    assertThat(restored.recipe().map(Recipe::norm)).isEqualTo(folded.recipe().map(_ -> Norm.BATCH));
    String input = folded.graph().inputs().getFirst().name();
    Map<String, float[]> unseen = Map.of(input, samples.getLast());
    Map<String, float[]> before = Beside.engine(folded.graph(), folded.weights(), unseen, 1);
    try (TorchNetwork network = TorchNetwork.of(restored.graph(), restored.weights())) {
      Map<String, float[]> after = Beside.libtorch(network, unseen, 1, Mode.EVALUATION);
      before.forEach(
          (name, values) ->
              assertThat(Beside.difference(values, after.get(name))).as(name).isLessThan(1e-4));
    }
  }
}
