package liviano.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken pictures are rows; what is wrong with a pipeline is said before a job runs. */
@ExtendWith(LocalSpark.class)
class BadInputTest {
  private static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  @TempDir private static Path folder;
  private static String classifier;
  private static String detector;
  private static Path pictures;

  @BeforeAll
  static void write() throws IOException {
    classifier = SmallModels.save(SmallModels.classifier(), folder, "classifier");
    detector = SmallModels.save(SmallModels.detector(), folder, "detector");
    pictures = SmallModels.pictures(folder, 100);
    byte[] file = Files.readAllBytes(pictures.resolve("042.png"));
    Files.write(pictures.resolve("042.png"), Arrays.copyOf(file, file.length / 2));
  }

  private static ImageClassification classification() {
    return new ImageClassification().setModel(classifier);
  }

  @Test
  void oneOfAHundredIsBroken(SparkSession spark) {
    Dataset<Row> answered =
        classification().setErrorCol("wrong").transform(Tables.files(spark, pictures)).cache();
    assertThat(answered.count()).isEqualTo(100);
    List<Row> broken = answered.filter("wrong IS NOT NULL OR categories IS NULL").collectAsList();
    assertThat(broken).hasSize(1);
    assertThat(broken.getFirst().<String>getAs("wrong"))
        .startsWith("file:")
        .contains("042.png: ", "truncated")
        .doesNotContain("\n");
    assertThat(broken.getFirst().<Object>getAs("categories")).isNull();
    answered.unpersist();
  }

  @Test
  void withoutAColumnForItTheJobFails(SparkSession spark) {
    Dataset<Row> answered =
        classification().setErrorCol("").transform(Tables.files(spark, pictures));
    assertThat(answered.columns()).endsWith("content", "categories");
    assertThatThrownBy(answered::collectAsList)
        .hasStackTraceContaining("liviano.spark.BrokenPictureException: file:")
        .hasStackTraceContaining("042.png: ")
        .hasStackTraceContaining(
            "; to keep such rows, name a column for what is wrong with them: errorCol");
  }

  @Test
  void nullsPass(SparkSession spark) throws IOException {
    byte[] sound = Files.readAllBytes(pictures.resolve("000.png"));
    Dataset<Row> table =
        spark.createDataFrame(
            List.of(
                RowFactory.create("a", 1L, null),
                RowFactory.create(null, 1L, sound),
                RowFactory.create(null, 1L, new byte[] {1, 2})),
            FILES);
    List<Row> rows = classification().transform(table).collectAsList();
    assertThat(rows).extracting(row -> row.isNullAt(3)).containsExactly(true, false, true);
    assertThat(rows).extracting(row -> row.isNullAt(4)).containsExactly(true, true, false);
    assertThat(rows.get(2).getString(4)).startsWith("picture: ");
  }

