package liviano.formats.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Fit;
import liviano.model.Labels;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.model.Rgb;
import liviano.model.VisionTask;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small network written as the checkpoint is, and read back. */
@Tag("locale")
class DeepLabNpyReaderTest {
  private static final Recipe RECIPE =
      Zoo.architecture("deeplab_v3_mobilenet_v2")
          .defaults()
          .withWidth(0.25)
          .withOutputStride(8)
          .withNorm(Norm.FOLDED);
  private static final Graph GRAPH = Zoo.graph(RECIPE);
  private static final Weights WEIGHTS = RandomWeights.of(GRAPH, 1);

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (ParamSpec spec : (Iterable<ParamSpec>) GRAPH.params()::iterator) {
      Tensor tensor = WEIGHTS.get(spec.name());
      int[] dims = spec.shape().toArray();
      int[] theirs = dims.length == 3 ? new int[] {1, dims[0], dims[1], dims[2]} : dims;
      Files.write(
          folder.resolve(theirName(spec.name()) + ".npy"), RawNpy.file(theirs, tensor.toFloats()));
    }
  }

  /** The checkpoint's names, spelt out beside the reader's own rules. */
  private static String theirName(String ours) {
    String name =
        ours.replaceFirst("^stem\\.conv", "MobilenetV2_Conv_Conv2D")
            .replaceFirst("^blocks\\.0\\.", "MobilenetV2_expanded_conv_")
            .replaceFirst("^blocks\\.(\\d+)\\.", "MobilenetV2_expanded_conv_$1_")
            .replaceFirst("_(expand|project)\\.", "_$1_Conv2D.")
            .replaceFirst("^head\\.projection", "concat_projection_Conv2D")
            .replaceFirst("^head\\.(aspp0|image_pooling)", "$1_Conv2D")
            .replaceFirst("^classifier\\.weight", "logits_semantic_Conv2D")
            .replaceFirst("^classifier\\.bias", "logits_semantic_biases")
            .replaceFirst("\\.weight$", "");
    if (name.endsWith("_depthwise.bias")) {
      boolean atrous = name.matches(".*_conv_(7|8|9|1\\d)_depthwise.bias");
      return name.replace(
          "_depthwise.bias",
          atrous ? "_depthwise_BatchNorm_FusedBatchNorm" : "_depthwise_depthwise_bn_offset");
    }
    return name.replaceFirst("_depthwise$", "_depthwise_depthwise")
        .replaceFirst("\\.bias$", "_bn_offset");
  }

  @Test
  void aFolderIsReadAsTheNetworkItHolds() throws IOException {
    Model model = ModelFiles.read(folder);

    assertThat(model.recipe()).contains(RECIPE);
    assertThat(model.graph()).isEqualTo(GRAPH);
    assertThat(model.weights()).isEqualTo(WEIGHTS);
    assertThat(model.card().task()).isEqualTo(VisionTask.SEGMENTATION);
    assertThat(model.card().labels()).isEqualTo(Labels.pascalVoc());
    assertThat(model.card().preprocessing().fit()).isEqualTo(new Fit.Pad(Rgb.all(127.5f)));
    assertThat(model.card().licence()).isEqualTo("Apache-2.0");
    assertThat(model.card().accuracy()).isEmpty();
  }

  @Test
  void theFolderAboveIsReadToo() throws IOException {
    Path above = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-above"));
    Files.move(folder, above.resolve("weights"));

    assertThat(ModelFiles.read(above).recipe()).contains(RECIPE);

    Files.move(above.resolve("weights"), folder);
    Files.delete(above);
  }

  @ParameterizedTest
  @CsvSource({
    "MobilenetV2_expanded_conv_3_project_Conv2D.npy, there is no MobilenetV2_expanded_conv_3",
    "MobilenetV2_expanded_conv_9_depthwise_BatchNorm_FusedBatchNorm.npy, there is no Mobilenet",
    "aspp0_Conv2D_bn_offset.npy, there is no aspp0_Conv2D_bn_offset.npy",
  })
  void aMissingLayerIsNamed(String file, String reason) throws IOException {
    Files.delete(folder.resolve(file));

    assertBroken(reason);
  }

  @Test
  void aLayerOfAnotherShapeIsNamed() throws IOException {
    Path file = folder.resolve("concat_projection_Conv2D.npy");
    Files.write(file, RawNpy.file(new int[] {256, 1, 512, 1}, new float[256 * 512]));

    assertBroken(
        "concat_projection_Conv2D.npy: it has shape [256, 1, 512, 1], expected [256, 1, 1");

    Files.write(file, RawNpy.file(new int[] {1 << 20, 1 << 20}));
    assertBroken("it has shape [1048576, 1048576], expected");
  }

  @Test
  void channelsOfNoWidthAreNamed() throws IOException {
    Files.write(
        folder.resolve("MobilenetV2_expanded_conv_3_expand_Conv2D_bn_offset.npy"),
        RawNpy.file(new int[] {7}, new float[7]));

    assertBroken("no width multiplier among");
  }

  @Test
  void classesOutOfRangeAreNamed() throws IOException {
    Path file = folder.resolve("logits_semantic_biases.npy");
    Files.write(file, RawNpy.file(new int[] {100_000_000}));
    assertBroken("logits_semantic_biases.npy has shape [100000000]");

    Files.write(file, RawNpy.file(new int[] {0}));
    assertBroken("logits_semantic_biases.npy has shape [0]");
  }

  @Test
  void aLayerThatHasNoPlaceIsNamed() throws IOException {
    Files.write(folder.resolve("decoder_conv0.npy"), RawNpy.file(new int[] {1}, 1));

    assertBroken("decoder_conv0.npy belongs to no layer");
  }

  @Test
  void aCutFileAndNumbersThatAreNoneAreNamed() throws IOException {
    Path file = folder.resolve("aspp0_Conv2D_bn_offset.npy");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertBroken("aspp0_Conv2D_bn_offset.npy: at byte");

    float[] values = new float[256];
    values[9] = Float.NaN;
    Files.write(file, RawNpy.file(new int[] {256}, values));
    assertBroken("\"head.aspp0.bias\" is not finite at element 9");
  }

  @Test
  void aFolderOfSomethingElseIsNamed() throws IOException {
    Files.delete(folder.resolve("MobilenetV2_Conv_Conv2D.npy"));

    assertBroken("is a directory of no known model; what can be read: ");
  }

  private void assertBroken(String reason) {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(folder.getFileName().toString())
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  @Tag("shared")
  void theRealCheckpointIsOfWidthOneAndSurvivesItsFile() throws IOException {
    Path real =
        Path.of(System.getProperty("liviano.shared", "../shared"))
            .resolve("models/voc/webnn_deeplabv3_mnv2_float");
    assumeTrue(Files.isDirectory(real), "skipped: the real weights are not here: " + real);

    Model model = ModelFiles.read(real);

    assertThat(model.recipe()).contains(RECIPE.withWidth(1.0));
    assertThat(model.card().accuracy()).containsOnlyKeys("miouTestMultiScaleFlip");
    Path file = folder.resolve("voc.safetensors");
    model.save(file);
    assertThat(ModelFiles.read(file)).isEqualTo(model);
  }
}
