package liviano.paper.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.cli.Kernels;
import liviano.cli.commands.TinyModel;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.graph.Graph;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableCommandTest {
  private static final String KNOWN =
      "architecture (2), block (1), history, memory (3), classification (4), heads (5),"
          + " detection (6), segmentation (7), family";

  @TempDir Path folder;

  @Test
  void table2HoldsForAnyWidthAndResolution() {
    Cli.Outcome outcome =
        Cli.piped().run("table", "architecture", "--width", "0.5", "--resolution", "100");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "Table 2: MobileNetV2, width 0.5, 100x100",
            "50x50x8 bottleneck 6 16 2 2 112x112x16 24 6,160 4,170,000",
            "4x4x1280 avgpool 4x4 - - 1 - 7x7x1280 - 0 0",
            " in all 1,968,680 25,092,048");
  }

  @Test
  void table2IsThePapersAtItsOwnSettings() {
    JsonObject table = json("architecture");

    List<JsonObject> rows = table.array("rows").objects();
    assertThat(rows).hasSize(12);
    for (JsonObject row : rows.subList(0, 10)) {
      JsonObject published = row.object("published");
      for (String cell : List.of("input", "operator", "t", "c", "n", "s")) {
        assertThat(row.object("counted").string(cell)).isEqualTo(published.string(cell));
      }
    }
    assertThat(rows.getLast().object("counted").longInteger("parameters")).isEqualTo(3_504_872);
    assertThat(
            rows.subList(0, 11).stream()
                .mapToLong(row -> row.object("counted").longInteger("madds"))
                .sum())
        .isEqualTo(300_774_272);
  }

  @ParameterizedTest
  @CsvSource({
    "1,block",
    "2,architecture",
    "3,memory",
    "4,classification",
    "5,heads",
    "6,detection",
    "7,segmentation"
  })
  void thePapersNumbersNameThemToo(String number, String table) {
    assertThat(json(number)).isEqualTo(json(table));
  }

  @Test
  void allAreListedWithTheirNumbers() {
    Cli.Outcome outcome = Cli.piped().run("table", "list");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(PaperTable.values().length)
        .contains("classification 4 ImageNet", "family the 22 released checkpoints");
  }

  @Test
  void table1IsThePapersFormula() {
    JsonObject whole = json("block").array("rows").object(3);

    assertThat(whole.object("published").longInteger("madds"))
        .isEqualTo(56L * 56 * 24 * 6 * (24 + 9 + 24));
    assertThat(whole.object("ratio").number("madds")).isEqualTo(1);
  }

  @Test
  void rowsSayWhatWasPublishedAndWhatIsCounted() {
    JsonObject row = json("classification").array("rows").object(5);

    assertThat(row.string("network")).isEqualTo("MobileNetV2 (1.4)");
    assertThat(row.object("published").longInteger("parameters")).isEqualTo(6_900_000);
    assertThat(row.object("published").longInteger("madds")).isEqualTo(585_000_000);
    assertThat(row.object("published").number("top1")).isEqualTo(74.7);
    assertThat(row.object("counted").longInteger("parameters")).isEqualTo(6_108_776);
    assertThat(row.object("counted").longInteger("parametersWithoutNorm")).isEqualTo(6_060_840);
    assertThat(row.object("counted").longInteger("madds")).isEqualTo(582_195_824);
    assertThat(row.object("ratio").number("parameters")).isEqualTo(6_108_776 / 6.9e6);
    assertThat(row.object("measured").members()).isEmpty();
    assertThat(row.string("note")).contains("6.06M without batch norm, 6.11M with it");
  }

  @Test
  void table7IsCountedPaddedToo() {
    JsonObject row = json("segmentation").array("rows").object(2);

    assertThat(row.object("published").longInteger("madds")).isEqualTo(5_800_000_000L);
    assertThat(row.object("counted").longInteger("madds"))
        .isBetween(5_360_000_000L, 5_370_000_000L);
    assertThat(row.object("counted").longInteger("maddsSpaceToBatch"))
        .isBetween(5_820_000_000L, 5_830_000_000L);
  }

  /** Table 3's largest tensor is all that lies between blocks; a strip adds a line of a block. */
  @Test
  void memoryInSixteenBitsIsWhatThePaperPromises() {
    assumeThat(Providers.ask().getFirst().lacksBf16()).isEmpty();
    List<JsonObject> rows = json("memory").array("rows").objects();

    assertThat(bytesOf(rows, "bf16, tensors but the picture")).isEqualTo(401_408);
    assertThat(bytesOf(rows, "bf16, lines of a block")).isPositive().isLessThan(100_000);
  }

  private static long bytesOf(List<JsonObject> rows, String what) {
    return rows.stream()
        .map(row -> row.object("counted"))
        .filter(counted -> counted.string("what").equals(what))
        .findFirst()
        .orElseThrow()
        .longInteger("bytes");
  }

  @Test
  void memoryIsCountedInThreeWays() {
    List<JsonObject> rows = json("memory").array("rows").objects();

    JsonObject largest =
        rows.stream()
            .filter(row -> row.string("network").equals("MobileNetV2"))
            .filter(row -> row.object("counted").string("what").equals("the largest"))
            .findFirst()
            .orElseThrow();
    assertThat(largest.object("counted").longInteger("bytes")).isEqualTo(401_408);
    assertThat(largest.object("published").longInteger("kilobytes")).isEqualTo(400);
    List<Long> planned =
        rows.stream()
            .filter(row -> row.object("counted").string("what").startsWith("planned, t = "))
            .map(row -> row.object("counted").longInteger("bytes"))
            .toList();
    assertThat(planned).hasSize(5).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withNorm(Norm.FOLDED));
    Program program = Engine.compile(graph, RandomWeights.of(graph, 1), Kernels.options());
    assertThat(rows)
        .filteredOn(row -> row.object("counted").string("what").equals("planned, strips of rows"))
        .as("what a program of default options has, as bench prints it")
        .extracting(row -> row.object("counted").longInteger("bytes"))
        .containsExactly(program.memory().bytes());
    assertThat(rows)
        .filteredOn(row -> row.object("counted").string("what").equals("56x56"))
        .filteredOn(row -> row.string("network").equals("MobileNetV2"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.object("published").integer("channels")).isEqualTo(32);
              assertThat(row.object("counted").integer("channels")).isEqualTo(24);
              assertThat(row.string("note")).contains("next resolution");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "architecture",
        "block",
        "history",
        "memory",
        "classification",
        "heads",
        "detection",
        "segmentation",
        "family"
      })
  void everyTableHasEveryForm(String table) {
    JsonObject json = json(table);
    int rows = json.array("rows").objects().size();

    assertThat(json.string("table")).isEqualTo(table);
    Cli.Outcome csv = Cli.piped().run("table", table, "--csv");
    assertThat(csv.out().split("\r\n")).hasSize(rows + 1);
    Cli.Outcome markdown = Cli.piped().run("table", table, "--markdown");
    assertThat(markdown.out().lines().filter(line -> line.startsWith("| "))).hasSize(rows + 2);
    Cli.Outcome text = Cli.piped().run("table", table);
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out().lines().count()).isGreaterThanOrEqualTo(rows + 2);
  }

  @Test
  void installedModelsAreExaminedOnPictures() throws IOException {
    Recipe recipe =
        Recipe.of("mobilenet_v2")
            .withWidth(0.35)
            .withResolution(96)
            .withClasses(3)
            .withNorm(Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "Small", Preprocessing.tensorflow(96, 96))
            .withLabels(List.of("ant", "bee", "cat"));
    new Model(graph, RandomWeights.of(graph, 7), card, Optional.of(recipe))
        .save(folder.resolve("small.safetensors"));
    Path data = Files.createDirectory(folder.resolve("data"));
    TinyModel.picture(data.resolve("a.png"), 50, 40, 1);
    TinyModel.picture(data.resolve("b.png"), 50, 40, 2);
    Files.writeString(data.resolve("labels.csv"), "file,class_0_to_2\na.png,0\nb.png,1\n");

    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.toString())
            .run("table", "family", "--json", "--accuracy", data.toString());

    assertThat(outcome.status()).as(outcome.err()).isZero();
    List<JsonObject> rows = Json.parse(outcome.out()).asObject().array("rows").objects();
    JsonObject measured = rows.getLast().object("measured");
    assertThat(measured.integer("pictures")).isEqualTo(2);
    assertThat(measured.number("top5")).isEqualTo(100);
    assertThat(measured.string("model")).isEqualTo("small");
    assertThat(rows.subList(0, 21))
        .allSatisfy(row -> assertThat(row.object("measured").members()).isEmpty());
  }

  @Test
  void withoutAModelThereIsNothingToExamine() throws IOException {
    Files.writeString(folder.resolve("labels.csv"), "file,class_0_to_2\n");

    Cli.Outcome outcome =
        Cli.piped()
            .with("LIVIANO_HOME", folder.resolve("none").toString())
            .run("table", "family", "--accuracy", folder.toString());

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).contains("no model of these networks is installed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table                                  | say which table: %s
          table nothing                          | unknown table 'nothing'; known are %s
          table 0                                | unknown table '0'; known are %s
          table 8                                | unknown table '8'; known are %s
          table list --csv                       | table list takes no options
          table famly                            | unknown table 'famly'; did you mean family?
          table architecture --width 0           | width must be from 0.01 to 16, is 0.0
          table architecture --width -1          | width must be from 0.01 to 16, is -1.0
          table architecture --width 30          | width must be from 0.01 to 16, is 30.0
          table memory --resolution 0            | resolution must be from 1 to 16384, is 0
          table block --resolution 100000        | resolution must be from 1 to 16384, is 100000
          table architecture --output-stride 7   | output stride must be 8, 16 or 32, is 7
          table block --expansion 1              | expansion must be above 1: a block that does not expand has no table 1
          table family --width 1                 | table family has its networks' settings: only architecture, block, memory take others
          table memory --accuracy .              | table memory says nothing of accuracy: --accuracy has no place in it
          """)
  void misuseIsOneLine(String line, String message) {
    Cli.Outcome outcome = Cli.piped().run(line.split(" "));

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "liviano: " + String.format(Locale.ROOT, message, KNOWN) + System.lineSeparator());
  }

  @Test
  void aFolderWithoutLabelsIsOneLine() {
    Cli.Outcome outcome = Cli.piped().run("table", "detection", "--accuracy", folder.toString());

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err().lines()).singleElement().asString().contains("instances.json");
  }

  @Test
  void formsExcludeEachOther() {
    Cli.Outcome outcome = Cli.piped().run("table", "family", "--json", "--csv");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err().lines()).hasSize(1);
  }

  private static JsonObject json(String table) {
    Cli.Outcome outcome = Cli.piped().run("table", table, "--json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    return Json.parse(outcome.out()).asObject();
  }
}