  @Test
  void imagesThatSparkCouldNotReadAreRows(SparkSession spark) {
    Dataset<Row> images =
        spark
            .read()
            .format("image")
            .load(pictures.toString())
            .filter("image.origin LIKE '%/04_.png'");
    List<Row> rows = classification().setInputCol("image").transform(images).collectAsList();
    assertThat(rows).hasSize(10);
    assertThat(rows)
        .filteredOn(row -> row.<String>getAs("categories_error") != null)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.<String>getAs("categories_error"))
                    .contains("no image of Spark's: -1x-1 pixels"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"height", "width", "nChannels", "data"})
  void imagesOfWhichAFieldIsNullAreRows(String field, SparkSession spark) {
    Dataset<Row> images =
        spark
            .read()
            .format("image")
            .load(pictures.resolve("000.png").toString())
            .withColumn(
                "image",
                functions.col("image").withField(field, functions.lit(null).cast(type(field))));
    Row row = classification().setInputCol("image").transform(images).first();
    assertThat(row.<String>getAs("categories_error"))
        .isEqualTo("picture: no image of Spark's: its " + field + " is null");
    assertThat(row.<Object>getAs("categories")).isNull();
    assertThat(images.selectExpr("liviano_error(image)").first().getString(0))
        .endsWith("its " + field + " is null");
  }

  private static String type(String field) {
    return field.equals("data") ? "binary" : "int";
  }

  /** A pipeline that is wrong, and what its user is told. */
  private record Mistake(Consumer<ImageClassification> made, String message) {
    @Override
    public String toString() {
      return message;
    }
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake(
            t -> t.setInputCol("picture"),
            "inputCol: there is no column 'picture'; there is path, length, content"),
        new Mistake(
            t -> t.setInputCol("path"), "inputCol: column 'path' is string; expected binary"),
        new Mistake(
            t -> t.setOutputCol("Length"),
            "column 'length' already exists: drop it, or set another name with outputCol"),
        new Mistake(
            t -> t.setErrorCol("path"),
            "column 'path' already exists: drop it, or set another name with errorCol"),
        new Mistake(
            t -> t.setErrorCol("categories"),
            "column 'categories' already exists: drop it, or set another name with errorCol"),
        new Mistake(
            t -> t.clear(t.model()),
            "model: is not set; give a model's path or name with setModel"),
        new Mistake(
            t -> t.setModel("no_such_model"),
            "model 'no_such_model': there is no such file, and no"),
        new Mistake(
            t -> t.setModel("gone/away.tflite"), "model 'gone/away.tflite': there is no such"),
        new Mistake(t -> t.setModel("nowhere://a/b"), "model 'nowhere://a/b': No FileSystem for"),
        new Mistake(t -> t.setModel(""), "model '': "),
        new Mistake(t -> t.setModel(pictures.resolve("000.png").toString()), "000.png': "),
        new Mistake(t -> t.setModel(detector), "'small' is no classifier"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldBeforeAnyJob(Mistake mistake, SparkSession spark) {
    ImageClassification transformer = classification();
    mistake.made().accept(transformer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.transformSchema(FILES))
        .withMessageStartingWith(transformer.uid() + ": ")
        .withMessageContaining(mistake.message())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    Dataset<Row> table = spark.createDataFrame(List.<Row>of(), FILES);
    assertThatIllegalArgumentException().isThrownBy(() -> transformer.transform(table));
  }

  @Test
  void valuesOfParamsAreChecked() {
    assertThatThrownBy(() -> classification().setMaxResults(0))
        .hasMessageContaining("parameter maxResults given invalid value 0");
    assertThatThrownBy(() -> classification().setScoreThreshold(1.5))
        .hasMessageContaining("parameter scoreThreshold given invalid value 1.5");
    assertThatThrownBy(() -> classification().setBatchSize(0))
        .hasMessageContaining("parameter batchSize given invalid value 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "liviano_classify(path, '%s') | argument 1 is string; expected binary",
        "liviano_classify(content) | has 1 arguments",
        "liviano_classify(content, path) | argument 2 must be a constant",
        "liviano_classify(content, 5) | argument 2 must be a text",
        "liviano_classify(content, '%s', 0) | argument 3 must be a whole number",
        "liviano_classify(content, '%s', 1, 2) | argument 4 must be a number from 0 to 1",
        "liviano_classify(content, '%s', NULL) | argument 3 must not be null",
        "liviano_detect(content, '%s') | no detector",
        "liviano_embed(content, 'no_such_model') | model 'no_such_model': there is no such file",
        "liviano_segment(content, '%s', 1) | liviano_segment(content, model) has 3 arguments",
        "liviano_error(length) | argument 1 is bigint; expected binary",
      })
  void functionsOfSqlSayWhatIsWrong(String call, String message, SparkSession spark) {
    Dataset<Row> table = spark.createDataFrame(List.<Row>of(), FILES);
    String sql = call.replace("%s", classifier);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.select(functions.expr(sql)))
        .withMessageContaining(message);
  }

  @Test
  void functionsOfSqlGiveNullsAndErrors(SparkSession spark) {
    Dataset<Row> table = Tables.files(spark, pictures).filter("path LIKE '%/04_.png'");
    List<Row> rows =
        table
            .selectExpr(
                "path",
                "liviano_classify(content, '" + classifier + "')[0].index",
                "liviano_error(content)")
            .orderBy("path")
            .collectAsList();
    assertThat(rows).hasSize(10);
    for (Row row : rows) {
      boolean broken = row.getString(0).endsWith("042.png");
      assertThat(row.isNullAt(1)).isEqualTo(broken);
      assertThat(row.isNullAt(2)).isEqualTo(!broken);
    }
    Row nothing =
        spark
            .sql(
                "SELECT liviano_embed(CAST(NULL AS BINARY), '"
                    + classifier
                    + "'), liviano_error(CAST(NULL AS BINARY))")
            .first();
    assertThat(nothing.isNullAt(0) && nothing.isNullAt(1)).isTrue();
  }

  @Test
  void functionsOfSqlDescribeThemselves(SparkSession spark) {
    assertThat(spark.sql("DESCRIBE FUNCTION liviano_classify").collectAsList().toString())
        .contains("liviano_classify(content, model [, maxResults [, scoreThreshold]])");
  }
}
