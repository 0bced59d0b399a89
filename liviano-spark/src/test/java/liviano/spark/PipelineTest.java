package liviano.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.model.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag;

/** The transformers where Spark's users put them: pipelines, files, streams. */
@ExtendWith(LocalSpark.class)
class PipelineTest {
  @TempDir private static Path models;
  private static String classifier;

  @TempDir private Path folder;

  @BeforeAll
  static void write() throws IOException {
    classifier = SmallModels.save(SmallModels.classifier(), models, "classifier");
  }

  static Stream<PictureTransformer<?>> all() {
    return Stream.of(
        new ImageClassification(),
        new ObjectDetection(),
        new ImageSegmentation(),
        new ImageEmbedding());
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyParamIsExplainedAndTravels(PictureTransformer<?> stage, SparkSession spark)
      throws IOException {
    stage
        .setInputCol("in")
        .setOutputCol("out")
        .setModel("m")
        .setErrorCol("e")
        .setBatchSize(3)
        .setEmbedModel(false);
    switch (stage) {
      case RankingTransformer<?> ranking -> ranking.setMaxResults(4).setScoreThreshold(0.25);
      case ImageEmbedding embedding -> embedding.setUnitLength(true);
      case ImageSegmentation _ -> {}
    }
    int params = stage.params().length;
    assertThat(params).isGreaterThanOrEqualTo(6);
    assertThat(stage.explainParams().lines()).hasSize(params).allMatch(l -> l.contains("current:"));
    assertThat(stage.copy(ParamMap.empty()).explainParams()).isEqualTo(stage.explainParams());
    String saved = folder.resolve("stage").toString();
    stage.save(saved);
    PictureTransformer<?> loaded =
        switch (stage) {
          case ImageClassification _ -> ImageClassification.load(saved);
          case ObjectDetection _ -> ObjectDetection.load(saved);
          case ImageSegmentation _ -> ImageSegmentation.load(saved);
          case ImageEmbedding _ -> ImageEmbedding.load(saved);
        };
    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(loaded.explainParams()).isEqualTo(stage.explainParams());
    assertThat(loaded).hasSameClassAs(stage);
  }

  /** As closures and tuning take stages along. */
  @ParameterizedTest
  @MethodSource("all")
  void everyStageIsSerialized(PictureTransformer<?> stage, SparkSession spark) {
    SerializerInstance serializer = new JavaSerializer(spark.sparkContext().conf()).newInstance();
    ClassTag<PictureTransformer<?>> tag = ClassTag.apply(stage.getClass());
    stage.setModel("m").setBatchSize(3);
    PictureTransformer<?> back = serializer.deserialize(serializer.serialize(stage, tag), tag);
    assertThat(back).hasSameClassAs(stage);
    assertThat(back.uid()).isEqualTo(stage.uid());
    assertThat(back.explainParams()).isEqualTo(stage.explainParams());
    assertThat(back.setBatchSize(5).getBatchSize()).isEqualTo(5);
    assertThatThrownBy(() -> back.setBatchSize(0)).hasMessageContaining("invalid value 0");
  }

  @Test
  void anEmbeddingFeedsSparksOwnClassifier(SparkSession spark) throws IOException {
    Dataset<Row> table =
        Tables.files(spark, SmallModels.pictures(folder, 30))
            .withColumn("label", functions.expr("CAST(length % 2 AS DOUBLE)"));
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new ImageEmbedding().setModel(classifier).setOutputCol("features"),
                  new LogisticRegression().setMaxIter(50)
                });
    PipelineModel fitted = pipeline.fit(table);
    String saved = folder.resolve("pipeline").toString();
    fitted.save(saved);
    Dataset<Row> predicted = PipelineModel.load(saved).transform(table);
    assertThat(Tables.column(predicted, "prediction"))
        .isEqualTo(Tables.column(fitted.transform(table), "prediction"))
        // More numbers than pictures: whatever the labels are, they are learnt by heart.
        .isEqualTo(Tables.column(table, "label"))
        .contains(0.0, 1.0);
  }

  @Test
  void twoStagesHaveColumnsOfTheirOwn(SparkSession spark) throws IOException {
    Dataset<Row> table = Tables.files(spark, SmallModels.pictures(folder, 3)).drop("length");
    PipelineStage[] stages = {
      new ImageClassification().setModel(classifier), new ImageEmbedding().setModel(classifier)
    };
    assertThat(new Pipeline().setStages(stages).fit(table).transform(table).columns())
        .containsExactly(
            "path",
            "modificationTime",
            "content",
            "categories",
            "categories_error",
            "embedding",
            "embedding_error");
  }

  @Test
  void anEmbeddedModelTravelsWithThePipeline(SparkSession spark) throws IOException {
    Dataset<Row> table = Tables.files(spark, SmallModels.pictures(folder, 5));
    Path own = folder.resolve("own.safetensors");
    SmallModels.classifier().save(own);
    PipelineModel made =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new ImageClassification().setModel(own.toString()).setEmbedModel(true)
                })
            .fit(table);
    List<Object> expected = Tables.column(made.transform(table), "categories");
    made.save(folder.resolve("first").toString());
    Files.delete(own);
    PipelineModel moved =
        PipelineModel.load(
            Files.move(folder.resolve("first"), folder.resolve("second")).toUri().toString());
    assertThat(Tables.column(moved.transform(table), "categories")).isEqualTo(expected);
    // It is written over while the model that it uses lies in it.
    moved.write().overwrite().save(folder.resolve("second").toString());
    PipelineModel again = PipelineModel.load(folder.resolve("second").toString());
    assertThat(Tables.column(again.transform(table), "categories")).isEqualTo(expected);
  }

  @Test
  void aModelThatChangesIsReadAnew(SparkSession spark) throws IOException {
    Dataset<Row> table = Tables.files(spark, SmallModels.pictures(folder, 2));
    Path file = folder.resolve("changing.safetensors");
    ImageClassification stage = new ImageClassification().setModel(file.toString());
    Model model = SmallModels.classifier();
    model.save(file);
    List<Object> numbered = Tables.column(stage.transform(table), "categories[0].label");
    List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    model.withLabels(names).save(file);
    List<Object> named = Tables.column(stage.transform(table), "categories[0].label");
    assertThat(numbered).allMatch(label -> label.toString().startsWith("class "));
    assertThat(named).hasSize(2).allMatch(names::contains);
  }

  @Test
  void streamsAreAnsweredAsTheyCome(SparkSession spark) throws Exception {
    Path pictures = SmallModels.pictures(folder, 4);
    Dataset<Row> files = Tables.files(spark, pictures);
    Dataset<Row> stream =
        new ImageClassification()
            .setModel(classifier)
            .transform(
                spark
                    .readStream()
                    .format("binaryFile")
                    .schema(files.schema())
                    .load(pictures.toString()));
    assertThat(stream.isStreaming()).isTrue();
    Path answers = folder.resolve("answers");
    StreamingQuery query =
        stream
            .select("path", "categories")
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .start(answers.toString());
    try {
      query.processAllAvailable();
      Files.copy(pictures.resolve("002.png"), pictures.resolve("later.png"));
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    Dataset<Row> written = spark.read().parquet(answers.toString());
    Dataset<Row> expected =
        new ImageClassification().setModel(classifier).transform(Tables.files(spark, pictures));
    assertThat(Tables.column(written, "categories"))
        .hasSize(5)
        .isEqualTo(Tables.column(expected, "categories"));
  }

  @Test
  void aModelIsCompiledOnceForAllStages() {
    ImageClassification one = new ImageClassification().setModel(classifier);
    ImageClassification other = new ImageClassification().setModel(classifier).setMaxResults(1);
    ModelFile file = one.modelFile(one.task());
    assertThat(other.modelFile(other.task())).isSameAs(file);
    Object compiled = CompiledModels.of(one.task(), file.digest(), file::bytes);
    assertThat(
            CompiledModels.<Object>of(
                cast(other.task()),
                file.digest(),
                () -> {
                  throw new AssertionError("is there already");
                }))
        .isSameAs(compiled);
  }

  @SuppressWarnings("unchecked")
  private static Task<Object> cast(Task<?> task) {
    return (Task<Object>) task;
  }
}
