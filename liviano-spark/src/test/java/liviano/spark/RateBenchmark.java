package liviano.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import liviano.model.Model;
import liviano.vision.ImageEmbedder;
import liviano.vision.ObjectDetector;
import liviano.vision.PictureReader;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Pictures a second on Spark in this process beside the plain library, which decodes too, and how
 * cost and memory grow with rows. Run by hand; the first word says what, see the notes on Spark.
 */
public final class RateBenchmark {
  private RateBenchmark() {}

  /**
   * @param words {@code rate embed|detect MODEL FOLDER PICTURES CORES ROUNDS}, {@code partitions
   *     MODEL PICTURE CORES} or {@code memory MODEL PICTURE CORES ROWS}
   */
  public static void main(String[] words) throws IOException {
    switch (words[0]) {
      case "rate" ->
          rate(
              words[1].equals("detect"),
              Path.of(words[2]),
              Path.of(words[3]),
              Integer.parseInt(words[4]),
              Integer.parseInt(words[5]),
              Integer.parseInt(words[6]));
      case "partitions" ->
          partitions(Path.of(words[1]), Path.of(words[2]), Integer.parseInt(words[3]));
      case "memory" ->
          memory(
              Path.of(words[1]),
              Path.of(words[2]),
              Integer.parseInt(words[3]),
              Long.parseLong(words[4]));
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static SparkSession session(int cores) {
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.files.maxPartitionBytes", "4m")
        .config("spark.sql.files.openCostInBytes", "16k")
        .getOrCreate();
  }

  /** In turns: the library on one thread, and Spark; then whether they answer the same. */
  private static void rate(
      boolean detect, Path model, Path folder, int pictures, int cores, int rounds)
      throws IOException {
    SparkSession spark = session(cores);
    Dataset<Row> files =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", "*.{jpg,jpeg,png}")
            .load(folder.toString());
    long distinct = files.count();
    long copies = Math.ceilDiv(pictures, distinct);
    Dataset<Row> table =
        files.crossJoin(spark.range(0, copies, 1, 1).toDF("copy")).drop("length", "copy");
    PictureTransformer<?> stage =
        detect
            ? new ObjectDetection().setModel(model.toString())
            : new ImageEmbedding().setModel(model.toString());
    Dataset<Row> answered = stage.transform(table).drop("content");
    List<byte[]> sample =
        files.select("content").limit(1000).collectAsList().stream()
            .map(row -> row.<byte[]>getAs(0))
            .toList();
    Model loaded = Model.load(model);
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      plain(detect, loaded, sample);
      double library = sample.size() / ((System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      run(answered);
      double onSpark = distinct * copies / ((System.nanoTime() - start) / 1e9);
      System.out.printf(
          Locale.ROOT,
          "library %.1f pictures/s, local[%d] %.1f pictures/s (%d): %.2f of it%n",
          library,
          cores,
          onSpark,
          distinct * copies,
          onSpark / library);
    }
    if (!detect) {
      List<Row> rows =
          stage.transform(files).select("embedding", "content").limit(200).collectAsList();
      ImageEmbedder embedder = ImageEmbedder.of(loaded);
      long same =
          rows.stream()
              .filter(
                  row ->
                      Objects.deepEquals(
                          ((org.apache.spark.ml.linalg.Vector) row.get(0)).toArray(),
                          doubles(
                              embedder.embed(
                                  PictureReader.defaults().read(row.<byte[]>getAs(1), "picture")))))
              .count();
      System.out.printf(Locale.ROOT, "the same bits in %d of %d%n", same, rows.size());
    }
    spark.stop();
  }

  private static double[] doubles(float[] vector) {
    double[] wide = new double[vector.length];
    Arrays.setAll(wide, i -> vector[i]);
    return wide;
  }

  private static void plain(boolean detect, Model model, List<byte[]> sample) {
    if (detect) {
      ObjectDetector detector = ObjectDetector.of(model);
      sample.forEach(file -> detector.detect(PictureReader.defaults().read(file, "picture")));
    } else {
      ImageEmbedder embedder = ImageEmbedder.of(model);
      sample.forEach(file -> embedder.embed(PictureReader.defaults().read(file, "picture")));
    }
  }

  /** Asks for every answer and keeps none. */
  private static void run(Dataset<Row> answered) {
    answered.write().format("noop").mode("overwrite").save();
  }

  /** So many rows with the same small picture. */
  private static Dataset<Row> rows(SparkSession spark, Path picture, long count, int partitions) {
    Dataset<Row> one = spark.read().format("binaryFile").load(picture.toString()).select("content");
    return spark.range(0, count, 1, partitions).toDF("row").crossJoin(one);
  }

  private static void partitions(Path model, Path picture, int cores) {
    SparkSession spark = session(cores);
    ImageClassification stage = new ImageClassification().setModel(model.toString());
    run(stage.transform(rows(spark, picture, 1000, cores)).drop("content")); // warm
    System.out.println("pictures  partitions a core  seconds  pictures/s");
    for (int count : List.of(1_000, 10_000, 100_000)) {
      for (int each : List.of(1, 2, 4)) {
        Dataset<Row> table = rows(spark, picture, count, each * cores);
        long start = System.nanoTime();
        run(stage.transform(table).drop("content"));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            Locale.ROOT, "%8d  %17d  %7.1f  %10.0f%n", count, each, seconds, count / seconds);
      }
    }
    spark.stop();
  }

  /** What is alive after a collection, at each tenth of the rows of the first partition. */
  private static void memory(Path model, Path picture, int cores, long count) {
    SparkSession spark = session(cores);
    Dataset<Row> answered =
        new ImageClassification()
            .setModel(model.toString())
            .transform(rows(spark, picture, count, cores))
            .drop("content");
    long tenth = Math.max(1, count / cores / 10);
    answered.foreachPartition(
        (ForeachPartitionFunction<Row>)
            partition -> {
              long seen = 0;
              while (partition.hasNext()) {
                partition.next();
                if (++seen % tenth == 0 && org.apache.spark.TaskContext.getPartitionId() == 0) {
                  System.gc();
                  MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
                  System.out.printf(
                      Locale.ROOT, "%9d rows: %6.1f MiB alive%n", seen, heap.getUsed() / 1048576.0);
                }
              }
            });
    spark.stop();
  }
}
