package liviano.formats.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import liviano.MalformedModelException;
import liviano.formats.ModelFiles;
import liviano.formats.tensorflow.TfjsGraph.Settings;
import liviano.formats.tensorflow.TfjsGraph.Stored;
import liviano.model.Model;
import liviano.model.VisionTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TensorFlow.js graph models: their JSON, their shards, and what they answer. */
class TfjsGraphTest {
  /** "SAME" in base64. */
  private static final String SAME = "U0FNRQ==";

  @TempDir Path folder;

  /** {@code relu(x * m)} of two numbers, without {@code m}. */
  private static TfjsGraph product() {
    return new TfjsGraph().input("x", -1, 2).node("y", "MatMul", "x", "m").node("out", "Relu", "y");
  }

  private static TfjsGraph small() {
    return product().reals("m", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
  }

  private float[] answer(TfjsGraph graph, float... values) throws IOException {
    return Answers.of(ModelFiles.read(graph.write(folder)), values);
  }

  @Test
  void aFolderOfTopologyAndManifestAloneAnswers() throws IOException {
    assertThat(answer(small(), 10, -1)).containsExactly(6, 15, 24);
  }

  /** As older converters write settings. */
  @Test
  void listsOfOtherKindsMayStandThereEmpty() throws IOException {
    TfjsGraph graph =
        new TfjsGraph().input("x", 1, 2, 2, 1).reals("m", new float[] {3}, 1, 1, 1, 1);
    Settings steps = new Settings().text("padding", "U0FNRQ==");
    steps
        .wholesAmongEmptyLists("strides", 1, 2, 2, 1)
        .wholesAmongEmptyLists("dilations", 1, 1, 1, 1);
    graph.node("out", "Conv2D", steps, "x", "m");

    assertThat(answer(graph, 1, 2, 3, 4)).containsExactly(3);
  }

  @Test
  void theJsonFileMeansItsFolder() throws IOException {
    Path json = small().write(folder).resolve("model.json");
    assertThat(Answers.of(ModelFiles.read(json), 10, 1)).containsExactly(14, 25, 36);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void aConstantMayBeginInOneShardAndEndInTheNext(int shards) throws IOException {
    TfjsGraph graph = small();
    graph.shards = names(shards);
    assertThat(answer(graph, 10, 1)).containsExactly(14, 25, 36);
  }

  private static List<String> names(int shards) {
    String[] names = new String[shards];
    Arrays.setAll(names, i -> "group1-shard" + (i + 1) + "of" + shards);
    return List.of(names);
  }

  @ParameterizedTest
  @CsvSource({"UINT8, 255", "UINT16, 65535"})
  void stepsOfAScaleAreFloats(Stored stored, int greatest) throws IOException {
    int[] steps = {0, 1, 2, greatest};
    TfjsGraph graph = product().quantized("m", stored, 0.5, -1, steps, 2, 2);
    // The rows are -1, -0.5 and 0, greatest / 2 - 1.
    assertThat(answer(graph, -2, 1)).containsExactly(2, 1 + greatest / 2f - 1);
  }

  @Test
  void halvesAreFloats() throws IOException {
    int[] halves = {half(1.5f), half(-2), half(0.25f), half(1024)};
    TfjsGraph graph = product().quantized("m", Stored.FLOAT16, 1, 0, halves, 2, 2);
    assertThat(answer(graph, 2, 4)).containsExactly(4, 4092);
  }

  private static int half(float number) {
    return Float.floatToFloat16(number);
  }

  @Test
  void whatFollowsAnOddNumberOfBytesIsReadWhereItLies() throws IOException {
    TfjsGraph graph = product().quantized("less", Stored.UINT8, 1, 0, new int[] {1, 2, 3}, 3);
    graph.reals("m", new float[] {1, 2, 3, 4, 5, 6}, 2, 3).node("end", "Sub", "out", "less");
    assertThat(answer(graph, 10, 1)).containsExactly(13, 23, 33);
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    TfjsGraph graph = small();
    graph.shards = names(2);
    Files.delete(graph.write(folder).resolve("group1-shard2of2"));
    refused("shard \"group1-shard2of2\" is missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void shardsOfAnotherLengthAreRefused(int more) throws IOException {
    Path shard = small().write(folder).resolve("group1-shard1of1");
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(bytes, bytes.length + more));
    refused("hold " + (24 + more) + " bytes, the constants take 24");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/passwd", "a/b", "..", "a\\b", ".hidden", ""})
  void shardsAreFilesOfTheFolder(String name) throws IOException {
    TfjsGraph graph = small();
    graph.write(folder);
    graph.shards = List.of(name);
    Files.writeString(folder.resolve("model.json"), graph.json());
    refused("is not the name of a file in the same folder");
  }

  @Test
  void aConstantWithoutNumbersIsRefused() throws IOException {
    product().reals("other", new float[] {1}, 1).node("m", "Const").write(folder);
    refused("Const of 'm': the file holds no numbers for it");
  }

  private void refused(String words) {
    assertThatThrownBy(() -> ModelFiles.read(folder))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(words)
        .hasMessageStartingWith(folder.resolve("model.json").toString())
        .hasMessageNotContaining("\n");
  }

  /** MobileNet as TensorFlow Hub's modules name it: a 1x1 convolution gives the logits. */
  @Test
  void aConvolutionOverThePooledMapGivesTheLogits() throws IOException {
    String module = "module_apply_default/MobilenetV1/";
    Settings steps =
        new Settings()
            .wholes("strides", 1, 1, 1, 1)
            .text("padding", SAME)
            .text("data_format", "TkhXQw==");
    TfjsGraph graph = new TfjsGraph().input("images", -1, 2, 2, 1);
    graph.reals(module + "Conv2d_0/weights", new float[] {1, -1}, 1, 1, 1, 2);
    graph.node(module + "Conv2d_0/Conv2D", "Conv2D", steps, "images", module + "Conv2d_0/weights");
    graph.node(module + "Conv2d_0/Relu6", "Relu6", module + "Conv2d_0/Conv2D");
    graph.integers("axes", 1, 2);
    graph.node(
        module + "Logits/global_pool", "Mean", keepDims(), module + "Conv2d_0/Relu6", "axes");
    String logits = module + "Logits/Conv2d_1c_1x1/";
    graph.reals(logits + "weights", new float[] {1, 2, 3, 10, 20, 30}, 1, 1, 2, 3);
    graph.node(
        logits + "Conv2D", "Conv2D", steps, module + "Logits/global_pool", logits + "weights");
    graph.reals(logits + "biases", new float[] {0, 0, 1}, 3);
    graph.node(logits + "BiasAdd", "BiasAdd", logits + "Conv2D", logits + "biases");
    graph.node("module_apply_default/hub_output/logits", "Squeeze", squeezed(), logits + "BiasAdd");

    Model model = ModelFiles.read(graph.write(folder));

    assertThat(model.card().task()).isEqualTo(VisionTask.CLASSIFICATION);
    // The pooled map is (1 + 3) / 4 = 1 and 4 / 4 = 1.
    assertThat(Answers.of(model, 1, 3, -4, 0)).containsExactly(11, 22, 34);
  }

  private static Settings keepDims() {
    return new Settings().flag("keep_dims", true);
  }

  private static Settings squeezed() {
    return new Settings().wholes("squeeze_dims", 1, 2);
  }
}
