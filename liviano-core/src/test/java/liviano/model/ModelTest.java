package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Quantization;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("locale")
class ModelTest {
  @TempDir private Path folder;

  private static Model small(Norm norm) {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.1)
            .withResolution(32)
            .withClasses(3)
            .withOutputStride(16)
            .withConvention(Convention.PYTORCH)
            .withNorm(norm);
    ModelCard card =
        ModelCard.of(
                VisionTask.CLASSIFICATION, "a \"small\" one", Preprocessing.torchvision(32, 32))
            .withLabels(List.of("a", "b", "ñ"))
            .withOrigin("here", "Apache-2.0")
            .withAccuracy(new LinkedHashMap<>(Map.of("top1", 0.1)));
    Graph graph = Zoo.graph(recipe);
    return new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void aModelSurvivesItsFile(Norm norm) throws IOException {
    Model model = small(norm);
    Path file = folder.resolve("model.safetensors");

    model.save(file);

    assertThat(Model.load(file)).isEqualTo(model);
  }

  @Test
  void everyOperationAndEveryFitSurvives() throws IOException {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(9, 8, 6));
    b.input(
        "bytes",
        new TensorType(
            Shape.of(4),
            DType.U8,
            Optional.of(new Quantization(List.of(0.5f, 0.1f, 0.2f, 1f), 128))));
    Value conv =
        b.add(
            "conv",
            new Op.Conv2d(
                10, new Window(3, 2, 2, 1, 1, 2, new Padding.Explicit(1, 2, 3, 4)), 2, true),
            in);
    Value depthwise =
        b.add("dw", new Op.DepthwiseConv2d(Window.square(3, 1, Padding.SAME), 2, false), conv);
    Value norm = b.add("norm", new Op.BatchNorm(1e-3f), depthwise);
    Value relu = b.add("relu", new Op.Relu(), norm);
    Value sum = b.add("add", new Op.Add(), relu, b.add("relu6", new Op.Relu6(), relu));
    Value both = b.add("concat", new Op.Concat(), sum, b.add("sigmoid", new Op.Sigmoid(), sum));
    Value pooled = b.add("avg", new Op.AveragePool(Window.square(2, 2, Padding.NONE), true), both);
    Value sized = b.add("resize", new Op.ResizeBilinear(4, 5, Sampling.ALIGN_CORNERS), pooled);
    Value vector = b.add("gap", new Op.GlobalAveragePool(), sized);
    Value shaped = b.add("reshape", new Op.Reshape(Shape.of(40)), vector);
    Value dense = b.add("dense", new Op.Dense(2, true), shaped);
    Graph graph = b.output("out", b.add("softmax", new Op.Softmax(), dense)).build();

