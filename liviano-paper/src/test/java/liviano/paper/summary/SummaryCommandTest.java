package liviano.paper.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.commands.TinyModel;
import liviano.engine.Engine;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.paper.plot.Pictures;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("locale")
class SummaryCommandTest {
  private static final String KNOWN =
      Zoo.all().stream().map(Architecture::id).collect(Collectors.joining(", "));

  @TempDir Path folder;

  @Test
  void tableHasARowForEachLayerAndThePublishedTotals() {
    Cli.Outcome outcome = Cli.piped().run("summary", "mobilenet_v2");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "stem.conv 3x3/2 conv BN ReLU6 112x112x32 928 10,838,016",
            "blocks.16.project 1x1 conv BN 7x7x320 307,840 15,052,800",
            "classifier dense 1000 1,281,000 1,280,000",
            "Parameters 3,504,872 (3,470,760 without batch norm)",
            "Multiply-adds 300,774,272 (300.8 M)");
    assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void jsonSaysTheSameToPrograms() {
    Cli.Outcome outcome = Cli.piped().run("summary", "mobilenet_v2", "--json");

    JsonObject summary = Json.parse(outcome.out()).asObject();
    assertThat(summary.string("network")).isEqualTo("mobilenet_v2");
    assertThat(summary.longInteger("parameters")).isEqualTo(3_504_872);
    assertThat(summary.longInteger("parametersWithoutNorm")).isEqualTo(3_470_760);
    assertThat(summary.longInteger("multiplyAdds")).isEqualTo(300_774_272);
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED));
    assertThat(summary.longInteger("activationBytes"))
        .as("what a program of default options has")
        .isEqualTo(
            Engine.compile(graph, RandomWeights.of(graph, 1), Kernels.options()).memory().bytes());
    assertThat(
            summary.array("layers").objects().stream().mapToLong(l -> l.longInteger("parameters")))
        .satisfies(
            numbers -> assertThat(numbers.stream().mapToLong(n -> n).sum()).isEqualTo(3_504_872));
    JsonObject stem = summary.array("layers").object(0);
    assertThat(stem.string("name")).isEqualTo("stem.conv");
    assertThat(stem.array("output").integers()).containsExactly(112, 112, 32);
  }

  @Test
  void settingsChangeTheNetwork() {
    JsonObject summary =
        Json.parse(
                Cli.piped()
                    .run(
                        "summary mobilenet_v2 --width 0.35 --resolution 96 --classes 10"
                            .concat(" --output-stride 16 --expansion 3 --padding pytorch")
                            .concat(" --folded --json")
                            .split(" "))
                    .out())
            .asObject();

    assertThat(summary.number("width")).isEqualTo(0.35);
    assertThat(summary.integer("resolution")).isEqualTo(96);
    assertThat(summary.string("padding")).isEqualTo("pytorch");
    assertThat(summary.string("norm")).isEqualTo("folded");
    assertThat(summary.longInteger("parameters"))
        .isEqualTo(summary.longInteger("parametersWithoutNorm"));
    assertThat(summary.array("layers").objects())
        .filteredOn(layer -> layer.string("name").equals("head.conv"))
        .allSatisfy(
            layer -> assertThat(layer.array("output").integers()).containsExactly(6, 6, 1280));
    assertThat(summary.array("layers").objects())
        .filteredOn(layer -> layer.string("name").equals("blocks.14.depthwise"))
        .allSatisfy(
            layer -> assertThat(layer.string("operation")).isEqualTo("3x3 d2 depthwise ReLU6"));
  }

  @Test
  void widestNetworkNeedsNoMemoryForItsWeights() {
    Cli.Outcome outcome =
        Cli.piped().run("summary", "mobilenet_v2", "--width", "16", "--classes", "1000000");
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("2^30");

    Cli.Outcome wide = Cli.piped().run("summary", "mobilenet_v2", "--width", "16");
    assertThat(wide.status()).as(wide.err()).isZero();
    assertThat(wide.out()).containsPattern("Activations +[0-9.]+ MiB");
  }

  @Test
  void csvHasPlainNumbers() {
    Cli.Outcome outcome = Cli.piped().run("summary", "mobilenet_v2", "--csv");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .startsWith("layer,operation,output,parameters,multiply_adds,activation_bytes")
        .contains("stem.conv,3x3/2 conv BN ReLU6,112x112x32,928,10838016,1605632")
        .allSatisfy(line -> assertThat(line.split(",")).hasSize(6));
  }

  @Test
  void drawingShowsBlocksAndWhatIsInsideThem() throws Exception {
    Path file = folder.resolve("network.svg");
    Cli.Outcome outcome = Cli.piped().run("summary", "mobilenet_v2", "--svg", file.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(Pictures.words(file))
        .contains("MobileNetV2", "3,504,872 parameters, 300,774,272 multiply-adds")
        .contains("stem.conv", "blocks.7 to blocks.9", "block C, shortcut, x 3", "probabilities")
        .contains("B: blocks.1 and 3 like it", "3x3/2 depthwise BN ReLU6", "56x56x24, 7.2 M MAdds");
  }

  /** Of integers of 8 bits, whose layers are planned before anybody reads their biases. */
  @Test
  void quantizedNetworksHaveASummary() throws IOException {
    Quantization steps = Quantization.of(0.5f, 3);
    Op.WeightFormat weights = new Op.WeightFormat(DType.I8, Quantization.of(0.25f, 0));
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 3));
    Value bytes = builder.add("bytes", new Op.Quantize(DType.U8, steps), image);
    Op conv = new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 1, true);
    Value filtered = builder.add("conv", quantized(conv, steps, weights), bytes);
    Op filter = new Op.DepthwiseConv2d(Window.square(3, 1, Padding.SAME), 1, true);
    Value depthwise = builder.add("depthwise", quantized(filter, steps, weights), filtered);
    Value pooled =
        builder.add(
            "pool", new Op.Quantized(new Op.GlobalAveragePool(), DType.U8, steps), depthwise);
    Value dense = builder.add("dense", quantized(new Op.Dense(5, true), steps, weights), pooled);
    Graph graph = builder.output("scores", dense).build();
    Path file = folder.resolve("quantized.safetensors");
    new Model(
            graph,
            RandomWeights.of(graph, 1),
            ModelCard.of(VisionTask.OTHER, "Small", Preprocessing.keras(8, 8)),
            Optional.empty())
        .save(file);

    Cli.Outcome outcome = Cli.piped().run("summary", "--model", file.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("conv", "depthwise", "dense", "Multiply-adds");
    long zeros =
        RandomWeights.of(graph, 1).tensors().stream()
            .filter(tensor -> tensor.name().endsWith(".weight"))
            .flatMapToInt(
                tensor ->
                    IntStream.range(0, (int) tensor.elementCount())
                        .map(i -> tensor.data().get(ValueLayout.JAVA_BYTE, i)))
            .filter(integer -> integer == 0)
            .count();
    assertThat(zeros).isPositive();
    assertThat(outcome.out()).contains("Zero weights   " + zeros + " of 164 (");
  }

  private static Op quantized(Op real, Quantization steps, Op.WeightFormat weights) {
    return new Op.Quantized(real, DType.U8, steps, Optional.of(weights));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkOfTheZooIsDrawn(String network) throws Exception {
    Path file = folder.resolve("network.svg");
    Cli.Outcome outcome = Cli.piped().run("summary", network, "--svg", file.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Pictures.words(file)).contains(Zoo.architecture(network).title(), "image");
  }

  /** As a later version may write it. */
  @Test
  void recipeOfAnUnknownNetworkIsOneLine() throws IOException {
    Model tiny = Model.load(TinyModel.save(folder.resolve("tiny.safetensors")));
    Recipe strange = Recipe.of("mobilenet_v9").withClasses(5);
    Path file = folder.resolve("strange.safetensors");
    new Model(tiny.graph(), tiny.weights(), tiny.card(), Optional.of(strange)).save(file);

    Cli.Outcome outcome = Cli.piped().run("summary", "--model", file.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("'mobilenet_v9', which is not in the zoo").hasLineCount(1);
  }

  @Test
  void modelShowsItsCard() throws IOException {
    Path model = TinyModel.save(folder.resolve("tiny.safetensors"));

    Cli.Outcome outcome = Cli.piped().run("summary", "--model", model.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .startsWith("Tiny\n")
        .contains("classification, 5 labels", "32x32, central crop of 87.5 %", "5 classes");

    JsonObject json =
        Json.parse(Cli.piped().run("summary", "-m", model.toString(), "--json").out()).asObject();
    assertThat(json.object("model").integer("labels")).isEqualTo(5);
  }

  @Test
  void aModelsZeroWeightsAreCountedInFloatsAndInIntegers() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value input = builder.input("image", Shape.of(4));
    builder.output("classes", builder.add("dense", new Op.Dense(3, true), input));
    Graph graph = builder.build();
    ModelCard card = ModelCard.of(VisionTask.OTHER, "Sparse", Preprocessing.keras(1, 1));
    Path floats = folder.resolve("floats.safetensors");
    new Model(
            graph,
            Weights.of(
                List.of(
                    Tensor.of(
                        "dense.weight", Extents.of(3, 4), 1, 0, 2, -0f, 3, 4, 5, 6, 7, 8, 9, 0),
                    Tensor.of("dense.bias", Extents.of(3), 0, 0, 0))),
            card,
            Optional.empty())
        .save(floats);
    assertThat(Cli.piped().run("summary", "-m", floats.toString()).out())
        .contains("Zero weights   3 of 12 (25.00 %)");
    JsonObject json =
        Json.parse(Cli.piped().run("summary", "-m", floats.toString(), "--json").out()).asObject();
    assertThat(json.integer("zeroWeights")).isEqualTo(3);
    assertThat(json.integer("weights")).isEqualTo(12);
    assertThat(Cli.piped().run("summary", "mobilenet_v2").out()).doesNotContain("Zero weights");
  }

  static Stream<String> networks() {
    return Zoo.all().stream().map(Architecture::id);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkOfTheZooHasASummary(String network) {
    Cli.Outcome outcome = Cli.piped().run("summary", network, "--json");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject summary = Json.parse(outcome.out()).asObject();
    assertThat(summary.string("network")).isEqualTo(network);
    assertThat(
            summary.array("layers").objects().stream()
                .mapToLong(layer -> layer.longInteger("multiplyAdds"))
                .sum())
        .isEqualTo(summary.longInteger("multiplyAdds"));
    assertThat(Cli.piped().run("summary", network).out())
        .contains(summary.array("layers").objects().getFirst().string("name"), "Activations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          summary                               | give a network (%s) or --model MODEL
          summary mobilenet_v2 --model m        | give a network or --model MODEL, not both
          summary alphabet                      | unknown network 'alphabet'; known are %s
          summary mobilenet_v2 --width 99       | width must be from 0.01 to 16, is 99.0
          summary mobilenet_v2 --width NaN      | width must be from 0.01 to 16, is NaN
          summary mobilenet_v2 --resolution 0   | resolution must be from 1 to 16384, is 0
          summary mobilenet_v2 --svg a.txt      | a.txt: a picture's name must end in .png or .svg
          summary mobilenet_v2 --csv --svg a.svg | --svg draws and prints nothing: leave --json and --csv out
          summary --model m --width 1           | a model has its settings already: give them with a network only
          """)
  void misuseIsOneLine(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: " + String.format(Locale.ROOT, message, KNOWN) + System.lineSeparator());
  }
}
