package liviano.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TestExif;
import liviano.cli.commands.TinyModel;
import liviano.cli.commands.TinySegmenter;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import liviano.vision.SegmenterOptions;
import liviano.vision.eval.ClassMask;
import liviano.vision.eval.SegmentationEvaluation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalSegmentationCommandTest {
  private static final List<String> IDS = List.of("a", "b", "sub/c");

  @TempDir Path folder;
  private Path model;
  private Path voc;
  private Path list;
  private final List<ClassMask> answers = new ArrayList<>();

  /** The truth is what the model answers, but for the first rows: void, then class 4. */
  @BeforeEach
  void save() throws IOException {
    model = TinySegmenter.save(folder.resolve("tiny.safetensors"));
    voc = folder.resolve("voc");
    list = Files.writeString(folder.resolve("val.txt"), String.join("\n", IDS));
    ImageSegmenter segmenter = ImageSegmenter.of(TinySegmenter.model());
    for (int i = 0; i < IDS.size(); i++) {
      Path picture = voc.resolve("JPEGImages").resolve(IDS.get(i) + ".jpg");
      Files.createDirectories(picture.getParent());
      TinyModel.picture(picture, 80 - 9 * i, 50 + 5 * i, i);
      Segmentation found = segmenter.segment(Picture.read(picture));
      answers.add(ClassMask.of(found.width(), found.height(), found.mask()));
      byte[] truth = found.mask();
      Arrays.fill(truth, 0, 10 * found.width(), (byte) ClassMask.VOID);
      Arrays.fill(truth, 10 * found.width(), 20 * found.width(), (byte) 4);
      Files.createDirectories(mask(i).getParent());
      ClassMask.of(found.width(), found.height(), truth).write(mask(i));
    }
  }

  private Path mask(int picture) {
    return voc.resolve("SegmentationClass").resolve(IDS.get(picture) + ".png");
  }

  @Test
  void jsonIsWhatTheEvaluatorSays() throws IOException {
    SegmentationEvaluation expected = new SegmentationEvaluation(TinySegmenter.LABELS.size());
    for (int i = 0; i < IDS.size(); i++) {
      expected.add("", ClassMask.read(mask(i)), answers.get(i));
    }
    Cli.Outcome outcome = eval("--json");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.members().keySet())
        .containsExactly("images", "miou", "miouOfPresentClasses", "pixelAccuracy", "perClass");
    assertThat(result.integer("images")).isEqualTo(IDS.size());
    assertThat(result.number("miou")).isEqualTo(expected.meanIou().orElseThrow());
    assertThat(result.number("miouOfPresentClasses"))
        .isEqualTo(expected.meanIouOfPresentClasses().orElseThrow());
    assertThat(result.number("pixelAccuracy"))
        .isEqualTo(expected.pixelAccuracy().orElseThrow())
        .isBetween(0.5, 0.99);
    List<JsonObject> perClass = result.array("perClass").objects();
    assertThat(perClass).extracting(c -> c.string("label")).isEqualTo(TinySegmenter.LABELS);
    for (int i = 0; i < perClass.size(); i++) {
      assertThat(perClass.get(i).integer("index")).isEqualTo(i);
      if (expected.iou(i).isPresent()) {
        assertThat(perClass.get(i).number("iou")).isEqualTo(expected.iou(i).getAsDouble());
      } else {
        assertThat(perClass.get(i).get("iou")).isNotInstanceOf(JsonNumber.class);
      }
    }
  }

  @Test
  void predictionsArePalettePngsOfEachPicture() throws IOException {
    Path out = folder.resolve("new/masks");
    Cli.Outcome outcome = eval("--predictions", out.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("background", "mIoU", "shown or found", "are right", "3 pictures, decoding");
    for (int i = 0; i < IDS.size(); i++) {
      assertThat(ClassMask.read(out.resolve(IDS.get(i) + ".png"))).isEqualTo(answers.get(i));
    }
    try (var files = Files.walk(out)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(IDS.size());
    }
  }

  @Test
  void picturesAndMasksStayAsTheyAreStored() throws IOException {
    Cli.Outcome before = eval("--json");
    TestExif.turn(voc.resolve("JPEGImages/a.jpg"), 6);
    TestExif.turn(voc.resolve("JPEGImages/b.jpg"), 3);
    TestExif.turn(mask(1), 6);
    TestExif.turn(mask(2), 3);
    Cli.Outcome turned = eval("--json");
    assertThat(turned.status()).as(turned.err()).isZero();
    assertThat(turned.out()).isEqualTo(before.out());
    assertThat(turned.err())
        .isEqualTo(
            "liviano: 2 pictures have an Exif orientation, which was ignored:"
                + " annotations are for the pixels as stored\n");
  }

  @Test
  void looksAsOftenAsAsked() throws IOException {
    Path out = folder.resolve("masks");
    eval("--multi-scale", "--flip", "--predictions", out.toString());
    SegmenterOptions options = SegmenterOptions.builder().multiScale().flip(true).build();
    Segmentation expected =
        ImageSegmenter.of(TinySegmenter.model(), options)
            .segment(Picture.read(voc.resolve("JPEGImages/a.jpg")));
    assertThat(ClassMask.read(out.resolve("a.png")))
        .isEqualTo(ClassMask.of(expected.width(), expected.height(), expected.mask()))
        .isNotEqualTo(answers.getFirst());
  }

  @Test
  void brokenMissingAndOddlySizedAreReportedAndNotCounted() throws IOException {
    Files.writeString(list, "a\nb\nsub/c\nmissing\nunmasked\nodd\nother\n");
    Path pictures = voc.resolve("JPEGImages");
    Files.writeString(pictures.resolve("b.jpg"), "broken");
    ClassMask.of(1, 1, new byte[1]).write(voc.resolve("SegmentationClass/missing.png"));
    for (String id : List.of("unmasked", "odd", "other")) {
      Files.copy(pictures.resolve("a.jpg"), pictures.resolve(id + ".jpg"));
    }
    ClassMask.of(80, 49, new byte[80 * 49]).write(voc.resolve("SegmentationClass/odd.png"));
    byte[] beyond = new byte[80 * 50];
    beyond[7] = 5;
    ClassMask.of(80, 50, beyond).write(voc.resolve("SegmentationClass/other.png"));
    Cli.Outcome outcome = eval("--json");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(Json.parse(outcome.out()).asObject().integer("images")).isEqualTo(2);
    assertThat(outcome.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("liviano: " + pictures.resolve("b.jpg") + ": "),
            line -> assertThat(line).endsWith("missing.jpg: no such file"),
            line ->
                assertThat(line).contains("unmasked.jpg: ").endsWith("unmasked.png: no such mask"),
            line -> assertThat(line).contains("odd.png: a mask of 80x49 pixels", "80x50"),
            line -> assertThat(line).contains("other.png: class 5, but the model has 5 classes"),
            line -> assertThat(line).isEqualTo("liviano: 2 of 7 pictures were evaluated"));
  }

  @Test
  void masksAreNotOverwritten() throws IOException {
    byte[] before = Files.readAllBytes(mask(0));
    Cli.Outcome outcome = eval("--predictions", voc.resolve("SegmentationClass").toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).hasLineCount(1).contains("overwrite the masks");
    assertThat(mask(0)).hasBinaryContent(before);
    assertFails("not a folder", "--predictions", list.toString());
  }

  @Test
  void otherFoldersListsAndModelsAreOneLine() throws IOException {
    Files.writeString(list, "../../etc/passwd");
    assertFails("val.txt: line 1: '../../etc/passwd' is not a picture inside the folder");
    Files.writeString(list, "\n");
    assertFails("it lists no pictures");
    Files.delete(list);
    assertFails("val.txt: no such file");
    Files.writeString(list, "a");
    TinyModel.save(model);
    assertFails("is no segmenter");
    voc = folder;
    assertFails("JPEGImages: no such folder");
  }

  @Test
  void withoutAModelOneLineSaysHowToGetOne() {
    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.resolve("empty").toString())
            .run(
                "eval",
                "segmentation",
                "--offline",
                "--voc",
                voc.toString(),
                "--list",
                list.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(
            "--model FILE", "liviano models pull", StandardModel.SEGMENTER.names().getFirst());
  }

  private void assertFails(String message, String... more) {
    Cli.Outcome outcome = eval(more);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains(message);
  }

  private Cli.Outcome eval(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("eval", "segmentation", "--model", model.toString()));
    arguments.addAll(List.of("--voc", voc.toString(), "--list", list.toString()));
    arguments.addAll(List.of(more));
    return Cli.piped().run(arguments.toArray(String[]::new));
  }
}