    for (Fit fit :
        List.of(
            new Fit.Squash(),
            new Fit.CentralCrop(0.875),
            new Fit.ResizeAndCrop(256),
            new Fit.Pad(Rgb.all(127.5f)),
            new Fit.ResizeAndPad(512, new Rgb(1, 2.5f, 3)))) {
      ModelCard card =
          ModelCard.of(VisionTask.OTHER, "", Preprocessing.tensorflow(9, 8).withFit(fit));
      Model model = new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
      Path file = folder.resolve("model.safetensors");
      model.save(file);

      assertThat(Model.load(file)).isEqualTo(model);
    }
  }

  @Test
  void weightsMustBeThereAndFinite() {
    Model model = small(Norm.FOLDED);
    List<Tensor> tensors = model.weights().tensors();

    assertThatThrownBy(() -> withWeights(model, tensors.subList(1, tensors.size())))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("stem.conv.weight");
    Tensor bias = tensors.getLast();
    Tensor nan = Tensor.of(bias.name(), Extents.of(3), 1, Float.NaN, 2);
    List<Tensor> broken = new ArrayList<>(tensors);
    broken.set(broken.size() - 1, nan);
    assertThatThrownBy(() -> withWeights(model, broken))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("classifier.bias")
        .hasMessageContaining("not finite at element 1");
  }

  private static Model withWeights(Model model, List<Tensor> tensors) {
    return new Model(model.graph(), Weights.of(tensors), model.card(), model.recipe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "liviano.version | 2 | two | format version \"two\" is no whole number",
        "liviano.card | \"task\" | \"roles\":{\"x\":\"lo\"},\"task\" | is none of logits",
        "liviano.graph | conv2d | conv9d | unknown operation 'conv9d'",
        "liviano.graph | \"stride\":[2,2] | \"stride\":[0,2] | stride must be from 1",
        "liviano.graph | \"kernel\":[3,3] | \"kernel\":[3] | 2 numbers are needed",
        "liviano.graph | \"groups\":1 | \"groups\":7 | layer stem.conv",
        "liviano.graph | \"shape\":[32,32,3] | \"shape\":[2000000,2000000,3] | 2^30 numbers",
        "liviano.graph | \"inputs\":[\"image\"] | \"inputs\":[\"nowhere\"] | nowhere",
        "liviano.graph | \"padding\":[1,1,1,1] | \"padding\":\"valid\" | padding",
        "liviano.card | \"fit\":{\"rule\":\"resize-and-crop\" | \"fit\":{\"rule\":\"guess\" | guess",
        "liviano.card | \"width\":32 | \"width\":-1 | width",
        "liviano.recipe | \"outputStride\":16 | \"outputStride\":17 | output stride",
        "liviano.recipe | pytorch | caffe | caffe"
      })
  void aBrokenHeaderIsNamed(String key, String from, String to, String reason) throws IOException {
    Path file = folder.resolve("model.safetensors");
    small(Norm.BATCH).save(file);
    SafeTensorsFile read = SafeTensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(read.metadata());
    assertThat(metadata.get(key)).contains(from);
    metadata.compute(
        key, (k, text) -> text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
    Path broken = folder.resolve("broken.safetensors");
    SafeTensors.write(broken, read.weights(), metadata);

    assertThatThrownBy(() -> Model.load(broken))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("broken.safetensors: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aRecipeNamesItsHeadAndAnOldOneHasNone() throws IOException {
    Recipe recipe =
        Zoo.architecture("deeplab_v3_mobilenet_v2")
            .defaults()
            .withWidth(0.1)
            .withResolution(33)
            .withHead("aspp");
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.SEGMENTATION, "small", Preprocessing.tensorflow(33, 33));
    Model model = new Model(graph, RandomWeights.of(graph, 3), card, Optional.of(recipe));
    Path file = folder.resolve("model.safetensors");
    model.save(file);
    SafeTensorsFile read = SafeTensors.read(file);
    Map<String, String> old = new LinkedHashMap<>(read.metadata());
    old.compute("liviano.recipe", (k, text) -> text.replace(",\"head\":\"aspp\"", ""));
    Path before = folder.resolve("before.safetensors");
    SafeTensors.write(before, read.weights(), old);

    assertThat(Model.load(file)).isEqualTo(model);
    assertThat(old).isNotEqualTo(read.metadata());
    assertThat(Model.load(before).recipe()).contains(recipe.withHead(""));
  }

  @Test
  void tensorsAloneAreNoModel() throws IOException {
    Path file = folder.resolve("tensors.safetensors");
    SafeTensors.write(file, Weights.of(List.of(Tensor.of("a", Extents.of(1), 1))), Map.of());

    assertThatThrownBy(() -> Model.load(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("no Liviano model");
  }

  @Test
  void imageNetHasAThousandClassesAndABackground() {
    assertThat(Labels.imageNet()).hasSize(1000).startsWith("tench, Tinca tinca");
    assertThat(Labels.imageNetWithBackground()).hasSize(1001).startsWith("background");
    assertThat(Labels.cocoWithBackground())
        .hasSize(91)
        .startsWith("background", "person", "bicycle")
        .endsWith("toothbrush")
        .filteredOn(Labels.NONE::equals)
        .hasSize(10);
  }

  @Test
  void pascalVocHasTwentyClassesAndABackground() {
    assertThat(Labels.pascalVoc())
        .hasSize(21)
        .startsWith("background", "aeroplane")
        .endsWith("train", "tvmonitor");
  }
}
