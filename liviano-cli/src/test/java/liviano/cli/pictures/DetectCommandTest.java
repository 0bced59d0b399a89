package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.DetectorOptions;
import liviano.vision.Picture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectCommandTest {
  @TempDir Path folder;
  private Path out;
  private Path model;
  private Path picture;

  /** What the model finds, the surest first. */
  private List<Detection> all;

  @BeforeEach
  void save() throws IOException {
    out = folder.resolve("new/out");
    model = TinyDetector.save(folder.resolve("tiny.safetensors"));
    picture = TinyModel.picture(folder.resolve("noise.png"), 140, 100, 1);
    all = TinyDetector.detect(picture, DetectorOptions.evaluation());
  }

  @Test
  void jsonIsWhatTheDetectorAnswers() {
    float threshold = all.get(4).score();
    Cli.Outcome outcome = detect("--json", "--score-threshold", "" + threshold, picture.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject answer = Json.parse(outcome.out()).asArray().object(0);
    assertThat(answer.members().keySet())
        .containsExactly(
            "picture", "width", "height", "model", "modelName", "modelDigest", "detections");
    assertThat(answer.string("picture")).isEqualTo(picture.toString());
    assertThat(answer.integer("width")).isEqualTo(140);
    assertThat(answer.integer("height")).isEqualTo(100);
    assertThat(answer.array("detections").objects())
        .extracting(DetectCommandTest::detection)
        .isEqualTo(all.subList(0, 5));
  }

  private static Detection detection(JsonObject json) {
    JsonObject box = json.object("box");
    return new Detection(
        json.integer("categoryId"),
        json.string("label"),
        (float) json.number("score"),
        new Box(
            (float) box.number("x"),
            (float) box.number("y"),
            (float) box.number("width"),
            (float) box.number("height")));
  }

  @Test
  void peopleSeeScoreBarLabelAndPlace() {
    List<String> lines =
        detect("--score-threshold", "0", "--max-results", "3", "--no-picture", picture.toString())
            .out()
            .lines()
            .toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst()).isEqualTo(picture + "  140x100");
    assertThat(lines.subList(1, 4))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(" +\\d+\\.\\d %  .{16}  [a-z, ]+  \\d+x\\d+ at \\d+,\\d+"));
    assertThat(detect("--score-threshold", "1", "--no-picture", picture.toString()).out())
        .contains("nothing scores 100.0 % or more");
  }

  @Test
  void boxesAreDrawnIntoTheFolder() throws IOException {
    Cli.Outcome outcome =
        detect("--score-threshold", "0", "--out", out.toString(), picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Path drawn = out.resolve("noise.detections.png");
    assertThat(outcome.out()).endsWith("  written: " + drawn + "\n");
    Picture before = Picture.read(picture);
    Picture after = Picture.read(drawn);
    assertThat(after).hasToString(before.toString());
    assertThat(differs(before, after)).isTrue();
    assertThat(files(out)).containsExactly("noise.detections.png");

    detect("--score-threshold", "1", "--json", "--out", out.toString(), picture.toString());
    assertThat(differs(before, Picture.read(drawn))).as("no box where nothing is found").isFalse();
  }

  private static boolean differs(Picture one, Picture other) {
    return one.samples().mismatch(other.samples()) >= 0;
  }

  @Test
  void withoutAFolderItIsDrawnHereButNeverWithJson() throws IOException {
    String name = "drawn-by-a-test-" + UUID.randomUUID();
    Path here = Path.of(name + ".detections.png");
    Path there = Files.copy(picture, folder.resolve(name + ".png"));
    try {
      detect("--json", there.toString());
      detect("--no-picture", there.toString());
      assertThat(here).doesNotExist();
      assertThat(detect(there.toString()).out()).endsWith("  written: " + here + "\n");
      assertThat(here).exists();
    } finally {
      Files.deleteIfExists(here);
    }
    assertThat(files(folder)).noneMatch(file -> file.endsWith(".detections.png"));
  }

  @Test
  void picturesOfOneNameAreAllDrawn() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    TinyModel.picture(other.resolve("noise.png"), 30, 40, 2);
    TinyModel.picture(other.resolve("NOISE.jpg"), 50, 40, 3);
    byte[] bytes = Files.readAllBytes(picture);
    Cli.Outcome outcome =
        Cli.piped()
            .withInput(bytes)
            .run(
                "detect",
                "-m",
                model.toString(),
                "--out",
                out.toString(),
                picture.toString(),
                other.toString(),
                "-");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(files(out))
        .containsExactlyInAnyOrder(
            "noise.detections.png",
            "NOISE-2.detections.png",
            "noise-3.detections.png",
            "stdin.detections.png");
    assertThat(Picture.read(out.resolve("noise-3.detections.png")).width()).isEqualTo(30);
    assertThat(Picture.read(out.resolve("stdin.detections.png")).width()).isEqualTo(140);
  }

  @Test
  void whatWasGivenIsNotWrittenOver() throws IOException {
    Path given = folder.resolve("noise.detections.png");
    TinyModel.picture(given, 20, 20, 5);
    byte[] before = Files.readAllBytes(given);
    String outcome = detect("--out", folder.toString(), picture.toString(), given.toString()).out();
    assertThat(outcome).contains("noise-2.detections.png", "noise.detections.detections.png");
    assertThat(given).hasBinaryContent(before);
  }

  @Test
  void brokenPictureIsReportedAndTheOthersAreDone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
    Cli.Outcome outcome =
        detect("--json", picture.toString(), text.toString(), "missing.png", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    JsonArray answers = Json.parse(outcome.out()).asArray();
    assertThat(answers.objects()).hasSize(2);
    assertThat(answers.object(0)).isEqualTo(answers.object(1));
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("liviano: " + text + ": "),
            line -> assertThat(line).isEqualTo("liviano: missing.png: no such file"));
  }

  @Test
  void folderThatIsAFileIsOneLine() {
    Cli.Outcome outcome = detect("--out", picture.toString(), picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains("noise.png: not a folder");
  }

  @Test
  void modelOfAnotherTaskIsRefused() throws IOException {
    TinyModel.save(model);
    Cli.Outcome outcome = detect("--json", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains("is no detector");
  }

  @Test
  void withoutAModelAndOfflineOneLineSaysHowToGetOne() {
    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.resolve("empty").toString())
            .run("detect", "--offline", "--no-picture", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(StandardModel.DETECTOR.names().getFirst(), "--offline", "--model FILE");
  }

  @ParameterizedTest
  @CsvSource({
    "--top,0",
    "--max-results,many",
    "--threshold,1.5",
    "--threshold,NaN",
    "--no-picture,--out=x"
  })
  void wrongOptionIsOneLine(String option, String value) {
    Cli.Outcome outcome = detect(option, value, picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains(option);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Cli.Outcome detect(String... arguments) {
    String[] line =
        Stream.concat(Stream.of("detect", "--model", model.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return Cli.piped().run(line);
  }
}
