package liviano.formats.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.MalformedModelException;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.formats.ModelFiles;
import liviano.formats.names.Naming;
import liviano.formats.onnx.OnnxSettings;
import liviano.graph.Graph;
import liviano.model.ChannelOrder;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.weights.SafeTensors;
import liviano.weights.SafeTensorsFile;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes out as a file of another kind comes back with every bit of every weight. */
@Tag("locale")
class RoundTripTest {
  @TempDir private Path folder;

  private static Model model(Recipe recipe, VisionTask task) {
    Graph graph = Zoo.graph(recipe);
    SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
    accuracy.put("top1", 0.625);
    ModelCard card =
        ModelCard.of(
                task, "a card of its own, ñ", Preprocessing.torchvision(96, 96).withSize(64, 64))
            .withOrigin("here", "MIT")
            .withAccuracy(accuracy);
    if (task == VisionTask.CLASSIFICATION) {
      card = card.withLabels(List.of("ant", "bee, honey", "cat"));
    }
    return new Model(graph, RandomWeights.of(graph, 21), card, Optional.of(recipe));
  }

  private static Recipe small(Norm norm, Convention convention) {
    return Recipe.of("mobilenet_v2")
        .withWidth(0.35)
        .withResolution(64)
        .withClasses(3)
        .withNorm(norm)
        .withConvention(convention);
  }

  private Model again(Model model, FileKind kind, ExportOptions options) throws IOException {
    Path file = folder.resolve("model" + kind.ending());
    Model written = ModelExport.write(model, kind, options, file);
    List<String> notices = new ArrayList<>();
    Model read = ModelFiles.read(file, notices::add);
    assertThat(notices).isEmpty();
    assertThat(read.card()).isEqualTo(written.card());
    assertThat(read.recipe()).isEqualTo(written.recipe());
    assertThat(read.graph()).isEqualTo(written.graph());
    return read;
  }

  static Stream<Arguments> namings() {
    return Stream.of(Naming.values())
        .flatMap(
            naming ->
                Stream.of(Norm.values())
                    .flatMap(
                        norm ->
                            Stream.of(Convention.values())
                                .map(convention -> Arguments.of(naming, norm, convention))));
  }

  @ParameterizedTest
  @MethodSource("namings")
  void tensorsUnderAnyNames(Naming naming, Norm norm, Convention convention) throws IOException {
    Model model = model(small(norm, convention), VisionTask.CLASSIFICATION);
    ExportOptions options = ExportOptions.defaults().withNaming(naming);

    assertThat(again(model, FileKind.SAFETENSORS, options)).isEqualTo(model);
    assertThat(again(model, FileKind.NPZ, options)).isEqualTo(model);
  }

