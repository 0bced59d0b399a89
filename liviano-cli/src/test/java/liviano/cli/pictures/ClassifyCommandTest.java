package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.model.VisionTask;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class ClassifyCommandTest {
  @TempDir Path folder;
  private Path model;
  private Path picture;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    picture = TinyModel.picture(folder.resolve("noise.png"), 40, 30, 1);
  }

  @Test
  void jsonIsWhatTheClassifierAnswers() throws IOException {
    List<Category> expected = ImageClassifier.of(TinyModel.model()).classify(Picture.read(picture));

    Cli.Outcome outcome = classify("--json", "--top", "3", picture.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject answer = Json.parse(outcome.out()).asArray().object(0);
    assertThat(answer.string("picture")).isEqualTo(picture.toString());
    assertThat(answer.array("categories").objects())
        .extracting(
            c -> new Category(c.integer("index"), c.string("label"), (float) c.number("score")))
        .isEqualTo(expected.subList(0, 3));
  }

  @Test
  void peopleSeePercentBarAndLabel() {
    Cli.Outcome outcome = classify(picture.toString());
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst()).isEqualTo(picture.toString());
    assertThat(lines.subList(1, 6))
        .allSatisfy(line -> assertThat(line).matches(" +\\d+\\.\\d %  .{16}  [a-z, ]+"));
  }

  @Test
  void preprocessingIsTheCardsUnlessAsked() {
    String card = classify("--json", picture.toString()).out();
    String keras = classify("--json", "--preset", "keras", picture.toString()).out();

    assertThat(classify("--json", "--preset", "tensorflow", picture.toString()).out())
        .isEqualTo(card);
    assertThat(keras).isNotEqualTo(card);
    assertThat(
            classify("--json", "--preset=raw", "--mean=127.5", "--std=127.5", picture.toString())
                .out())
        .isEqualTo(keras);
    assertThat(
            classify("--json", "--preset=raw", "--mean=0.5,0.5,0.5", "--std=0.5", picture + "")
                .out())
        .isEqualTo(keras);
    assertThat(classify("--json", "--channels", "bgr", picture.toString()).out())
        .isNotEqualTo(card);
  }

  @Test
  void labelsMayBeGiven() throws IOException {
    Path labels = Files.writeString(folder.resolve("names.txt"), "0 a\n1 b\n2 c\n3 d\n4 2 e\n");
    Path fewer = Files.writeString(folder.resolve("fewer.txt"), "a\nb\n");

    assertThat(classify("--labels", labels.toString(), picture.toString()).out().lines().skip(1))
        .allMatch(line -> line.matches(".* ([a-d]|2 e)"));
    Cli.Outcome outcome = classify("--labels", fewer.toString(), picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "liviano: %s: 'Tiny' has 5 classes: give 5 labels, in the order of its outputs, not"
                    + " 2%n",
                fewer));
  }

  @Test
  void precisionIsTheModelsOwnUnlessAsked() {
    String exact = classify("--json", picture.toString()).out();

    assertThat(classify("--json", "--precision", "fp32", picture.toString()).out())
        .isEqualTo(exact);
    assertThat(classify("--precision", "bf16,fp32", picture.toString()).status())
        .isEqualTo(ExitStatus.DONE);
    assertThat(classify("--precision", "int8", picture.toString()))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
              assertThat(outcome.err()).contains("liviano quantize").hasLineCount(1);
            });
    assertThat(classify("--precision", "int4", picture.toString()))
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
              assertThat(outcome.err())
                  .isEqualTo(
                      "liviano: --precision must be fp32, bf16, int8 or bf16,fp32, is 'int4'"
                          + System.lineSeparator());
            });
  }

  @Test
  void thresholdLeavesOutWhatScoresLess() {
    Cli.Outcome outcome = classify("--score-threshold", "1", picture.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("nothing scores 100.0 % or more");
    assertThat(
            Json.parse(classify("--json", "--score-threshold", "1", picture.toString()).out())
                .asArray()
                .object(0)
                .array("categories")
                .size())
        .isZero();
  }

  @Test
  void brokenPictureIsReportedAndTheOthersAreDone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
    Cli.Outcome outcome =
        classify("--json", picture.toString(), text.toString(), "missing.png", picture.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    JsonArray answers = Json.parse(outcome.out()).asArray();
    assertThat(answers.objects()).hasSize(2);
    assertThat(answers.object(0)).isEqualTo(answers.object(1));
    assertThat(outcome.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("liviano: " + text + ": "),
            line -> assertThat(line).isEqualTo("liviano: missing.png: no such file"));
  }

  @Test
  void standardInputIsAPictureToo() throws IOException {
    Cli.Outcome outcome =
        Cli.piped()
            .withInput(Files.readAllBytes(picture))
            .run("classify", "-m", model.toString(), "--json", "-");
    assertThat(Json.parse(outcome.out()).asArray().object(0).string("picture")).isEqualTo("-");
  }

  @Test
  void installedModelIsKnownByItsName() throws IOException {
    Cli home = Cli.piped().with("LIVIANO_HOME", folder.toString());
    assertThat(home.run("classify", "-m", "tiny", picture.toString()).status()).isZero();
    assertThat(home.run("classify", "-m", "tiny.safetensors", picture.toString()).status())
        .isZero();

    Cli.Outcome escaped = home.run("classify", "-m", "../tiny", picture.toString());
    assertThat(escaped.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(escaped.err())
        .isEqualTo(String.format(Locale.ROOT, "liviano: ../tiny: no such file%n"));

    Files.copy(model, folder.resolve(StandardModel.CLASSIFIER.names().getLast() + ".safetensors"));
    assertThat(home.run("classify", picture.toString()).status()).isZero();
  }

  @Test
  void withoutAModelOneLineSaysHowToGetOne() {
    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.resolve("empty").toString())
            .run("classify", "--offline", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains("--model FILE", "liviano models pull");
  }

  @Test
  void modelOfAnotherTaskIsRefused() throws IOException {
    Path other = folder.resolve("other.safetensors");
    TinyModel.model(VisionTask.SEGMENTATION).save(other);
    Cli.Outcome outcome = Cli.piped().run("classify", "-m", other.toString(), picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).hasLineCount(1).contains("is no classifier");
  }

  @ParameterizedTest
  @CsvSource({
    "--top,0",
    "--max-results,many",
    "--top,many",
    "--threshold,many",
    "--threshold,1.5",
    "--threshold,NaN",
    "--preset,zoom",
    "--scale,0",
    "--mean,0.5",
    "--channels,rgba"
  })
  void wrongOptionIsOneLine(String option, String value) {
    Cli.Outcome outcome = classify(option, value, picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains(option);
  }

  private Cli.Outcome classify(String... arguments) {
    String[] all = new String[3 + arguments.length];
    all[0] = "classify";
    all[1] = "--model";
    all[2] = model.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Cli.piped().run(all);
  }
}
