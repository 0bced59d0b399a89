package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.VisionTask;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {
  @TempDir Path folder;
  private Path model;
  private Path picture;

  @BeforeEach
  void save() throws IOException {
    model = TinyModel.save(folder.resolve("tiny.safetensors"));
    picture = TinyModel.picture(folder.resolve("noise.png"), 90, 70, 3);
  }

  private Cli.Outcome explain(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "explain";
    all[1] = "--model";
    all[2] = model.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Cli.piped().run(all);
  }

  @Test
  void theBestClassesAreThoseOfTheClassifierAndEachIsDrawn() throws IOException {
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        explain("--json", "--top", "2", "--out", out.toString(), picture.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonObject answer = Json.parse(outcome.out()).asArray().object(0);
    assertThat(answer.integer("width")).isEqualTo(90);
    List<Category> best =
        ImageClassifier.of(TinyModel.model()).classify(Picture.read(picture)).subList(0, 2);
    List<JsonObject> classes = answer.array("classes").objects();
    assertThat(classes)
        .extracting(one -> one.string("label"))
        .isEqualTo(best.stream().map(Category::label).toList());
    for (JsonObject one : classes) {
      // The map of so small an input is one number: the mean itself.
      double mean = one.array("map").array(0).number(0);
      assertThat(mean + one.number("bias")).isCloseTo(one.number("logit"), within(1e-4));
    }
    assertThat(Picture.read(out.resolve("noise.explained.png")).height()).isGreaterThan(70);
    assertThat(out.resolve("noise.explained-2.png")).exists();
    assertThat(out.resolve("noise.explained-3.png")).doesNotExist();
  }

  @Test
  void aClassMayBeChosenByWordOrNumber() {
    assertThat(labels("--class", "tabby")).containsExactly("cat, tabby");
    assertThat(labels("--class", "CAT")).containsExactly("cat, tabby");
    assertThat(labels("--class", "4", "--class", "ant", "--class", "eel"))
        .containsExactly("eel", "ant");
  }

  private List<String> labels(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--json";
    all[arguments.length + 1] = picture.toString();
    Cli.Outcome outcome = explain(all);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    return Json.parse(outcome.out()).asArray().object(0).array("classes").objects().stream()
        .map(one -> one.string("label"))
        .toList();
  }

  @Test
  void peopleReadWhereItIsAndWhatWasWritten() {
    Path out = folder.resolve("out");
    Cli.Outcome outcome = explain("--class", "dog", "--out", out.toString(), picture.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("noise.png  90x70")
        .containsPattern("\\d+\\.\\d %.* dog +(strongest at \\(45, 35\\)|nothing speaks for it)")
        .contains("written: " + out.resolve("noise.explained.png"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--class taby | --class: the model has no label [taby]; nearest: [tabby",
        "--class 5 | --class: there is no class 5: the model has 5, from 0",
        "--top 0 | --top must be from 1 to 100, is 0",
        "--top 101 | --top must be from 1 to 100, is 101",
        "--top 2 --class ant | give --top or --class, not both",
      })
  void mistakesAreOneLine(String arguments, String message) {
    String[] options = (arguments + " --no-picture " + picture).split(" ");
    Cli.Outcome outcome = explain(options);

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err().lines()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void brokenPicturesAreReportedAndTheOthersExplained() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.png"));
    Path none = Files.createDirectory(folder.resolve("none"));
    Cli.Outcome outcome =
        explain("--json", empty.toString(), "missing.png", none.toString(), picture.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err().lines()).hasSize(3);
    assertThat(outcome.err()).contains("empty.png", "missing.png: no such file", "no pictures in");
    assertThat(Json.parse(outcome.out()).asArray().size()).isEqualTo(1);
  }

  @Test
  void aModelWithoutSuchAnEndingIsRefused() throws IOException {
    Path other = folder.resolve("other.safetensors");
    TinyModel.model(VisionTask.OTHER).save(other);
    Cli.Outcome outcome =
        Cli.piped().run("explain", "--json", "-m", other.toString(), picture.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err()).contains(other + ": 'Tiny' has no class activation map");
    assertThat(outcome.err().lines()).hasSize(1);
  }
}
