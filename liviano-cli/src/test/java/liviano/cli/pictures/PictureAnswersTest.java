package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.Main;
import liviano.cli.commands.TinyDetector;
import liviano.cli.commands.TinyModel;
import liviano.cli.commands.TinySegmenter;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import liviano.json.JsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs over pictures have in common where the answer is for a machine. */
@Tag("locale")
class PictureAnswersTest {
  @TempDir private Path folder;
  private Path wide;
  private Path tall;

  @BeforeEach
  void save() throws IOException {
    TinyModel.save(folder.resolve("classify.safetensors"));
    TinyModel.save(folder.resolve("embed.safetensors"));
    TinyModel.save(folder.resolve("explain.safetensors"));
    TinyDetector.save(folder.resolve("detect.safetensors"));
    TinySegmenter.save(folder.resolve("segment.safetensors"));
    wide = TinyModel.picture(folder.resolve("wide.png"), 50, 40, 1);
    tall = TinyModel.picture(folder.resolve("tall.png"), 30, 60, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "classify, Tiny, categories",
    "embed, Tiny, embedding",
    "explain, Tiny, classes",
    "detect, Tiny detector, detections",
    "segment, Tiny segmenter, classes"
  })
  void everyObjectBeginsWithPictureSizeAndModel(String verb, String title, String answer) {
    Cli.Outcome outcome = run(verb, "--json", wide, tall);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    JsonArray all = Json.parse(outcome.out()).asArray();
    assertThat(all.size()).isEqualTo(2);
    JsonObject first = all.object(0);
    assertThat(first.members().keySet())
        .containsExactly("picture", "width", "height", "model", "modelName", "modelDigest", answer);
    assertThat(first.string("picture")).isEqualTo(wide.toString());
    assertThat(first.integer("width")).isEqualTo(50);
    assertThat(first.integer("height")).isEqualTo(40);
    assertThat(first.string("model")).isEqualTo(title);
    assertThat(first.string("modelDigest")).matches("[0-9a-f]{16}");
    assertThat(all.object(1).string("modelName")).isEqualTo(first.string("modelName"));
    assertThat(all.object(1).integer("width")).isEqualTo(30);
    assertThat(all.object(1).integer("height")).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "embed", "explain", "detect", "segment"})
  void linesAreTheObjectsOfTheList(String verb) {
    Cli.Outcome list = run(verb, "--json", wide, folder.resolve("none.png"), tall);
    Cli.Outcome lines = run(verb, "--json-lines", wide, folder.resolve("none.png"), tall);
    assertThat(lines.status()).isEqualTo(ExitStatus.FAILED).isEqualTo(list.status());
    assertThat(lines.err())
        .isEqualTo(list.err())
        .hasLineCount(1)
        .contains("none.png: no such file");
    List<JsonValue> objects = new ArrayList<>();
    lines.out().lines().forEach(line -> objects.add(Json.parse(line)));
    assertThat(objects).isEqualTo(Json.parse(list.out()).asArray().elements()).hasSize(2);
    assertThat(lines.out()).endsWith("}\n");
  }

  @Test
  void noPictureIsAnEmptyListOrNoLine() {
    Path none = folder.resolve("none.png");
    assertThat(run("classify", "--json", none).out()).isEqualTo("[]\n");
    assertThat(run("classify", "--json-lines", none).out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "embed", "explain", "detect", "segment"})
  void listAndLinesAtOnceAreAMistake(String verb) {
    Cli.Outcome outcome = run(verb, "--json", "--json-lines", wide);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains("--json or --json-lines, not both");
  }

  /** One write to the system a line: no buffer holds a line back until others come. */
  @Test
  void linesAreHandedOnAtOnce() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> writes = new ArrayList<>();
    OutputStream pieces =
        new OutputStream() {
          @Override
          public void write(int octet) {
            out.write(octet);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    Console console =
        new Console(
            InputStream.nullInputStream(),
            pieces,
            new ByteArrayOutputStream(),
            Terminal.none(StandardCharsets.UTF_8));
    String model = folder.resolve("classify.safetensors").toString();
    String[] line = {
      "classify", "-m", model, "--json-lines", wide.toString(), tall.toString(), wide.toString()
    };
    assertThat(Main.run(console, Map.of(), line)).isZero();
    assertThat(writes).hasSize(3).allSatisfy(each -> assertThat(each).hasLineCount(1));
  }

  @Test
  void maskFileIsNamedWhereItIsWritten() {
    Path out = folder.resolve("out");
    JsonObject answer =
        Json.parse(run("segment", "--json", "--out", out, wide).out()).asArray().object(0);
    assertThat(Path.of(answer.string("maskFile"))).isEqualTo(out.resolve("wide.mask.png")).exists();
  }

  @Test
  void masksAsRunLengthsCoverEveryPixelOnce() {
    JsonObject answer =
        Json.parse(run("segment", "--json-lines", "--mask", "rle", tall).out()).asObject();
    long covered = 0;
    for (JsonObject one : answer.array("classes").objects()) {
      int[] counts = one.object("mask").array("counts").integers();
      long pixels =
          IntStream.range(0, counts.length).filter(i -> i % 2 == 1).map(i -> counts[i]).sum();
      assertThat(IntStream.of(counts).sum()).isEqualTo(30 * 60);
      assertThat(pixels / (30 * 60.0)).isEqualTo(one.number("share"));
      covered += pixels;
    }
    assertThat(covered).isEqualTo(30 * 60);
    assertThat(answer.members()).doesNotContainKey("maskFile");
  }

  @Test
  void masksAreForMachines() {
    Cli.Outcome outcome = run("segment", "--no-picture", "--mask", "rle", tall);
    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).hasLineCount(1).contains("--mask is for --json or --json-lines");
    assertThat(run("segment", "--json", "--mask", "bitmap", tall).err())
        .hasLineCount(1)
        .contains("--mask", "RLE");
  }

  private Cli.Outcome run(String verb, Object... words) {
    Path model = folder.resolve(String.format(Locale.ROOT, "%s.safetensors", verb));
    return Cli.piped()
        .run(
            Stream.concat(Stream.of(verb, "--model", model), Stream.of(words))
                .map(Object::toString)
                .toArray(String[]::new));
  }
}
