package liviano.cli.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import liviano.cli.Cli;
import liviano.cli.commands.TinyModel;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Rescaling;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class QuantizeCommandTest {
  private static final Rescaling FIXED = Rescaling.FIXED_POINT;

  @TempDir Path folder;
  private Path model;
  private Path pictures;
  private Path to;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    pictures = Files.createDirectory(folder.resolve("pictures"));
    to = folder.resolve("small.safetensors");
    Random random = new Random(2);
    for (int i = 0; i < 5; i++) {
      BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 36; y++) {
        for (int x = 0; x < 40; x++) {
          image.setRGB(x, y, random.nextInt());
        }
      }
      ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
    }
  }

  private Cli.Outcome quantize(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "quantize",
                "--model",
                model.toString(),
                "--calibrate",
                pictures.toString(),
                "--to",
                to.toString()));
    line.addAll(List.of(more));
    return Cli.piped().run(line.toArray(String[]::new));
  }

  @Test
  void writesIntegersThatClassify() throws IOException {
    Cli.Outcome outcome = quantize();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("weights of").contains("before").contains("written");
    assertThat(Model.load(to).graph().nodes())
        .anyMatch(node -> node.op() instanceof Op.Quantized)
        .noneMatch(node -> node.op() instanceof Op.Convolution);
    assertThat(folder.resolve("small.report.html")).doesNotExist();
    Cli.Outcome classified =
        Cli.piped().run("classify", pictures.resolve("0.png").toString(), "--model", to.toString());
    assertThat(classified.status()).as(classified.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({".tflite, int8", ".tflite, uint8", ".onnx, uint8", ".tflite,", ".onnx,"})
  void writesIntegersForOthers(String ending, String format) throws IOException {
    to = folder.resolve("small" + ending);
    Cli.Outcome outcome = format == null ? quantize() : quantize("--io", format);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Model read = ModelFiles.read(to);
    assertThat(read.graph().isQuantized()).isTrue();
    String type = read.graph().inputs().getFirst().type().dtype().toString();
    assertThat(type).isEqualTo(format == null ? "F32" : format.equals("int8") ? "I8" : "U8");
    Cli.Outcome classified =
        Cli.piped().run("classify", pictures.resolve("0.png").toString(), "--model", to.toString());
    assertThat(classified.status()).as(classified.err()).isZero();
    assertThat(classified.err()).isEmpty();
  }

  /** A file of TensorFlow Lite's is rounded as XNNPACK does it, or as was asked. */
  @Test
  void theRoundingIsChosenWhereTheFileIsRead() throws IOException {
    to = folder.resolve("small.tflite");
    quantize();
    assertThat(rescalings(converted())).contains(Rescaling.SHIFTED).doesNotContain(FIXED);
    assertThat(rescalings(converted("--rounding=tflite"))).contains(FIXED);
    assertThat(rescalings(converted("--rounding=xnnpack"))).doesNotContain(FIXED);
    Cli.Outcome run =
        Cli.piped()
            .run(
                "classify",
                "--model=" + to,
                "--rounding=tflite",
                pictures.resolve("0.png").toString());
    assertThat(run.status()).as(run.err()).isZero();
  }

  private Model converted(String... more) throws IOException {
    Path other = folder.resolve("other.safetensors");
    List<String> line = new ArrayList<>(List.of("convert", to.toString(), "--to=" + other));
    line.add("--force");
    line.addAll(List.of(more));
    Cli.Outcome outcome = Cli.piped().run(line.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Model.load(other);
  }

  private static List<Rescaling> rescalings(Model model) {
    List<Rescaling> all = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      if (node.op() instanceof Op.Quantized quantized) {
        all.add(quantized.rescaling());
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "'convert,tiny,--to,out.safetensors,--rounding,tflite', is no TensorFlow Lite file",
    "'convert,tiny,--to,out.safetensors,--rounding,down', '--rounding: xnnpack or tflite, not down'",
    "'convert,tiny,--to,out.npz,--rounding,tflite,--outputs,x', --rounding is for TensorFlow Lite",
    "'bench,--rounding,tflite', give it as --model",
  })
  void roundingsThatCannotBeAreNamed(String line, String message) {
    String[] words = line.split(",");
    for (int i = 0; i < words.length; i++) {
      words[i] =
          words[i].equals("tiny")
              ? model.toString()
              : words[i].startsWith("out.") ? folder.resolve(words[i]).toString() : words[i];
    }
    Cli.Outcome outcome = Cli.piped().run(words);
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void namesTheFormatsOfInputsAndOutputs() {
    Cli.Outcome outcome = quantize("--io", "int4");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--io: uint8 or int8, not int4");
    assertThat(to).doesNotExist();
  }

  @Test
  void reportsWhatEachStepBrought() throws IOException {
    Cli.Outcome outcome =
        quantize("--scheme", "per-tensor", "--equalize", "--correct-bias", "--report");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("rounded", "equalized", "biases corrected", " dB", "The poorest layers")
        .contains("small.report.html");
    assertThat(folder.resolve("small.report.html"))
        .content()
        .contains("<svg", "Layer by layer", "Weights per-tensor, ranges by percentile");
  }

  @Test
  void jsonHasTheReportToo() {
    Cli.Outcome outcome = quantize("--json", "--report", "--activations", "mse");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject json = (JsonObject) Json.parse(outcome.out());
    assertThat(json.string("activations")).isEqualTo("mse");
    assertThat(json.longInteger("bytes")).isLessThan(json.longInteger("floatBytes") / 2);
    assertThat(json.integer("comparedPictures")).isEqualTo(5);
    assertThat(json.array("layers").size()).isGreaterThan(10);
    assertThat(json.array("steps").size()).isEqualTo(1);
  }

  @Test
  void brokenPicturesAreLeftOut() throws IOException {
    Files.writeString(pictures.resolve("2.png"), "no picture");
    Cli.Outcome outcome = quantize("--report");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).containsOnlyOnce("2.png").contains("left out");
    assertThat(folder.resolve("small.report.html")).content().contains("measured on 4 pictures.");
  }

  @Test
  void folderOfNothingButBrokenPicturesIsAnError() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.writeString(pictures.resolve(i + ".png"), "no picture");
    }
    Cli.Outcome outcome = quantize();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err().lines().toList().getLast())
        .contains(pictures + ": none of its pictures can be read")
        .doesNotContain("tiny");
    assertThat(to).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--scheme, each, '--scheme: per-channel or per-tensor, not each'",
    "--activations, most, '--activations: minmax, percentile or mse, not most'",
    "--pictures, 0, '--pictures: from 1 to 100000, not 0'",
  })
  void mistakesAreNamed(String option, String value, String message) {
    Cli.Outcome outcome = quantize(option, value);
    assertThat(outcome.status()).isNotZero();
    assertThat(to).doesNotExist();
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(outcome.err()).contains(message);
  }

  @Test
  void namesWhatIsMissing() {
    pictures = folder.resolve("nowhere");
    Cli.Outcome outcome = quantize();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("nowhere").hasLineCount(1);
    assertThat(to).doesNotExist();
  }

  @Test
  void batchNormsSayTheRangesWithoutPictures() throws IOException {
    Path normed = folder.resolve("normed.safetensors");
    Graph graph =
        Zoo.graph(
            Zoo.architecture("mobilenet_v2")
                .defaults()
                .withWidth(0.25)
                .withResolution(32)
                .withClasses(4));
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "normed", Preprocessing.tensorflow(32, 32));
    new Model(graph, RandomWeights.of(graph, 5), card, Optional.empty()).save(normed);

    Cli.Outcome outcome = withoutPictures(normed, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(((JsonObject) Json.parse(outcome.out())).string("ranges")).isEqualTo("norms");
    assertThat(Model.load(to).graph().isQuantized()).isTrue();
  }

  @Test
  void asksForPicturesWhereNormsAreFolded() {
    Cli.Outcome outcome = withoutPictures(model);
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("tiny", "no batch norms left", "measure ranges on pictures, with --calibrate");
    assertThat(to).doesNotExist();
  }

  @Test
  void reportsOnlyBesidePictures() {
    Cli.Outcome outcome = withoutPictures(model, "--report");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("--report compares on pictures");
  }

  private Cli.Outcome withoutPictures(Path from, String... more) {
    List<String> line =
        new ArrayList<>(List.of("quantize", "--model", from.toString(), "--to", to.toString()));
    line.addAll(List.of(more));
    return Cli.piped().run(line.toArray(String[]::new));
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Files.writeString(to, "precious");
    Cli.Outcome outcome = quantize();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("it is there already; --force writes over it");
    assertThat(to).hasContent("precious");
    assertThat(quantize("--force").status()).isZero();
    Model.load(to);
  }

  @Test
  void whatIsQuantizedStays() {
    assertThat(quantize().status()).isZero();
    model = to;
    to = folder.resolve("again.safetensors");
    Cli.Outcome outcome = quantize();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("is quantized already");
  }
}
