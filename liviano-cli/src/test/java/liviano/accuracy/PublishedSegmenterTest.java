package liviano.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.options.StandardModel;
import liviano.formats.ModelFiles;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Published;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The segmenter that {@code segment} fetches: its weights, which are also published as arrays, with
 * pictures prepared as its package does.
 */
@Tag("shared")
@Execution(ExecutionMode.CONCURRENT)
class PublishedSegmenterTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path WEIGHTS = SHARED.resolve("models/voc/webnn_deeplabv3_mnv2_float");
  private static final Path VOC = SHARED.resolve("data/voc2012-val-40");

  /** By TensorFlow.js with the package's own program; the mask brought back by nearest pixels. */
  private static final double THEIR_IOU = 0.8237;

  private static final double THEIR_ACCURACY = 0.9799;

  @TempDir Path home;
  private Cli cli;

  @BeforeEach
  void install() throws IOException {
    assumeTrue(Files.isDirectory(WEIGHTS), "skipped: the real weights are not here: " + WEIGHTS);
    String name = StandardModel.SEGMENTER.names().getFirst();
    Published published = Catalogue.builtIn().find(name).orElseThrow();
    Model model = ModelFiles.read(WEIGHTS);
    model
        .withCard(
            model
                .card()
                .withPreprocessing(published.preparation().orElseThrow().preprocessing(513)))
        .save(home.resolve(name + ".safetensors"));
    cli = Cli.piped().with("LIVIANO_HOME", home.toString());
  }

  @Test
  void scoresAsTheirsDoes() {
    JsonObject ours = eval();
    assertThat(ours.integer("images")).isEqualTo(40);
    assertThat(ours.number("miouOfPresentClasses")).isCloseTo(THEIR_IOU, within(0.01));
    assertThat(ours.number("pixelAccuracy")).isCloseTo(THEIR_ACCURACY, within(0.002));
  }

  @Test
  void scoresBetterWithTheWholeInput() {
    JsonObject whole = eval("--preset", "deeplab");
    assertThat(whole.number("miouOfPresentClasses")).isCloseTo(0.843, within(0.003));
    assertThat(whole.number("pixelAccuracy")).isCloseTo(0.982, within(0.001));
  }

  private JsonObject eval(String... more) {
    assumeTrue(Files.isDirectory(VOC), "skipped: the real pictures are not here: " + VOC);
    List<String> arguments =
        new ArrayList<>(List.of("eval", "segmentation", "--offline", "--json", "--voc"));
    arguments.addAll(List.of(VOC.toString(), "--list", VOC.resolve("val.txt").toString()));
    arguments.addAll(List.of(more));
    return Json.parse(answer(arguments)).asObject();
  }

  @Test
  void findsTheAirlinerOfTheExamples() {
    List<String> segment =
        List.of("segment", "--offline", "--json", "--no-picture", "../examples/plane.png");
    List<JsonObject> classes =
        Json.parse(answer(segment)).asArray().object(0).array("classes").objects();
    assertThat(classes)
        .extracting(each -> each.string("label"))
        .containsExactly("background", "aeroplane");
    assertThat(classes.getLast().number("share")).isBetween(0.1, 0.2);
  }

  private String answer(List<String> arguments) {
    Cli.Outcome outcome = cli.run(arguments.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return outcome.out();
  }
}
