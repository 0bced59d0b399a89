package liviano.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class ConvertCommandTest {
  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void save() throws IOException {
    input = TinyModel.save(folder.resolve("tiny.safetensors"));
  }

  @Test
  void saysWhatItRecognised() throws IOException {
    Path output = folder.resolve("out.safetensors");
    Cli.Outcome outcome = convert(output);

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("mobilenet_v2, width 0.1, resolution 32, 5 classes, batch norm folded")
        .contains("MiB written");
    assertThat(output).hasSameBinaryContentAs(input);
  }

  /** What a file says of itself forges neither a line nor a colour. */
  @Test
  void titlesAreOneLine() throws IOException {
    Model tiny = Model.load(input);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "\u001b[31mred\nEVIL", tiny.card().preprocessing());
    new Model(tiny.graph(), tiny.weights(), card, Optional.empty()).save(input);

    assertThat(convert(folder.resolve("out.safetensors")).out())
        .contains("\\x1b[31mred\\nEVIL, ")
        .hasLineCount(2);
  }

  @Test
  void fileThatIsThereStaysUnlessForced() throws IOException {
    Path output = Files.writeString(folder.resolve("out.safetensors"), "precious");
    Cli.Outcome refused = convert(output);
    assertThat(refused.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(refused.err())
        .isEqualTo(
            String.format(
                Locale.ROOT, "liviano: %s: it is there already; --force writes over it%n", output));
    assertThat(output).hasContent("precious");

    assertThat(convert(output, "--force").status()).isZero();
    assertThat(output).hasSameBinaryContentAs(input);
  }

  @Test
  void inputIsNeverOverwritten() throws IOException {
    Cli.Outcome outcome = convert(input, "--force");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("input and output are the same file");
    Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), input);
    assertThat(convert(link, "--force").status()).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void folderOfModelsIsMadeAndOthersAreNot() {
    Path home = folder.resolve("deep").resolve("home");
    Cli cli = Cli.piped().with("LIVIANO_HOME", home.toString());
    Path installed = home.resolve("tiny.safetensors");

    Cli.Outcome elsewhere = convert(folder.resolve("none").resolve("out.safetensors"));
    assertThat(elsewhere.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(elsewhere.err()).contains("there is no folder").hasLineCount(1);
    assertThat(cli.run("convert", input.toString(), "--to", installed.toString()).status())
        .isZero();
    assertThat(installed).hasSameBinaryContentAs(input);
  }

  @Test
  void nameMustSayWhatItIs() {
    Cli.Outcome outcome = convert(folder.resolve("out.pb"));
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("must end in .safetensors, .onnx, .tflite, .npz");
  }

  @Test
  void optionsBelongToKindsOfFiles() {
    for (String[] wrong :
        List.of(
            new String[] {"out.tflite", "--batch", "2"},
            new String[] {"out.onnx", "--batch", "0"},
            new String[] {"out.onnx", "--names", "timm"},
            new String[] {"out.npz", "--names", "keras"})) {
      Path output = folder.resolve(wrong[0]);
      Cli.Outcome outcome = convert(output, wrong[1], wrong[2]);
      assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).contains(wrong[1]);
      assertThat(output).doesNotExist();
    }
  }

  /** The card goes with it, so that the answers are printed alike. */
  @ParameterizedTest
  @CsvSource({
    "out.npz,",
    "out.npz, --names=torchvision",
    "out.tflite,",
    "out.safetensors, --names=tensorflow",
    "out.safetensors, --names=TorchVision",
    "out.safetensors, --names=timm"
  })
  void whatGoesOutComesBackTheSame(String name, String option) throws IOException {
    Path output = folder.resolve(name);
    Path picture = TinyModel.picture(folder.resolve("noise.png"), 40, 30, 1);

    Cli.Outcome converted = option == null ? convert(output) : convert(output, option);
    Cli.Outcome before = classify(input, picture);
    Cli.Outcome after = classify(output, picture);

    assertThat(converted.status()).as(converted.err()).isZero();
    assertThat(after.out()).isEqualTo(before.out());
    assertThat(after.err()).isEqualTo(before.err());
  }

  @Test
  void whatAKindOfFileLacksIsOneLine() throws IOException {
    Graph graph = other();
    Model model =
        new Model(
            graph,
            RandomWeights.of(graph, 1),
            ModelCard.of(VisionTask.OTHER, "other", Preprocessing.keras(4, 4)),
            Optional.empty());
    model.save(input);
    Path output = folder.resolve("out.tflite");

    Cli.Outcome outcome = convert(output);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "liviano: %s: layer layer: Map is not written to TensorFlow Lite%n",
                output));
    assertThat(output).doesNotExist();
    Cli.Outcome names = convert(folder.resolve("out.npz"), "--names", "timm");
    assertThat(names.err()).contains("'other' is no MobileNetV2 of the zoo").hasLineCount(1);
  }

  private static Graph other() {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(4, 4, 3));
    Op function = new Op.Map(UnaryFunction.Plain.ERF);
    return graph.output("out", graph.add("layer", function, image)).build();
  }

  @Test
  void brokenInputLeavesNothingBehind() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.safetensors"), "no model");
    Path output = folder.resolve("out.safetensors");
    Cli.Outcome outcome = Cli.piped().run("convert", broken.toString(), "--to", output.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).startsWith("liviano: " + broken).hasLineCount(1);
    assertThat(output).doesNotExist();
  }

  /** What somebody's file leaves open is said on standard error, and stays in the new file. */
  @Test
  void filesOfTensorFlowLiteAreModelsToo() throws IOException {
    Model tiny = TinyModel.model();
    Path theirs = folder.resolve("theirs.tflite");
    TfLiteWriter.write(tiny.graph().endingAt("probabilities"), tiny.weights(), theirs);
    Files.writeString(folder.resolve("labels.txt"), "0 ant\n1 bee\n2 cat, tabby\n3 dog\n4 eel");
    Path picture = TinyModel.picture(folder.resolve("noise.png"), 40, 30, 1);
    Path ours = folder.resolve("ours.safetensors");

    Cli.Outcome converted = Cli.piped().run("convert", theirs.toString(), "--to", ours.toString());
    Cli.Outcome before = classify(theirs, picture);
    Cli.Outcome after = classify(ours, picture);

    assertThat(converted.status()).as(converted.err()).isZero();
    assertThat(converted.out()).contains("mobilenet_v2, width 0.1, resolution 32, 5 classes");
    assertThat(converted.err()).isEqualTo(before.err()).hasLineCount(1);
    assertThat(before.err())
        .startsWith(
            "liviano: " + theirs + ": a TensorFlow Lite file: it is MobileNetV2 0.1, 32x32;")
        .contains("labels: labels.txt beside it");
    assertThat(after.err()).isEmpty();
    assertThat(after.out()).isEqualTo(before.out()).contains("cat, tabby");
  }

  private static Cli.Outcome classify(Path model, Path picture) {
    return Cli.piped().run("classify", "--json", "--model", model.toString(), picture.toString());
  }

  private Cli.Outcome convert(Path output, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "convert";
    arguments[1] = input.toString();
    arguments[2] = "--to";
    arguments[3] = output.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Cli.piped().run(arguments);
  }
}
