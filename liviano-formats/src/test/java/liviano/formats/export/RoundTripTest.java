package liviano.formats.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.formats.names.Naming;
import liviano.graph.Graph;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
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
}
