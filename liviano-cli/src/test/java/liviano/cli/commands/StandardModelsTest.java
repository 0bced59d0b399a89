package liviano.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.options.StandardModel;
import liviano.formats.store.Catalogue;
import liviano.json.Json;
import liviano.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs without a model: which one answers, and what is said of it. */
class StandardModelsTest {
  private static final String TORCHVISION = "mobilenet_v2_torchvision_v2";
  private static final String SLIM = "mobilenet_v2_1.0_224";
  private static final String SMALLER = "mobilenet_v2_0.35_96";
  private static final String DETECTOR = "ssdlite_mobilenet_v2_coco";

  @TempDir Path folder;
  private Path home;
  private Path picture;
  private Cli cli;

  @BeforeEach
  void makePicture() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    picture = TinyModel.picture(folder.resolve("p.png"), 40, 30, 1);
    cli = Cli.piped().with("LIVIANO_HOME", home.toString());
  }

  private Path file(String name) {
    return home.resolve(name + ".safetensors");
  }

  private Cli.Outcome embed() {
    return cli.run("embed", "--offline", "--json", picture.toString());
  }

  private static JsonObject answer(Cli.Outcome outcome) {
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asArray().object(0);
  }

  @Test
  void allStandardModelsArePublished() {
    for (StandardModel standard : StandardModel.values()) {
      assertThat(standard.names()).allMatch(name -> Catalogue.builtIn().find(name).isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "classify, " + TORCHVISION,
    "explain, " + TORCHVISION,
    "embed, " + TORCHVISION,
    "detect, " + DETECTOR,
    "segment, deeplab_v3_mobilenet_v2_voc"
  })
  void offlineOneLineSaysWhatToBring(String verb, String name) {
    Cli.Outcome outcome = cli.run(verb, "--offline", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(name, " is not installed, and --offline forbids to fetch it", "--model FILE");
  }

  @Test
  void teachNamesAllThatWouldDoAndItsOwnOption() throws IOException {
    Path pictures = folder.resolve("pictures");
    for (String label : List.of("a", "b")) {
      TinyModel.picture(
          Files.createDirectories(pictures.resolve(label)).resolve("p.png"), 40, 30, 1);
    }
    Cli.Outcome outcome =
        cli.run("teach", "--offline", "" + pictures, "--to", folder.resolve("t").toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(TORCHVISION + " or " + SLIM + " or " + DETECTOR + " is not installed")
        .contains("or give --base FILE")
        .doesNotContain("--model");
  }

  @Test
  void anEmbedderIsAnyInstalledModelOfImageNetElseTheDetector() throws IOException {
    TinyDetector.save(file(DETECTOR));
    assertThat(answer(embed()).string("modelName")).isEqualTo(DETECTOR);
    TinyModel.save(file(SMALLER));
    assertThat(answer(embed()).string("modelName")).isEqualTo(SMALLER);
    TinyModel.save(file(SLIM));
    assertThat(answer(embed()).string("modelName")).isEqualTo(SLIM);
    TinyModel.save(file(TORCHVISION));
    assertThat(answer(embed()).string("modelName")).isEqualTo(TORCHVISION);
  }

  @Test
  void anotherModelThanLastTimeIsAnnounced() throws IOException {
    TinyDetector.save(file(DETECTOR));
    Cli.Outcome first = embed();
    assertThat(first.err()).isEmpty();
    assertThat(embed().err()).isEmpty();

    TinyModel.save(file(SLIM));
    Cli.Outcome changed = embed();
    assertThat(changed.err())
        .hasLineCount(1)
        .contains(
            "the default embedder is now " + SLIM,
            "and was " + DETECTOR + " (" + answer(first).string("modelDigest") + ")",
            "cannot be compared",
            "--model " + DETECTOR + " takes the former");
    assertThat(embed().err()).as("said once").isEmpty();
    assertThat(answer(changed).string("modelDigest"))
        .isNotEqualTo(answer(first).string("modelDigest"));
  }

  @Test
  void otherWeightsOfTheSameNameAreAnnouncedToo() throws IOException {
    TinyModel.save(file(SLIM));
    embed();
    TinyDetector.save(file(SLIM));
    assertThat(embed().err())
        .hasLineCount(1)
        .contains("cannot be compared")
        .doesNotContain("--model");
  }

  @Test
  void classifyKeepsToItsTwo() throws IOException {
    TinyModel.save(file(SMALLER));
    assertThat(cli.run("classify", "--offline", picture.toString()).err())
        .contains(TORCHVISION + " or " + SLIM + " is not installed");
    TinyModel.save(file(SLIM));
    assertThat(cli.run("classify", picture.toString()).err()).isEmpty();
    TinyModel.save(file(TORCHVISION));
    assertThat(cli.run("explain", "--no-picture", picture.toString()).err())
        .hasLineCount(1)
        .contains("the default classifier is now " + TORCHVISION + ", and was " + SLIM);
  }

  @Test
  void aModelThatIsGivenIsNotRemembered() throws IOException {
    TinyModel.save(file(SLIM));
    cli.run("embed", "--model", SLIM, picture.toString());
    assertThat(home.resolve(".last-models.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"embedder\":7}", "{\"embedder\":{}}", "{"})
  void whatWasRememberedMayBeBroken(String text) throws IOException {
    TinyModel.save(file(SLIM));
    Files.writeString(home.resolve(".last-models.json"), text);
    assertThat(answer(embed()).string("modelName")).isEqualTo(SLIM);
    assertThat(Files.readString(home.resolve(".last-models.json"))).contains(SLIM);
  }

  @Test
  void publishedModelsAreFoundByTheirNames() {
    Cli.Outcome offline = cli.run("classify", "--offline", "--model", "nsfw", picture.toString());
    assertThat(offline.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(offline.err())
        .hasLineCount(1)
        .contains("nsfw_mobilenet_v2 is not installed, and --offline forbids to fetch it");
    Cli.Outcome misspelt = cli.run("classify", "--model", "nsfw_mobilenet_v3", picture.toString());
    assertThat(misspelt.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(misspelt.err()).hasLineCount(1).contains("there is nsfw_mobilenet_v2");
  }

  @Test
  void inWordsTheModelStandsBelowTheVectors() throws IOException {
    Path model = TinyModel.save(folder.resolve("mine.safetensors"));
    Cli.Outcome outcome = cli.run("embed", "--model", model.toString(), picture.toString());
    assertThat(outcome.out().lines().toList().getLast())
        .matches("Model  \\Q" + model + "\\E, digest [0-9a-f]{16}");
  }
}
