package liviano.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TestExif;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoEvaluator;
import liviano.vision.eval.CocoResults;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvalDetectionCommandTest {
  private static final int PICTURES = 3;

  @TempDir Path folder;
  private Path model;
  private Path images;
  private final List<List<Detection>> answers = new ArrayList<>();

  @BeforeEach
  void save() throws IOException {
    model = TinyDetector.save(folder.resolve("tiny.safetensors"));
    images = Files.createDirectory(folder.resolve("images"));
    for (int i = 0; i < PICTURES; i++) {
      Path file = TinyModel.picture(images.resolve(i + ".png"), width(i), height(i), i);
      answers.add(TinyDetector.detect(file, DetectorOptions.evaluation()));
    }
  }

  private static int width(int picture) {
    return 120 - 7 * picture;
  }

  private static int height(int picture) {
    return 90 + 5 * picture;
  }

  @Test
  void jsonIsWhatTheEvaluatorSaysOfThePredictions() throws IOException {
    Path truth = write(annotations(4, TinyDetector.LABELS));
    Path out = folder.resolve("found.json");
    Cli.Outcome outcome = eval(truth, "--json", "--predictions", out.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.members().keySet())
        .containsExactly(
            "images",
            "AP",
            "AP50",
            "AP75",
            "APsmall",
            "APmedium",
            "APlarge",
            "AR1",
            "AR10",
            "AR100",
            "ARsmall",
            "ARmedium",
            "ARlarge");
    assertThat(result.integer("images")).isEqualTo(PICTURES);
    var found = CocoResults.read(out);
    assertThat(found).hasSize(answers.stream().mapToInt(List::size).sum());
    Map<String, Double> expected = CocoEvaluator.evaluate(CocoDataSet.read(truth), found).metrics();
    expected.forEach((name, value) -> assertThat(result.number(name)).as(name).isEqualTo(value));
    assertThat(result.number("AP")).isBetween(0.01, 0.99);
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void whatIsFoundAndNothingElseIsPerfect() throws IOException {
    Cli.Outcome outcome = eval(write(annotations(1000, TinyDetector.LABELS)));
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .containsPattern("AP +100.0 %  precision")
        .containsPattern("AR100 +100.0 %")
        .contains("3 pictures, decoding and all");
  }

  @Test
  void brokenMissingAndOtherPicturesAreReportedAndNotCounted() throws IOException {
    Path truth = write(annotations(1000, TinyDetector.LABELS));
    Files.writeString(images.resolve("0.png"), "broken");
    Files.delete(images.resolve("1.png"));
    Cli.Outcome outcome = eval(truth, "--json");
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.integer("images")).isEqualTo(1);
    assertThat(result.number("AP")).as("of the picture that is there").isEqualTo(1);
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("liviano: " + images.resolve("0.png") + ": "),
            line ->
                assertThat(line)
                    .isEqualTo("liviano: " + images.resolve("1.png") + ": no such file"),
            line -> assertThat(line).isEqualTo("liviano: 1 of 3 pictures were evaluated"));

    TinyModel.picture(images.resolve("2.png"), 50, 40, 1);
    Cli.Outcome none = eval(truth, "--json");
    assertThat(none.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .contains("2.png: 50x40 pixels, but the annotations are for 106x100")
        .endsWith("none of 3 pictures could be evaluated\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6, 8})
  void boxesAreInTheFrameOfTheStoredPixels(int orientation) throws IOException {
    Path truth = write(annotations(4, TinyDetector.LABELS));
    Cli.Outcome before = eval(truth, "--json");
    TestExif.turn(images.resolve("0.png"), orientation);
    Cli.Outcome one = eval(truth, "--json");
    TestExif.turn(images.resolve("2.png"), orientation);
    Cli.Outcome two = eval(truth, "--json");
    assertThat(before.err()).isEmpty();
    assertThat(one.status()).isZero();
    assertThat(one.out()).isEqualTo(before.out());
    assertThat(two.out()).isEqualTo(before.out());
    String ignored =
        " an Exif orientation, which was ignored: annotations are for the pixels as stored\n";
    assertThat(one.err()).isEqualTo("liviano: 1 picture has" + ignored);
    assertThat(two.err()).isEqualTo("liviano: 2 pictures have" + ignored);
  }

  @Test
  void annotationsThatRepeatAnIdAreMeasuredWithAWarning() throws IOException {
    String once = annotations(4, TinyDetector.LABELS);
    Path truth = write(once.replace("\"id\":1001,", "\"id\":1000,"));
    Cli.Outcome outcome = eval(truth, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: "
                + truth
                + ": annotation id 1000 comes more than once: the last of them counts each time,"
                + " as in COCO's own evaluator\n");
  }

  @Test
  void annotationsOfOtherClassesAreRefused() throws IOException {
    List<String> others = List.of("background", "Ant", "wasp", "cat, tabby", "dog");
    Cli.Outcome renamed = eval(write(annotations(1000, others)));
    assertThat(renamed.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(renamed.out()).isEmpty();
    assertThat(renamed.err())
        .hasLineCount(1)
        .contains("category 2 is 'wasp', but the model calls it 'bee'");

    String more = annotations(1000, TinyDetector.LABELS).replace("\"id\":4,", "\"id\":9,");
    Cli.Outcome beyond = eval(write(more.replace("\"category_id\":4", "\"category_id\":9")));
    assertThat(beyond.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(beyond.err())
        .hasLineCount(1)
        .contains("category 9 is 'dog', but the model has classes 1 to 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}| images",
        "{\"images\": [], \"annotations\": [], \"categories\": []} | lists no pictures",
        "[1, 2] | object",
        "x | annotations.json",
      })
  void otherFilesAreOneLine(String text, String message) throws IOException {
    assertFails(write(text), message);
  }

  @Test
  void fileCutInTheMiddleIsOneLine() throws IOException {
    String whole = annotations(1000, TinyDetector.LABELS);
    for (int length : new int[] {0, 1, whole.length() / 3, whole.length() / 2}) {
      assertFails(write(whole.substring(0, length)), "annotations.json: ");
    }
    assertFails(folder.resolve("none.json"), "no such file");
  }

  @Test
  void annotationsAreNotOverwritten() throws IOException {
    Path truth = write(annotations(4, TinyDetector.LABELS));
    String before = Files.readString(truth);
    Cli.Outcome outcome = eval(truth, "--predictions", truth.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).hasLineCount(1).contains("overwrite the annotations");
    assertThat(truth).hasContent(before);
    assertFails(truth, "no such folder", "--predictions", folder + "/none/found.json");
    assertFails(truth, "is a folder", "--predictions", images.toString());
  }

  @Test
  void aClassifierIsRefused() throws IOException {
    Path truth = write(annotations(4, TinyDetector.LABELS));
    TinyModel.save(model);
    assertFails(truth, "is no detector");
  }

  private void assertFails(Path truth, String message, String... more) {
    Cli.Outcome outcome = eval(truth, more);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains(message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("annotations.json"), text);
  }

  /** An annotation for each of the surest finds of a picture, at the very same place. */
  private String annotations(int most, List<String> labels) {
    List<JsonObject> pictures = new ArrayList<>();
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      pictures.add(
          JsonObject.builder()
              .put("id", 100 + i)
              .put("file_name", i + ".png")
              .put("width", width(i))
              .put("height", height(i))
              .build());
      for (Detection found : answers.get(i).subList(0, Math.min(most, answers.get(i).size()))) {
        Box box = found.box();
        objects.add(
            JsonObject.builder()
                .put("id", 1000 + objects.size())
                .put("image_id", 100 + i)
                .put("category_id", found.categoryId())
                .put("bbox", JsonArray.ofFloats(box.x(), box.y(), box.width(), box.height()))
                .put("area", box.width() * box.height())
                .put("iscrowd", 0)
                .build());
      }
    }
    List<JsonObject> categories = new ArrayList<>();
    for (int id = 1; id < labels.size(); id++) {
      categories.add(JsonObject.builder().put("id", id).put("name", labels.get(id)).build());
    }
    return JsonObject.builder()
        .put("images", JsonArray.of(pictures))
        .put("annotations", JsonArray.of(objects))
        .put("categories", JsonArray.of(categories))
        .build()
        .toJson();
  }

  private Cli.Outcome eval(Path truth, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("eval", "detection", "--model", model.toString()));
    arguments.addAll(List.of("--images", images.toString(), "--annotations", truth.toString()));
    arguments.addAll(List.of(more));
    return Cli.piped().run(arguments.toArray(String[]::new));
  }
}
