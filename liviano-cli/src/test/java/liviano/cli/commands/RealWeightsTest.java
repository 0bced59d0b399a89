package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import liviano.cli.Cli;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of a user: a published checkpoint, converted, on photographs. */
@Tag("shared")
class RealWeightsTest {
  private static final Path SHARED = Path.of(System.getProperty("liviano.shared", "../shared"));
  private static final Path VALIDATION = SHARED.resolve("data").resolve("imagenet-val-300");
  private static final Path SAMPLES = SHARED.resolve("data").resolve("samples");

  @TempDir static Path folder;
  private static Cli cli;

  @BeforeAll
  static void convert() {
    Path checkpoint = SHARED.resolve("models/imagenet/mobilenet_v2_1.0_224_float.safetensors");
    assumeTrue(Files.exists(checkpoint), "skipped: the real weights are not here: " + checkpoint);
    cli = Cli.piped().with("LIVIANO_HOME", folder.toString());
    Path installed = folder.resolve(StandardModel.CLASSIFIER.names().getLast() + ".safetensors");
    Cli.Outcome outcome = cli.run("convert", checkpoint.toString(), "--to", installed.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("mobilenet_v2, width 1.0, resolution 224, 1001 classes", "13.4 MiB");
  }

  @Test
  void evaluationGivesTheReferencesNumbers() throws IOException {
    assumeTrue(Files.exists(VALIDATION), "skipped: the pictures are not here: " + VALIDATION);
    Path predictions = folder.resolve("predictions.csv");
    Cli.Outcome outcome =
        cli.run(
            "eval",
            "classification",
            "--images",
            VALIDATION.resolve("images").toString(),
            "--labels",
            VALIDATION.resolve("labels.csv").toString(),
            "--preset",
            "keras",
            "--predictions",
            predictions.toString(),
            "--json");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.integer("images")).isEqualTo(300);
    assertThat(Math.round(result.number("top1") * 300)).isBetween(226L, 228L);
    assertThat(Math.round(result.number("top5") * 300)).isBetween(281L, 283L);

    Map<String, Integer> ours = firstClasses(predictions);
    Map<String, Integer> reference = firstClasses(VALIDATION.resolve("expected_top5.csv"));
    assertThat(ours.keySet()).isEqualTo(reference.keySet());
    // The reference counts the background as class 0, the predictions do not count it.
    long same = ours.keySet().stream().filter(f -> ours.get(f) == reference.get(f) - 1).count();
    assertThat(same).isGreaterThanOrEqualTo(297);
  }

  @ParameterizedTest
  @CsvSource({
    "grace_hopper.bmp, military uniform",
    "cat.bmp, Egyptian cat",
    "parrot.jpg, macaw",
    "sunflower.bmp, daisy" // ImageNet has no sunflower
  })
  void photographsShowWhatTheyShow(String name, String label) {
    Path picture = SAMPLES.resolve(name);
    assumeTrue(Files.exists(picture), "skipped: the photographs are not here: " + SAMPLES);
    Cli.Outcome outcome = cli.run("classify", "--json", picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(
            Json.parse(outcome.out())
                .asArray()
                .object(0)
                .array("categories")
                .object(0)
                .string("label"))
        .startsWith(label);
  }

  /** The third column, by the first. */
  private static Map<String, Integer> firstClasses(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    return lines.subList(1, lines.size()).stream()
        .map(line -> line.split(","))
        .collect(Collectors.toMap(fields -> fields[0], fields -> Integer.parseInt(fields[2])));
  }
}
