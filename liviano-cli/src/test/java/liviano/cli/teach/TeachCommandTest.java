package liviano.cli.teach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.cli.commands.TinyModel;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Calibration;
import liviano.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeachCommandTest {
  @TempDir private Path folder;
  private Path pictures;
  private Path model;
  private Path base;

  @BeforeEach
  void save() throws IOException {
    base = TinyModel.save(folder.resolve("tiny.safetensors"));
    pictures = Files.createDirectory(folder.resolve("pictures"));
    model = folder.resolve("taught.safetensors");
  }

  private Cli.Outcome teach(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("teach", pictures.toString(), "--to", model.toString(), "--base", "" + base));
    arguments.addAll(Arrays.asList(more));
    return Cli.piped()
        .with("LIVIANO_HOME", folder.resolve("home").toString())
        .run(arguments.toArray(String[]::new));
  }

  private void assertRefused(Cli.Outcome outcome, String message) throws IOException {
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).contains(message);
    assertThat(model).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".liviano"));
    }
  }

  @Test
  void nothingButAModelIsWrittenOver() throws IOException {
    GarmentFolder.add(pictures, "a", 3, 0xe02020);
    GarmentFolder.add(pictures, "b", 3, 0x2020e0);
    assertThat(teach().status()).isZero();
    assertThat(teach().status()).isZero();

    Path text = Files.writeString(folder.resolve("precious.txt"), "mine");
    Cli.Outcome outcome = teachTo(text);
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err()).hasLineCount(1).contains("it is there already, and no model");
    assertThat(text).hasContent("mine");
    byte[] before = Files.readAllBytes(base);
    assertThat(teachTo(base).err()).contains("the base and the model are the same file");
    assertThat(base).hasBinaryContent(before);
    assertThat(teachTo(folder.resolve("x.onnx")).err()).contains("liviano convert");
  }

  private Cli.Outcome teachTo(Path to) {
    return Cli.piped()
        .with("LIVIANO_HOME", folder.resolve("home").toString())
        .run("teach", pictures.toString(), "--to", to.toString(), "--base", base.toString());
  }

  @Test
  void theModelClassifiesAndIsMeasuredByTheFoldersItWasTaught() throws IOException {
    GarmentFolder.add(pictures, "rojo", 8, 0xe02020);
    GarmentFolder.add(pictures, "青い", 8, 0x2020e0);
    Files.createDirectory(pictures.resolve("empty"));
    Files.writeString(pictures.resolve("rojo").resolve("notes.txt"), "not a picture");
    Cli.Outcome outcome = teach("--json", "--open-set");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("empty: left out, it holds no pictures");
    JsonObject result = Json.parse(outcome.out()).asObject();
    assertThat(result.array("classes").objects())
        .extracting(count -> count.string("label"))
        .containsExactly("rojo", "青い");
    assertThat(result.object("validation").integer("pictures")).isEqualTo(4);
    assertThat(result.object("openSet").number("unknownBelow")).isBetween(0.0, 1.0);

    Cli.Outcome eval =
        Cli.piped()
            .run(
                "eval",
                "classification",
                "--model",
                "" + model,
                "--images",
                "" + pictures,
                "--json");
    assertThat(eval.status()).as(eval.err()).isZero();
    JsonObject measured = Json.parse(eval.out()).asObject();
    assertThat(measured.integer("images")).isEqualTo(16);
    assertThat(measured.array("labels").strings()).containsExactly("rojo", "青い");
    long right =
        measured.array("confusion").array(0).longs()[0]
            + measured.array("confusion").array(1).longs()[1];
    assertThat(measured.number("top1")).isEqualTo(right / 16.0);
    Cli.Outcome text =
        Cli.piped().run("eval", "classification", "--model", "" + model, "--images", "" + pictures);
    assertThat(text.out()).contains("macro F1").containsPattern("0 +rojo +\\d");
  }

  @Test
  void theReportIsOnePageThatNeedsNothing() throws IOException {
    GarmentFolder.add(pictures, "<b>&\"", 6, 0xe02020);
    GarmentFolder.add(pictures, "blue", 6, 0x2020e0);
    Path report = folder.resolve("report");
    Cli.Outcome outcome = teach("--report", report.toString(), "--validation", "0.5");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("6 pictures prove little");
    String page = Files.readString(report.resolve("index.html"));
    assertThat(page)
        .contains("&lt;b&gt;&amp;&quot;", "<svg", "That interval is wide")
        .doesNotContain("<b>", "http://", "https://", "src=\"/");
    assertThat(page.indexOf("<h2>Pictures")).isLessThan(page.indexOf("<h2>Accuracy"));
    JsonObject json = Json.parse(Files.readString(report.resolve("report.json"))).asObject();
    assertThat(json.array("learningCurve").size()).isEqualTo(3);
    teach("--report", report.toString(), "--no-pictures");
    assertThat(Files.readString(report.resolve("index.html"))).doesNotContain("data:image");
  }

  @Test
  void whatCannotBeTaughtIsSaidInOneLine() throws IOException {
    assertRefused(teach(), "no pictures in folders of classes");
    GarmentFolder.add(pictures, "red", 3, 0xe02020);
    assertRefused(teach(), "only one class has pictures to learn from, 'red'");
    Files.createDirectory(pictures.resolve("empty"));
    assertRefused(teach(), "only one class has pictures to learn from, 'red'");
    GarmentFolder.add(pictures, "blue", 3, 0x2020e0);
    assertRefused(teach("--validation", "0.95"), "--validation: a share from 0 to 0.9");
    assertRefused(teach("--validation", "nowhere"), "nowhere: no such folder");
    assertRefused(teach("--labels", "nothing.csv"), "nothing.csv");
    assertRefused(teach("--labels", "" + pictures), "is a folder; give the file in it that lists");
    base = Path.of("nobody");
    assertRefused(teach(), "nobody: no such file");
  }

  /** In scripts of both directions, composed or not, and with what would break a line. */
  @Test
  void classesHaveNamesInEveryScript() throws IOException {
    List<String> names =
        List.of("Ärmel", "青い", "قميص", "חולצה", "рубашка", "शर्ट", "👕", "a, \"b\"", "x\ny");
    for (int i = 0; i < names.size(); i++) {
      GarmentFolder.add(pictures, names.get(i), 2, 0x101010 * i);
    }
    GarmentFolder.add(pictures, "A\u0308rmel 2", 2, 0xffffff);
    Path report = folder.resolve("report");
    Cli.Outcome outcome = teach("--json", "--report", report.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<String> taught =
        Json.parse(outcome.out()).asObject().array("classes").objects().stream()
            .map(count -> count.string("label"))
            .toList();
    assertThat(taught).containsAll(names).contains("\u00c4rmel 2").isSorted();
    assertThat(Model.load(model).card().labels()).isEqualTo(taught);
    assertThat(Files.readString(report.resolve("index.html"))).contains("قميص", "x\\ny");
    String picture = pictures.resolve("青い").resolve("p0.png").toString();
    Cli.Outcome answer =
        Cli.piped().run("classify", "--model", "" + model, "--json", "--top", "10", picture);
    assertThat(answer.out()).contains("قميص");
  }

  /** One picture is removed after the folder was read, by the time it is looked at. */
  @Test
  void aFolderThatChangesMeanwhileIsTold() throws IOException {
    GarmentFolder.add(pictures, "red", 4, 0xe02020);
    Path blue = GarmentFolder.add(pictures, "blue", 4, 0x2020e0);
    Path link = Files.createSymbolicLink(blue.resolve("late.png"), blue.resolve("gone.png"));
    Cli.Outcome outcome = teach();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains(link + ": is no longer there");
  }

  @Test
  void whatCannotBeReadIsNamedEvenWhereOneClassIsLeft() throws IOException {
    GarmentFolder.add(pictures, "red", 3, 0xe02020);
    Path blue = Files.createDirectory(pictures.resolve("blue"));
    Path bad = Files.write(blue.resolve("b\na.png"), new byte[] {1, 2, 3});
    Cli.Outcome outcome = teach();
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err().lines().toList())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).containsOnlyOnce("a.png: ").contains("b\\na.png: "),
            last ->
                assertThat(last)
                    .contains("only one class has pictures to learn from that can be read, 'red'"));
    assertThat(bad).exists();
    assertThat(model).doesNotExist();
    Files.delete(bad);
    for (int i = 0; i < 3; i++) {
      Files.write(pictures.resolve("red").resolve("p" + i + ".png"), new byte[] {1});
    }
    Files.write(blue.resolve("p.png"), new byte[] {1});
    assertThat(teach().err()).contains("no picture to learn from can be read");
  }

  @Test
  void linesFitATerminal() throws IOException {
    for (int i = 0; i < 3; i++) {
      GarmentFolder.add(pictures, "class" + i, 40, 0x404040 * i);
    }
    Cli.Outcome outcome = teach("--open-set");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Validation", "Unknown below");
    assertThat(outcome.out().lines().filter(line -> !line.startsWith(model.toString())))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void aClassWithoutPicturesToLearnFromIsNamedWithOneOfItsPictures() throws IOException {
    GarmentFolder.add(pictures, "red", 3, 0xe02020);
    GarmentFolder.add(pictures, "blue", 3, 0x2020e0);
    Path other = folder.resolve("validation");
    GarmentFolder.add(other, "red", 2, 0xe02021);
    Path green = GarmentFolder.add(other, "green", 2, 0x20e020);
    Cli.Outcome outcome = teach("--validation", other.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("class 'green' has no picture to learn from")
        .contains(green.resolve("p0.png").toString());
  }

  @Test
  void tooManyClassesAreRefusedBeforeAnythingIsLookedAt() throws IOException {
    Path one = GarmentFolder.picture(folder.resolve("one.png"), 0, 1);
    for (int i = 0; i < 10_000; i++) {
      Path label = Files.createDirectory(pictures.resolve("class" + i));
      Files.createLink(label.resolve("p.png"), one);
    }
    assertRefused(teach(), "10000 classes: teach at most 1000");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void picturesThatAreBrokenAreNamedAndSkipped() throws IOException {
    GarmentFolder.add(pictures, "red", 4, 0xe02020);
    Path blue = GarmentFolder.add(pictures, "blue", 4, 0x2020e0);
    Files.write(blue.resolve("bad.png"), new byte[] {1, 2, 3});
    Files.createSymbolicLink(blue.resolve("gone.png"), folder.resolve("nowhere.png"));
    Files.copy(pictures.resolve("red").resolve("p0.png"), blue.resolve("twice.png"));
    Cli.Outcome outcome = teach();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("bad.png", "gone.png")
        .contains("1 pair: the same picture in two classes");
    assertThat(model).exists();
  }

  @Test
  void aListSaysWhatPicturesShow() throws IOException {
    GarmentFolder.add(pictures, "all", 6, 0xe02020);
    StringBuilder csv = new StringBuilder("path,label,split\n");
    for (int i = 0; i < 6; i++) {
      csv.append("all/p" + i + ".png," + (i % 2 == 0 ? "even" : "\"odd, or not\"") + ",");
      csv.append(i < 4 ? "train\n" : "validation\n");
    }
    Path list = Files.writeString(folder.resolve("list.csv"), csv);
    Cli.Outcome outcome = teach("--labels", list.toString(), "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<JsonObject> classes = Json.parse(outcome.out()).asObject().array("classes").objects();
    assertThat(classes).extracting(c -> c.string("label")).containsExactly("even", "odd, or not");
    assertThat(classes).extracting(c -> c.integer("training")).containsExactly(2, 2);
    Files.writeString(list, "path,label,split\nall/p0.png,even,some\n");
    Files.delete(model);
    assertRefused(teach("--labels", list.toString()), "line 2: split 'some' is none of");
  }

  @Test
  void onePictureOfEachLeavesNoneForValidation() throws IOException {
    GarmentFolder.add(pictures, "red", 1, 0xe02020);
    GarmentFolder.add(pictures, "blue", 1, 0x2020e0);
    Cli.Outcome outcome = teach();
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("no picture is left for validation");
  }

  /** A threshold that nothing reaches. */
  @Test
  void classifySaysWhatIsUnknown() throws IOException {
    Model strict = TinyModel.model();
    Path file = folder.resolve("strict.safetensors");
    strict
        .withCard(strict.card().withCalibration(new Calibration(1, OptionalDouble.of(1))))
        .save(file);
    String picture = GarmentFolder.picture(folder.resolve("one.png"), 0, 1).toString();
    assertThat(Cli.piped().run("classify", "--model", "" + file, picture).out())
        .contains("unknown: probably none of the classes");
    Cli.Outcome json = Cli.piped().run("classify", "--model", "" + file, "--json", picture);
    assertThat(Json.parse(json.out()).asArray().object(0).bool("unknown")).isTrue();
    Cli.Outcome sure = Cli.piped().run("classify", "--model", "" + base, "--json", picture);
    assertThat(Json.parse(sure.out()).asArray().object(0).has("unknown")).isFalse();
  }

  @Test
  void similarPicturesAreRankedAndSameOnesFound() throws IOException {
    Path red = GarmentFolder.add(pictures, "red", 3, 0xe02020);
    Files.copy(red.resolve("p1.png"), pictures.resolve("copy.png"));
    String query = red.resolve("p1.png").toString();
    Cli cli = Cli.piped().with("LIVIANO_HOME", folder.resolve("home").toString());
    for (int time = 0; time < 2; time++) {
      Cli.Outcome outcome =
          cli.run("similar", query, "" + pictures, "--model", "" + base, "--top", "3", "--json");
      assertThat(outcome.status()).as(outcome.err()).isZero();
      List<JsonObject> found = Json.parse(outcome.out()).asArray().objects();
      assertThat(found).hasSize(3);
      assertThat(found.subList(0, 2)).allMatch(match -> match.bool("same"));
      assertThat(found.get(2).bool("same")).isFalse();
      assertThat(found)
          .extracting(m -> m.number("likeness"))
          .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }
    Cli.Outcome same = cli.run("similar", "--duplicates", "" + pictures, "--model", "" + base);
    assertThat(same.out()).contains("copy.png", "1 group of same pictures");
    assertThat(cli.run("similar", query, "--model", "" + base).err())
        .contains("give a picture and a folder");
  }
}