  static Stream<Model> networks() {
    return Stream.of(
        model(small(Norm.FOLDED, Convention.TENSORFLOW), VisionTask.CLASSIFICATION),
        model(small(Norm.FOLDED, Convention.PYTORCH), VisionTask.CLASSIFICATION),
        model(
            Recipe.of("ssdlite_mobilenet_v2")
                .withWidth(0.2)
                .withResolution(97)
                .withClasses(3)
                .withNorm(Norm.FOLDED),
            VisionTask.DETECTION),
        model(
            Recipe.of("deeplab_v3_mobilenet_v2")
                .withWidth(0.2)
                .withResolution(65)
                .withClasses(4)
                .withOutputStride(16)
                .withHead("aspp")
                .withNorm(Norm.FOLDED),
            VisionTask.SEGMENTATION));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void tensorFlowLite(Model model) throws IOException {
    assertThat(again(model, FileKind.TFLITE, ExportOptions.defaults())).isEqualTo(model);
  }

  @Test
  void tensorFlowLiteHasBatchNormFolded() throws IOException {
    Model model = model(small(Norm.BATCH, Convention.PYTORCH), VisionTask.CLASSIFICATION);
    Model read = again(model, FileKind.TFLITE, ExportOptions.defaults());

    assertThat(read.recipe()).contains(small(Norm.FOLDED, Convention.PYTORCH));
    assertThat(read.graph()).isEqualTo(Zoo.graph(read.recipe().orElseThrow()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnx(Model model) throws IOException {
    for (int batch : new int[] {1, OnnxSettings.ANY}) {
      ExportOptions options = ExportOptions.defaults().withBatch(batch);
      assertThat(again(model, FileKind.ONNX, options)).isEqualTo(model);
    }
  }

  @Test
  void onnxKeepsBatchNorm() throws IOException {
    Model model = model(small(Norm.BATCH, Convention.PYTORCH), VisionTask.CLASSIFICATION);
    assertThat(again(model, FileKind.ONNX, ExportOptions.defaults())).isEqualTo(model);
  }

  /** The network takes pixels and answers as before. */
  @Test
  void normalisationGoesIntoTheNetwork() throws IOException {
    for (ChannelOrder order : List.of(ChannelOrder.RGB, ChannelOrder.BGR)) {
      Model plain = model(small(Norm.FOLDED, Convention.PYTORCH), VisionTask.CLASSIFICATION);
      Model model =
          plain.withCard(
              plain.card().withPreprocessing(plain.card().preprocessing().withChannels(order)));
      ExportOptions options = ExportOptions.defaults().withPreprocessing(true);
      float[] pixels = new float[64 * 64 * 3];
      float[] normalised = new float[pixels.length];
      Normalization n = model.card().preprocessing().normalization();
      float[] mean = {n.mean().red(), n.mean().green(), n.mean().blue()};
      float[] deviation = {n.deviation().red(), n.deviation().green(), n.deviation().blue()};
      for (int i = 0; i < pixels.length; i++) {
        int colour = order == ChannelOrder.RGB ? i % 3 : 2 - i % 3;
        pixels[i] = (i * 31 + i / 7) % 256;
        normalised[i] = (pixels[i] - mean[colour]) / deviation[colour];
      }
      float[] expected = probabilities(model, normalised);
      for (FileKind kind : FileKind.values()) {
        Model read = again(model, kind, options);
        assertThat(read.card().preprocessing().normalization()).isEqualTo(Normalization.none());
        assertThat(read.recipe()).isEmpty();
        assertThat(probabilities(read, pixels)).containsExactly(expected, within(1e-5f));
      }
    }
  }

  private static float[] probabilities(Model model, float[] input) {
    Session session =
        Engine.compile(model.graph(), model.weights(), CompileOptions.defaults()).newSession();
    session.input("image").copyFrom(input);
    session.run();
    return session.output("probabilities").toArray();
  }

  /** A norm that is no identity any more has lost what the card says of it. */
  @Test
  void namedFilesThatHaveBeenChangedAreRefused() throws IOException {
    Model model = model(small(Norm.FOLDED, Convention.PYTORCH), VisionTask.CLASSIFICATION);
    Path file = folder.resolve("timm.safetensors");
    ModelExport.write(
        model, FileKind.SAFETENSORS, ExportOptions.defaults().withNaming(Naming.TIMM), file);
    SafeTensorsFile written = SafeTensors.read(file);
    List<Tensor> changed = new ArrayList<>(written.weights().tensors());
    changed.replaceAll(
        tensor ->
            tensor.name().equals("bn1.running_mean")
                ? Tensor.of(tensor.name(), tensor.dims(), ones(tensor))
                : tensor);
    SafeTensors.write(file, Weights.of(changed), written.metadata());

    assertThatThrownBy(() -> ModelFiles.read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("bn1.running_mean' holds 1.0");
  }

  private static float[] ones(Tensor tensor) {
    float[] ones = new float[(int) tensor.elementCount()];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  /** What another program computes with the norms that we write is the bias alone. */
  @Test
  void identityNormsAddABias() {
    for (Convention convention : Convention.values()) {
      float variance = 1 - convention.epsilon();
      assertThat(variance + convention.epsilon()).isEqualTo(1f);
      assertThat((float) (1 / Math.sqrt((double) variance + convention.epsilon()))).isEqualTo(1f);
    }
  }
}
