package liviano.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TestExif;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalClassificationCommandTest {
  private static final int PICTURES = 6;

  @TempDir Path folder;
  private Path model;
  private Path images;
  private final List<List<Category>> answers = new ArrayList<>();

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    images = Files.createDirectory(folder.resolve("images"));
    ImageClassifier classifier = ImageClassifier.of(TinyModel.model());
    for (int i = 0; i < PICTURES; i++) {
      Path file = TinyModel.picture(images.resolve(i + ".png"), 50 - 7 * i, 20 + 5 * i, i);
      answers.add(classifier.classify(Picture.read(file)));
    }
  }

  @Test
  void countsWhatIsRight() throws IOException {
    // The first two pictures are right at once, the others only at the second place.
    Cli.Outcome outcome = eval(labels(List.of(0, 0, 1, 1, 1, 1)), "--json");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.members().keySet())
        .containsExactly("images", "top1", "top5", "imagesPerSecond");
    assertThat(result.integer("images")).isEqualTo(PICTURES);
    assertThat(result.number("top1")).isEqualTo(2 / 6.0);
    assertThat(result.number("top5")).isEqualTo(1);
    assertThat(result.number("imagesPerSecond")).isPositive();
  }

  @Test
  void predictionsListEveryAnswer() throws IOException {
    Path out = folder.resolve("predictions.csv");
    Cli.Outcome outcome = eval(labels(List.of(0, 0, 0, 0, 0, 0)), "--predictions", out.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).containsPattern("Top-1 +100.0 %  6 of 6 pictures");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(PICTURES + 1);
    assertThat(lines.getFirst()).isEqualTo("file,class,top1,top2,top3,top4,top5,p1,p2,p3,p4,p5");
    Category best = answers.getFirst().getFirst();
    assertThat(lines.get(1).split(","))
        .hasSize(12)
        .startsWith("0.png", "" + best.index(), "" + best.index())
        .contains(Float.toString(best.score()));
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  /** Names are quoted as RFC 4180 has it, so that each line has as many fields as the header. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a b;c.png | a b;c.png",
        "a,b.png | \"a,b.png\"",
        "a\"b.png | \"a\"\"b.png\"",
        "\"a\",b.png | \"\"\"a\"\",b.png\""
      },
      delimiter = '|')
  void predictionsQuoteWhatOthersWouldMisread(String name, String field) throws IOException {
    Files.move(images.resolve("0.png"), images.resolve(name));
    Path labels = folder.resolve("labels.csv");
    Files.writeString(labels, "file,class_0_to_4\n\"" + name.replace("\"", "\"\"") + "\",2\n");
    Path out = folder.resolve("predictions.csv");

    Cli.Outcome outcome = eval(labels, "--predictions", out.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Files.readAllLines(out).get(1)).startsWith(field + ",2,");
  }

  @Test
  void picturesAreTurnedUpright() throws IOException {
    Path picture = images.resolve("0.png");
    TestExif.turn(picture, 6);
    Path out = folder.resolve("predictions.csv");
    Cli.Outcome outcome = eval(labels(List.of(0, 0, 0, 0, 0, 0)), "--predictions", out.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Category upright =
        ImageClassifier.of(TinyModel.model()).classify(Picture.read(picture)).getFirst();
    assertThat(upright.score()).isNotEqualTo(answers.getFirst().getFirst().score());
    assertThat(Files.readAllLines(out).get(1)).contains("," + upright.score() + ",");
  }

  @Test
  void brokenAndMissingPicturesAreReportedAndNotCounted() throws IOException {
    Files.writeString(images.resolve("0.png"), "broken");
    Files.delete(images.resolve("1.png"));
    Cli.Outcome outcome = eval(labels(List.of(0, 0, 0, 0, 0, 0)), "--json");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(Json.parse(outcome.out()).asObject().integer("images")).isEqualTo(4);
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("liviano: " + images.resolve("0.png") + ": "),
            line ->
                assertThat(line)
                    .isEqualTo("liviano: " + images.resolve("1.png") + ": no such file"),
            line -> assertThat(line).isEqualTo("liviano: 4 of 6 pictures were evaluated"));
  }

  @Test
  void nothingEvaluatedIsAFailureWithoutNumbers() throws IOException {
    Path labels = Files.writeString(folder.resolve("l.csv"), "file,class_0_to_4\nnone.png,1\n");
    Cli.Outcome outcome = eval(labels, "--json");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).endsWith("none of 1 picture could be evaluated\n");
  }

  @Test
  void brokenLabelsNameTheLine() throws IOException {
    Path labels =
        Files.writeString(folder.resolve("l.csv"), "file,class_0_to_999\n0.png,1\n1.png,5\n");
    Cli.Outcome outcome = eval(labels);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT, "liviano: %s: line 3: class '5' is no number from 0 to 4%n", labels));
  }

  @Test
  void labelsAreNotOverwritten() throws IOException {
    Path labels = labels(List.of(0, 0, 0, 0, 0, 0));
    Cli.Outcome outcome = eval(labels, "--predictions", labels.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(labels).content().startsWith("file,class_0_to_4");
  }

  @Test
  void taskMustBeNamed() {
    Cli.Outcome outcome = Cli.piped().run("eval");
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("liviano eval classification").hasLineCount(1);
    assertThat(Cli.piped().run("eval", "classification", "--help").out())
        .contains("class_0_to_999", "--predictions");
  }

  /** For each picture the class that the model gives at this place of its answer. */
  private Path labels(List<Integer> places) throws IOException {
    StringBuilder csv = new StringBuilder("file,class_0_to_4\n");
    for (int i = 0; i < places.size(); i++) {
      csv.append(
          String.format(Locale.ROOT, "%d.png,%d\n", i, answers.get(i).get(places.get(i)).index()));
    }
    return Files.writeString(folder.resolve("labels.csv"), csv.toString());
  }

  private Cli.Outcome eval(Path labels, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("eval", "classification", "--model", model.toString()));
    arguments.addAll(List.of("--images", images.toString(), "--labels", labels.toString()));
    arguments.addAll(List.of(more));
    return Cli.piped().run(arguments.toArray(String[]::new));
  }
}
