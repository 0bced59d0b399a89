package liviano.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import liviano.model.Model;
import liviano.vision.ClassifierOptions;
import liviano.vision.DetectorOptions;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageClassifier;
import liviano.vision.ImageEmbedder;
import liviano.vision.ImageSegmenter;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transformer and every SQL function answers what the library does, bit for bit. */
@ExtendWith(LocalSpark.class)
class SameAnswersTest {
  private static final int PICTURES = 12;

  @TempDir private static Path folder;
  private static Path pictures;

  @BeforeAll
  static void write() throws IOException {
    pictures = SmallModels.pictures(folder, PICTURES);
    SmallModels.save(SmallModels.classifier(), folder, "classifier");
    SmallModels.save(SmallModels.detector(), folder, "detector");
    SmallModels.save(SmallModels.segmenter(), folder, "segmenter");
  }

  /**
   * A task.
   *
   * @param model the file's name
   * @param sql a call with the columns of files; empty where no function says that
   * @param sqlType its type
   * @param library what the library answers, as {@link Tables#plain} has tables
   */
  private record Case(
      PictureTransformer<?> transformer,
      String model,
      String type,
      String sql,
      String sqlType,
      Function<Model, Function<Picture, Object>> library) {
    @Override
    public String toString() {
      return transformer.uid();
    }
  }

  static Stream<Case> tasks() {
    String categories = "array<struct<label:string,index:int,score:float>>";
    String detections =
        "array<struct<label:string,index:int,score:float,x:float,y:float,width:float,"
            + "height:float>>";
    String segments =
        "struct<width:int,height:int,mask:binary,areas:array<struct<label:string,index:int,"
            + "pixels:bigint,share:double>>>";
    return Stream.of(
        new Case(
            new ImageClassification().setMaxResults(3).setScoreThreshold(0.1),
            "classifier",
            categories,
            "liviano_classify(content, '%s', 3, 0.1)",
            categories,
            SameAnswersTest::classified),
        new Case(
            new ObjectDetection().setMaxResults(7).setScoreThreshold(0.05),
            "detector",
            detections,
            "liviano_detect(content, '%s', 7, 0.05D)",
            detections,
            SameAnswersTest::detected),
        new Case(
            new ImageSegmentation(),
            "segmenter",
            segments,
            "liviano_segment(content, '%s')",
            segments,
            SameAnswersTest::segmented),
        new Case(
            new ImageEmbedding(),
            "classifier",
            "vector",
            "liviano_embed(content, '%s')",
            "array<float>",
            model -> embedded(ImageEmbedder.of(model))),
        new Case(
            new ImageEmbedding().setUnitLength(true),
            "classifier",
            "vector",
            "",
            "",
            model ->
                embedded(
                    ImageEmbedder.of(model, EmbedderOptions.builder().unitLength(true).build()))));
  }

  private static Function<Picture, Object> classified(Model model) {
    ImageClassifier classifier =
        ImageClassifier.of(
            model, ClassifierOptions.builder().maxResults(3).scoreThreshold(0.1f).build());
    return picture ->
        classifier.classify(picture).stream()
            .<Object>map(c -> List.of(c.label(), c.index(), c.score()))
            .toList();
  }

  private static Function<Picture, Object> detected(Model model) {
    ObjectDetector detector =
        ObjectDetector.of(
            model, DetectorOptions.builder().maxResults(7).scoreThreshold(0.05f).build());
    return picture ->
        detector.detect(picture).stream()
            .<Object>map(
                d ->
                    List.of(
                        d.label(),
                        d.categoryId(),
                        d.score(),
                        d.box().x(),
                        d.box().y(),
                        d.box().width(),
                        d.box().height()))
            .toList();
  }

  /** Without the mask, of which there is a test of its own. */
  private static Function<Picture, Object> segmented(Model model) {
    ImageSegmenter segmenter = ImageSegmenter.of(model);
    return picture -> {
      Segmentation found = segmenter.segment(picture);
      return List.of(
          found.width(),
          found.height(),
          Arrays.toString(MaskPng.of(found)),
          found.areas().stream()
              .map(area -> List.of(area.label(), area.index(), area.pixels(), area.share()))
              .toList());
    };
  }

