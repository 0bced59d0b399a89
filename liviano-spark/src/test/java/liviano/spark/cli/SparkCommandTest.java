package liviano.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(run("classify", pictures).status()).isZero();
    assertThat(run("classify", pictures).err())
        .contains("answers.parquet: it is there already; --force writes over a table");
    assertThat(run("classify", pictures, "--force").status()).isZero();
    Path own = Path.of(table()).resolve("thesis.txt");
    Files.writeString(own, "mine");
    assertThat(run("classify", pictures, "--force").err())
        .contains("answers.parquet: is no table that Spark wrote; --force does not write over it");
    assertThat(own).exists();
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
