package liviano.spark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Tables of pictures, and what stands in tables as lists that can be compared. */
public final class Tables {
  private Tables() {}

  /** The files of a folder: path, modificationTime, length, content. */
  public static Dataset<Row> files(SparkSession spark, Path folder) {
    return spark.read().format("binaryFile").load(folder.toString());
  }

  /** A value of a table: rows and arrays as lists, all else as it is. */
  public static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case Row row -> IntStream.range(0, row.size()).mapToObj(i -> plain(row.get(i))).toList();
      case Seq<?> seq -> CollectionConverters.asJava(seq).stream().map(Tables::plain).toList();
      case Object[] array -> Arrays.stream(array).map(Tables::plain).toList();
      case byte[] bytes -> Arrays.toString(bytes);
      case DenseVector vector -> Arrays.stream(vector.values()).boxed().toList();
      default -> value;
    };
  }

  /**
   * The values of a column, or of what SQL makes of some, in the order of the paths of their
   * pictures.
   */
  public static List<Object> column(Dataset<Row> table, String name) {
    return table.orderBy("path").selectExpr(name).collectAsList().stream()
        .map(row -> plain(row.get(0)))
        .toList();
  }
}