  private static Function<Picture, Object> embedded(ImageEmbedder embedder) {
    return picture -> {
      float[] numbers = embedder.embed(picture);
      return IntStream.range(0, numbers.length).mapToObj(i -> (double) numbers[i]).toList();
    };
  }

  private List<Object> expected(Case task) throws IOException {
    Function<Picture, Object> answer =
        task.library().apply(Model.load(folder.resolve(task.model() + ".safetensors")));
    try (Stream<Path> files = Files.list(pictures)) {
      return files.sorted().map(SameAnswersTest::read).map(answer).toList();
    }
  }

  private static Picture read(Path file) {
    try {
      return Picture.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String model(Case task) {
    return folder.resolve(task.model() + ".safetensors").toString();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void filesHaveTheLibrarysAnswers(Case task, SparkSession spark) throws IOException {
    String output = task.transformer().getOutputCol();
    Dataset<Row> answered =
        task.transformer().setModel(model(task)).transform(Tables.files(spark, pictures));
    assertThat(answered.schema().apply(output).dataType().simpleString()).isEqualTo(task.type());
    assertThat(Tables.column(answered, output)).isEqualTo(expected(task)).hasSize(PICTURES);
    assertThat(Tables.column(answered, output + "_error")).containsOnlyNulls();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void imageStructsHaveThem(Case task, SparkSession spark) throws IOException {
    Dataset<Row> images =
        spark
            .read()
            .format("image")
            .load(pictures.toString())
            .selectExpr("image", "image.origin AS path");
    Dataset<Row> answered =
        task.transformer().setModel(model(task)).setInputCol("image").transform(images);
    assertThat(Tables.column(answered, task.transformer().getOutputCol()))
        .isEqualTo(expected(task));
  }

  static Stream<Case> functions() {
    return tasks().filter(task -> !task.sql().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void functionsOfSqlHaveThem(Case task, SparkSession spark) throws IOException {
    Tables.files(spark, pictures).createOrReplaceTempView("files");
    Dataset<Row> answered =
        spark.sql(
            "SELECT path, "
                + String.format(Locale.ROOT, task.sql(), model(task))
                + " AS answer FROM files");
    assertThat(answered.schema().apply("answer").dataType().simpleString())
        .isEqualTo(task.sqlType());
    assertThat(Tables.column(answered, "answer").stream().map(SameAnswersTest::doubles).toList())
        .isEqualTo(expected(task));
  }

  /** Vectors have doubles where arrays have floats. */
  private static Object doubles(Object answer) {
    List<Object> numbers = new ArrayList<>();
    if (answer instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Float) {
      list.forEach(number -> numbers.add((double) (float) number));
      return numbers;
    }
    return answer;
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void batchesOnSeveralProcessorsHaveThem(Case task, SparkSession spark) throws IOException {
    PictureTransformer<?> transformer = task.transformer().setModel(model(task));
    RemoteTask remote =
        DriverModels.share(transformer.task(), transformer.modelFile(transformer.task()), spark);
    Dataset<Row> files = Tables.files(spark, pictures).orderBy("path");
    PictureRows rows =
        new PictureRows(
            remote, PictureColumn.FILES, files.schema().fieldIndex("content"), 0, true, 5);
    List<Object> answers = new ArrayList<>();
    rows.answered(files.collectAsList().iterator(), 3)
        .forEachRemaining(row -> answers.add(Tables.plain(row.get(row.size() - 2))));
    assertThat(answers).isEqualTo(expected(task));
  }

  @Test
  void masksAreGreyPicturesOfTheirClasses(SparkSession spark) throws IOException {
    String model = folder.resolve("segmenter.safetensors").toString();
    Row first =
        new ImageSegmentation()
            .setModel(model)
            .transform(Tables.files(spark, pictures))
            .orderBy("path")
            .select("segments.mask")
            .first();
    var mask = ImageIO.read(new ByteArrayInputStream(first.getAs(0)));
    Segmentation found =
        ImageSegmenter.of(Model.load(Path.of(model)))
            .segment(Picture.read(pictures.resolve("000.png")));
    assertThat(mask.getColorModel().getPixelSize()).isEqualTo(8);
    byte[] pixels =
        (byte[]) mask.getRaster().getDataElements(0, 0, mask.getWidth(), mask.getHeight(), null);
    assertThat(pixels).isEqualTo(found.mask());
    assertThat(mask.getWidth()).isEqualTo(found.width());
  }
}
