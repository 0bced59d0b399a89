package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.commands.TinyModel;
import liviano.cli.commands.TinySegmenter;
import liviano.cli.options.StandardModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.vision.ClassArea;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import liviano.vision.SegmenterOptions;
import liviano.vision.eval.ClassMask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCommandTest {
  @TempDir Path folder;
  private Path out;
  private Path model;
  private Path picture;
  private Segmentation expected;

  @BeforeEach
  void save() throws IOException {
    out = folder.resolve("out");
    model = TinySegmenter.save(folder.resolve("tiny.safetensors"));
    picture = TinyModel.picture(folder.resolve("noise.jpg"), 140, 100, 1);
    expected = segmentation(SegmenterOptions.defaults());
  }

  private Segmentation segmentation(SegmenterOptions options) throws IOException {
    return ImageSegmenter.of(TinySegmenter.model(), options).segment(Picture.read(picture));
  }

  @Test
  void jsonIsTheAreaOfEachClass() {
    Cli.Outcome outcome = segment("--json", picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonObject answer = Json.parse(outcome.out()).asArray().object(0);
    assertThat(answer.members().keySet())
        .containsExactly(
            "picture", "width", "height", "model", "modelName", "modelDigest", "classes");
    assertThat(answer.string("picture")).isEqualTo(picture.toString());
    List<JsonObject> classes = answer.array("classes").objects();
    assertThat(classes).hasSameSizeAs(expected.areas());
    for (int i = 0; i < classes.size(); i++) {
      ClassArea area = expected.areas().get(i);
      assertThat(classes.get(i).integer("index")).isEqualTo(area.index());
      assertThat(classes.get(i).string("label")).isEqualTo(area.label());
      assertThat(classes.get(i).number("share")).isEqualTo(area.share());
    }
  }

  @Test
  void overlayAndMaskAreWrittenIntoTheFolder() throws IOException {
    Cli.Outcome outcome = segment("--out", out.toString(), picture.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Path overlay = out.resolve("noise.segments.png");
    Path mask = out.resolve("noise.mask.png");
    assertThat(outcome.out())
        .startsWith(picture + "  140x100\n")
        .contains(expected.areas().getFirst().label())
        .endsWith("  written: " + overlay + "\n  written: " + mask + "\n");
    assertThat(ClassMask.read(mask)).isEqualTo(ClassMask.of(140, 100, expected.mask()));
    Picture drawn = Picture.read(overlay);
    assertThat(drawn.width() * drawn.height()).as("with a legend").isGreaterThan(140 * 100);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void looksAsOftenAsAsked() throws IOException {
    segment("--json", "--multi-scale", "--flip", "--out", out.toString(), picture.toString());
    Segmentation often = segmentation(SegmenterOptions.builder().multiScale().flip(true).build());
    assertThat(ClassMask.read(out.resolve("noise.mask.png")))
        .isEqualTo(ClassMask.of(140, 100, often.mask()))
        .isNotEqualTo(ClassMask.of(140, 100, expected.mask()));
  }

  @Test
  void withoutAFolderTheOverlayAloneIsDrawnHere() throws IOException {
    String name = "drawn-by-a-test-" + UUID.randomUUID();
    Path here = Path.of(name + ".segments.png");
    Path there = Files.copy(picture, folder.resolve(name + ".jpg"));
    try {
      segment("--json", there.toString());
      segment("--no-picture", there.toString());
      assertThat(here).doesNotExist();
      assertThat(segment(there.toString()).out()).endsWith("  written: " + here + "\n");
      assertThat(here).exists();
      assertThat(Path.of(name + ".mask.png")).doesNotExist();
    } finally {
      Files.deleteIfExists(here);
    }
  }

  @Test
  void neitherFileIsWrittenOverAnInput() throws IOException {
    Path given = TinyModel.picture(folder.resolve("noise.mask.png"), 20, 20, 5);
    byte[] before = Files.readAllBytes(given);
    segment("--out", folder.toString(), picture.toString(), given.toString());
    assertThat(given).hasBinaryContent(before);
    assertThat(folder.resolve("noise-2.mask.png")).exists();
    assertThat(folder.resolve("noise-2.segments.png")).exists();
    assertThat(folder.resolve("noise.segments.png")).doesNotExist();
  }

  @Test
  void brokenPicturesAndOtherModelsAreOneLine() throws IOException {
    Cli.Outcome missing = segment("--json", "missing.png", picture.toString());
    assertThat(missing.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(missing.err())
        .isEqualTo(String.format(Locale.ROOT, "liviano: missing.png: no such file%n"));
    assertThat(Json.parse(missing.out()).asArray().size()).isEqualTo(1);

    TinyModel.save(model);
    Cli.Outcome other = segment("--json", picture.toString());
    assertThat(other.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(other.out()).isEmpty();
    assertThat(other.err()).hasLineCount(1).contains("is no segmenter");
  }

  @Test
  void withoutAModelOneLineSaysHowToGetOne() {
    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.resolve("empty").toString())
            .run("segment", "--offline", "--no-picture", picture.toString());
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(
            "--model FILE", "liviano models pull", StandardModel.SEGMENTER.names().getFirst());
  }

  private Cli.Outcome segment(String... arguments) {
    String[] line =
        Stream.concat(Stream.of("segment", "--model", model.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return Cli.piped().run(line);
  }
}
