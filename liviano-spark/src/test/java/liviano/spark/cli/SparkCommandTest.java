package liviano.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.cli.Cli;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.spark.LocalSpark;
import liviano.spark.SmallModels;
import liviano.spark.Tables;
import liviano.vision.ImageClassifier;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb {@code spark}, in the session of the tests. */
@ExtendWith(LocalSpark.class)
class SparkCommandTest {
  @TempDir private Path folder;
  private Path pictures;
  private String model;

  @BeforeEach
  void write() throws IOException {
    pictures = SmallModels.pictures(folder, 4);
    Files.createDirectories(pictures.resolve("below"));
    Files.move(pictures.resolve("003.png"), pictures.resolve("below/004.PNG"));
    Files.writeString(pictures.resolve("notes.txt"), "no picture");
    model = SmallModels.save(SmallModels.classifier(), folder, "classifier");
  }

  private Cli.Outcome run(String task, Path input, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("spark", task, "--master", "local[2]", "--input", input.toString()));
    words.addAll(List.of("--to", table(), "--model", model));
    words.addAll(List.of(more));
    return Cli.piped().run(words.toArray(String[]::new));
  }

  private String table() {
    return folder.resolve("answers.parquet").toString();
  }

  private static JsonObject numbers(Cli.Outcome outcome) {
    return Json.parse(outcome.out()).asObject();
  }

  @Test
  @Tag("locale")
  void aFolderBecomesATable(SparkSession spark) throws IOException {
    Cli.Outcome outcome = run("classify", pictures, "--top", "2", "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(numbers(outcome).members().keySet()).containsExactly("rows", "errors", "seconds");
    assertThat(numbers(outcome).integer("rows")).isEqualTo(4);
    assertThat(numbers(outcome).integer("errors")).isZero();
    Dataset<Row> table = spark.read().parquet(table());
    assertThat(table.columns())
        .containsExactly("path", "modificationTime", "length", "categories", "error");
    ImageClassifier classifier = ImageClassifier.of(Model.load(Path.of(model)));
    assertThat(Tables.column(table, "transform(categories, c -> c.label)").getFirst())
        .isEqualTo(
            classifier.classify(Picture.read(pictures.resolve("000.png"))).stream()
                .limit(2)
                .map(category -> category.label())
                .toList());
  }

  @Test
  void brokenPicturesAreCounted(SparkSession spark) throws IOException {
    Files.write(pictures.resolve("001.png"), new byte[] {1, 2, 3});
    Cli.Outcome outcome = run("embed", pictures.resolve("*.png"));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out())
        .as(outcome.err())
        .matches("(?s).*answers\\.parquet: 3 pictures in [0-9]+\\.[0-9] s\\n");
    assertThat(outcome.err())
        .contains("answers.parquet: 1 of 3 pictures have no answer; the column 'error' says why");
    Dataset<Row> table = spark.read().parquet(table());
    assertThat(table.schema().apply("embedding").dataType().simpleString())
        .isEqualTo("array<float>");
    float[] vector =
        ImageEmbedder.of(Model.load(Path.of(model)))
            .embed(Picture.read(pictures.resolve("000.png")));
    List<Object> embeddings = Tables.column(table, "embedding");
    assertThat((List<?>) embeddings.getFirst()).hasSize(vector.length).first().isEqualTo(vector[0]);
    assertThat(embeddings.get(1)).isNull();
  }

  @Test
  void aTableIsWrittenOverWhereThatIsAskedFor() throws IOException {
    Files.createDirectories(Path.of(table()));
    assertThat(run("classify", pictures, "--force").status()).isZero();
    assertThat(run("classify", pictures).err())
        .contains("answers.parquet: it is there already; --force writes over a table");
    Files.createDirectories(Path.of(table()).resolve("_temporary/0"));
    assertThat(run("classify", pictures, "--force").status()).isZero();
    try (Stream<Path> files = Files.list(Path.of(table()))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("_SUCCESS", "._SUCCESS.crc")
          .doesNotContain("_temporary");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thesis.txt",
        ".git/HEAD",
        "_posts/first.md",
        ".bashrc",
        ".bashrc.crc",
        "part-one/text.txt",
        "part-00000-x.parquet/text.txt",
        "part-1.tex",
        "_SUCCESS/file",
      })
  void whatIsNoTableStays(String own) throws IOException {
    assertThat(run("classify", pictures).status()).isZero();
    Path file = Path.of(table()).resolve(own);
    Files.deleteIfExists(Path.of(table()).resolve("_SUCCESS"));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "mine");
    assertThat(run("classify", pictures, "--force").err())
        .contains("answers.parquet: is no table that Spark wrote; --force does not write over it");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {".bashrc", "part-00000-x.parquet", "answers.parquet"})
  void aFileIsNoTable(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "mine");
    Cli.Outcome outcome =
        Cli.piped()
            .run(
                "spark",
                "classify",
                "--input",
                pictures.toString(),
                "--to",
                file.toString(),
                "--model",
                model,
                "--force");
    assertThat(outcome.err()).contains(name + ": is no table that Spark wrote");
    assertThat(file).hasContent("mine");
  }

  /** There is neither such a master nor such a model, but what is wrong before them is said. */
  @Test
  void placesAreLookedAtBeforeAnythingIsLoaded() throws IOException {
    List<String> words =
        List.of("spark", "embed", "--master", "nowhere:1", "--model", "no_such_model");
    Files.createDirectories(folder.resolve("there"));
    assertThat(places(words, "nowhere", "new").err())
        .contains("nowhere: there is no such file or folder");
    assertThat(places(words, "pictures", "there").err()).contains("there: it is there already");
    assertThat(places(words, "pictures", "new").err()).contains("no_such_model");
  }

  private Cli.Outcome places(List<String> first, String input, String to) {
    List<String> words = new ArrayList<>(first);
    words.addAll(List.of("--input", folder.resolve(input).toString()));
    words.addAll(List.of("--to", folder.resolve(to).toString()));
    return Cli.piped().run(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"'', new", "a:b, new", "pictures, ''", "pictures, a:b", "pictures, ':'"})
  void whatIsNoPathIsAMistakeOfUse(String input, String to) {
    Cli.Outcome outcome = Cli.piped().run("spark", "classify", "--input", input, "--to", to);
    assertThat(outcome.err()).containsPattern("--(input|to): '.*' is no path").hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void anUnknownFileSystemIsNamed() {
    Cli.Outcome outcome =
        Cli.piped().run("spark", "classify", "--input", "nowhere://x/y", "--to", "new");
    assertThat(outcome.err()).contains("nowhere://x/y: ").hasLineCount(1);
    assertThat(outcome.status()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classify | nowhere | nowhere: there is no such file or folder",
        "classify | empty | empty: no pictures in this folder",
        "detect | pictures | no detector",
        "segment | pictures | no segmenter",
      })
  void aMistakeIsOneLine(String task, String input, String message) throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Cli.Outcome outcome = run(task, folder.resolve(input));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains(message).hasLineCount(1);
    assertThat(Path.of(table())).doesNotExist();
  }

  @Test
  void theCommandLineIsChecked() {
    assertThat(Cli.piped().run("spark").err()).contains("classify, detect, segment or embed");
    assertThat(Cli.piped().run("spark", "classify").status()).isEqualTo(2);
    assertThat(run("classify", pictures, "--top", "0").err()).contains("--top must be at least 1");
    assertThat(run("detect", pictures, "--threshold", "2").status()).isEqualTo(2);
    assertThat(Cli.piped().run("spark", "detect", "--help").out())
        .contains("--master", "--input", "--to", "--json", "local[*]", "--threshold");
  }
}
