package liviano.paper.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.VisionTask;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laboratory's experiments on a network: on a small one, and on the real one. */
class NetworkExperimentsTest {
  private static final int PICTURES = 4;

  @TempDir Path folder;
  private Path model;
  private Path data;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    data = Files.createDirectory(folder.resolve("data"));
    Path images = Files.createDirectory(data.resolve("images"));
    ImageClassifier classifier = ImageClassifier.of(TinyModel.model());
    List<String> lines = new ArrayList<>(List.of("file,class_0_to_4"));
    for (int i = 0; i < PICTURES; i++) {
      Path file = TinyModel.picture(images.resolve(i + ".png"), 50, 40, i);
      lines.add(i + ".png," + classifier.classify(Picture.read(file)).getFirst().index());
    }
    Files.write(data.resolve("labels.csv"), lines);
  }

  private Cli.Outcome lab(String experiment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("lab", experiment, "--model", model.toString()));
    all.addAll(List.of(arguments));
    return Cli.piped().run(all.toArray(String[]::new));
  }

  private static JsonObject json(Cli.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asObject();
  }

  @Test
  void activationsAreSummedOverThePictures() {
    JsonObject result = json(lab("activations", "--json", "--untrained", images()));

    assertThat(result.integer("pictures")).isEqualTo(PICTURES);
    List<JsonObject> layers = result.array("trained").objects();
    assertThat(layers).hasSize(16);
    assertThat(layers.getFirst().integer("positions")).isEqualTo(PICTURES * 16 * 16);
    assertThat(layers.getFirst().number("threshold")).isCloseTo(1 / 6.0, within(1e-9));
    assertThat(result.array("untrained")).isNotEqualTo(result.array("trained"));
    assertThat(lab("activations", "--untrained", "--seed", "1", images()))
        .isEqualTo(lab("activations", "--untrained", images()))
        .isNotEqualTo(lab("activations", "--untrained", "--seed", "2", images()));
  }

  @Test
  void theManifoldOfANetworkHasDirections() {
    Path out = folder.resolve("directions");
    JsonObject result =
        json(lab("manifold", "--network", "--images", images(), "--json", "--out", out.toString()));

    assertThat(result.integer("pictures")).isEqualTo(PICTURES);
    List<JsonObject> blocks = result.array("blocks").objects();
    assertThat(blocks).hasSize(17);
    assertThat(blocks.getFirst().find("expansion")).isEmpty();
    for (JsonObject block : blocks.subList(1, 17)) {
      for (String layer : List.of("bottleneck", "expansion")) {
        JsonObject found = block.object(layer);
        assertThat(found.integer("directions90"))
            .isBetween(0, Math.min(found.integer("channels"), found.integer("positions")));
        assertThat(found.integer("directions95"))
            .isBetween(found.integer("directions90"), found.integer("directions99"));
      }
    }
    assertThat(out.resolve("network.svg")).content().contains("bottleneck, 95 %");
    Cli.Outcome text = lab("manifold", "--network", "--images", images(), "--limit", "2");
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("2 pictures", "expansion", "give more pictures")
        .doesNotContain("NaN");
  }

  @Test
  void theManifoldOfANetworkNamesWhatIsMissing() {
    assertThat(lab("manifold", "--network").err()).contains("give --images FOLDER");
    assertThat(lab("manifold").err()).contains("--model go with --network");
    assertThat(lab("manifold", "--network", "--images", images(), "--width").err())
        .contains("not of --network");
    assertThat(lab("manifold", "--network", "--images", images(), "--limit", "0").err())
        .contains("--limit must be at least 1");
  }

  @Test
  void relu6EndsRangesAndRelUDoesNot() {
    Path out = folder.resolve("relu6");
    JsonObject result = json(lab("relu6", "--json", "--out", out.toString(), images()));

    assertThat(result.integer("pictures")).isEqualTo(PICTURES);
    assertThat(result.members()).doesNotContainKey("seed");
    List<JsonObject> layers = result.array("layers").objects();
    assertThat(layers).hasSize(35 + 17); // stem, head, 17 filters, 16 expansions; 17 bottlenecks
    for (JsonObject layer : layers) {
      JsonObject relu = layer.object("relu");
      JsonObject relu6 = layer.object("relu6");
      double span = relu6.number("max") - relu6.number("min");
      assertThat(relu6.number("step")).isCloseTo(span / 255, within(1e-9));
      if (!layer.bool("linear")) {
        assertThat(relu6.number("max")).isLessThanOrEqualTo(6);
        assertThat(relu6.number("min")).isZero();
        assertThat(relu.number("max")).isGreaterThanOrEqualTo(relu6.number("max"));
        assertThat(relu6.number("negativeEnergy")).isZero();
      } else {
        assertThat(relu6.number("negativeEnergy")).isBetween(0.01, 0.99);
      }
    }
    assertThat(layers.getFirst().string("layer")).isEqualTo("stem.conv");
    assertThat(out.resolve("relu6.svg")).content().contains("eight bits", "ReLU6");

    Cli.Outcome text = lab("relu6", "--limit", "2", images());
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("2 pictures", "its weights as they are", "blocks.16.project", "linear")
        .doesNotContain("NaN", "Infinity");
    assertThat(text.out().lines().filter(line -> !line.startsWith(model.toString())))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  /** No model is installed for this test, and none is fetched. */
  @Test
  void relu6WithoutAModelSaysThatItsWeightsAreRandom() {
    Cli cli = Cli.piped().with("LIVIANO_HOME", folder.resolve("none").toString());
    String picture = data.resolve("images/0.png").toString();

    Cli.Outcome drawn = cli.run("lab", "relu6", "--seed", "3", picture);
    assertThat(drawn.status()).as(drawn.err()).isZero();
    assertThat(drawn.out()).contains("mobilenet_v2 with random weights, seed 3: not trained.");
    assertThat(drawn.out()).contains("Random weights show the arithmetic only");
    assertThat(json(cli.run("lab", "relu6", "--json", picture)).integer("seed")).isEqualTo(1);
  }

  @Test
  void quantizationComparesScalesOnLabelledPictures() {
    Path out = folder.resolve("drawn");
    JsonObject result =
        json(lab("quantization", "--json", "--data", data.toString(), "--out", out.toString()));
    assertThat(result.integer("pictures")).isEqualTo(PICTURES);
    List<JsonObject> networks = result.array("networks").objects();
    assertThat(networks).hasSize(6);
    assertThat(networks.getFirst().number("top1")).isEqualTo(1); // labelled by itself
    assertThat(networks.get(2).number("top5")).isEqualTo(1); // of five classes
    assertThat(result.array("ranges").size()).isEqualTo(result.array("equalizedRanges").size());
    assertThat(out.resolve("quantization.png")).isNotEmptyFile();
    assertThat(out.resolve("quantization.svg")).content().contains("as trained", "equalized");

    Cli.Outcome text = lab("quantization", "--data", data.toString(), "--limit", "2");
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out()).contains("2 pictures", "one scale for the layer", "times");
  }

  @Test
  void quantizationNamesWhatIsMissing() {
    assertThat(lab("quantization").err()).contains("--data");
    assertThat(lab("quantization", "--data", data.toString(), "--limit", "0").err())
        .contains("--limit must be at least 1");
    assertThat(lab("quantization", "--data", data.toString(), "--calibrate", "nowhere").err())
        .contains("nowhere");
  }

  private String images() {
    return data.resolve("images").toString();
  }

  @Test
  void activationsAreShownAndDrawn() {
    Path out = folder.resolve("out");
    Cli.Outcome outcome = lab("activations", "--out", out.toString(), images());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("as trained, 4 pictures", "blocks.16", "16.7 %", "of 16 layers stay above");
    assertThat(out.resolve("activations.png")).isNotEmptyFile();
    assertThat(out.resolve("activations.svg")).isNotEmptyFile();
  }

  @Test
  void theAccuracyOfTheNetworkAsTrainedIsThatOfEval() {
    JsonObject result = json(lab("bottleneck", "--json", "--data", data.toString()));

    assertThat(result.integer("pictures")).isEqualTo(PICTURES);
    assertThat(result.object("trained").number("top1")).isEqualTo(1);
    assertThat(result.object("withRelu6").array("blocks").size()).isEqualTo(17);
    assertThat(result.array("blocks").objects())
        .hasSize(17)
        .allSatisfy(
            block -> {
              assertThat(block.number("negative")).isBetween(0.01, 0.99);
              assertThat(block.number("energyLostBelow0")).isBetween(0.01, 0.99);
            });
  }

  @Test
  void chosenBlocksAreCutTogetherAndEachAlone() {
    Path out = folder.resolve("out");
    JsonObject result =
        json(
            lab(
                "bottleneck",
                "--json",
                "--data",
                data.toString(),
                "--blocks",
                "16,2-3",
                "--each",
                "--limit",
                "3",
                "--out",
                out.toString()));

    assertThat(result.integer("pictures")).isEqualTo(3);
    assertThat(result.object("withRelu6").array("blocks").integers()).containsExactly(2, 3, 16);
    assertThat(result.array("blocks").objects())
        .filteredOn(block -> block.members().containsKey("top1WithItAlone"))
        .extracting(block -> block.string("block"))
        .containsExactly("blocks.2", "blocks.3", "blocks.16");
    assertThat(out.resolve("bottleneck.png")).isNotEmptyFile();
    Cli.Outcome text = lab("bottleneck", "--data", data.toString(), "--blocks", "2-3", "--each");
    assertThat(text.out()).contains("as trained", "ReLU6 after blocks 2-3", "with it alone");
  }

  @Test
  void withoutLabelsTheTableSaysHowToGetTheAccuracy() {
    Cli.Outcome outcome = lab("bottleneck", images());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("blocks.16", "energy lost", "--data FOLDER");
    assertThat(outcome.out()).doesNotContain("top-1");
  }

  @Test
  void theClassMapIsAddedUpBeforeOnesEyes() {
    Path out = folder.resolve("out");
    Path picture = data.resolve("images").resolve("0.png");
    Cli.Outcome outcome =
        lab("class-map", "--class", "tabby", "--out", out.toString(), picture.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("0.png: cat, tabby, ", "class map, 1x1", "mean ", "the network's logit is ")
        .contains("written: " + out.resolve("0.class-map.png"));
    assertThat(out.resolve("0.class-map.png")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bottleneck | --blocks 17 --data DATA | --blocks: the network has blocks 0 to 16, not '17'",
        "bottleneck | --blocks 3-1 --data DATA | not '3-1'",
        "bottleneck | --blocks x --data DATA | numbers and ranges such as 0,3-5, not 'x'",
        "bottleneck | --blocks 1, --data DATA | not '1,'",
        "bottleneck | --limit 0 --data DATA | --limit must be at least 1, is 0",
        "bottleneck | --data DATA a.png | give pictures or --data, not both",
        "bottleneck | --each DATA | they need --data",
        "class-map | --class antt DATA/images/0.png | no label [antt]; nearest: [ant",
        "class-map | --top 0 DATA/images/0.png | --top must be from 1 to 100, is 0",
      })
  void misuseIsOneLine(String experiment, String arguments, String message) {
    assertFails(experiment, arguments, message, ExitStatus.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bottleneck | --data nowhere | nowhere: no such folder",
        "bottleneck | --data DATA/images | images: no labels.csv in it",
        "class-map | nothing.png | nothing.png: no such file",
        "class-map | DATA | is a directory",
        "class-map | DATA/labels.csv | labels.csv",
      })
  void whatIsNotThereIsOneLine(String experiment, String arguments, String message) {
    assertFails(experiment, arguments, message, ExitStatus.FAILED);
  }

  private void assertFails(String experiment, String arguments, String message, int status) {
    Cli.Outcome outcome = lab(experiment, arguments.replace("DATA", data.toString()).split(" "));

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    assertThat(outcome.err().lines()).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"activations", "bottleneck", "relu6"})
  void picturesThatCannotBeReadAreReported(String experiment) throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Cli.Outcome none = lab(experiment, "--json", empty.toString());
    assertThat(none.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("no pictures in this folder", "none of 1 picture could be");

    Cli.Outcome some = lab(experiment, "--json", "missing.png", images());
    assertThat(some.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(some.err()).contains("missing.png: no such file");
    assertThat(Json.parse(some.out()).asObject().integer("pictures")).isEqualTo(PICTURES);
  }

  @Test
  void aModelThatCannotAnswerIsRefused() throws IOException {
    TinyDetector.save(model);
    Cli.Outcome map = lab("class-map", data.resolve("images/0.png").toString());
    assertThat(map.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(map.err()).contains("has no class activation map");
    TinyModel.model(VisionTask.OTHER).save(model);
    Cli.Outcome accuracy = lab("bottleneck", "--data", data.toString());
    assertThat(accuracy.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(accuracy.err()).contains("is no classifier");
  }

  /** What the paper says, found in the published network. */
  @Test
  @Tag("shared")
  void theRealNetworkIsAsThePaperSays() throws IOException {
    Path shared = Path.of(System.getProperty("liviano.shared", "../shared"));
    Path source = shared.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
    Path labelled = shared.resolve("data/imagenet-val-300");
    assumeTrue(Files.exists(source), "skipped: the real weights are not here: " + source);
    assumeTrue(Files.exists(labelled), "skipped: the pictures are not here: " + labelled);
    model = folder.resolve("real.safetensors");
    assertThat(Cli.piped().run("convert", source.toString(), "--to", model.toString()).status())
        .isZero();

    Path picture = labelled.resolve("images/ILSVRC2012_val_00000355.JPEG"); // a chow
    JsonObject map =
        json(lab("class-map", "--json", picture.toString())).array("classes").object(0);
    double mean =
        map.array("map").arrays().stream()
            .flatMap(row -> Arrays.stream(row.numbers()).boxed())
            .mapToDouble(value -> value)
            .average()
            .orElseThrow();
    assertThat(mean + map.number("bias")).isCloseTo(map.number("logit"), within(1e-3));

    // Appendix A: after training all but two layers stay above the threshold.
    List<JsonObject> layers =
        json(lab("activations", "--json", picture.toString())).array("trained").objects();
    assertThat(layers)
        .filteredOn(layer -> layer.number("min") >= layer.number("threshold"))
        .hasSizeBetween(13, 15);

    // Why ReLU6: with ReLU eight bits have wider steps in nearly every layer.
    List<JsonObject> clamped =
        json(lab("relu6", "--json", picture.toString())).array("layers").objects().stream()
            .filter(layer -> !layer.bool("linear"))
            .toList();
    assertThat(clamped)
        .filteredOn(
            layer -> layer.object("relu").number("step") > layer.object("relu6").number("step"))
        .hasSizeGreaterThan(30);
    assertThat(clamped)
        .filteredOn(
            layer ->
                layer.object("relu6").number("decibels")
                    > layer.object("relu").number("decibels") + 3)
        .hasSizeGreaterThan(20);

    // Section 3.2: what a ReLU6 cuts off in every bottleneck is what the network lives by.
    JsonObject loss =
        json(lab("bottleneck", "--json", "--limit", "20", "--data", labelled.toString()));
    assertThat(loss.object("trained").number("top1")).isBetween(0.55, 0.95);
    assertThat(loss.object("withRelu6").number("top5")).isLessThan(0.2);
    assertThat(loss.array("blocks").objects())
        .allSatisfy(block -> assertThat(block.number("negative")).isBetween(0.4, 0.6));
  }
}
