package liviano.spark;

import java.util.function.Function;
import java.util.stream.IntStream;
import liviano.model.Model;
import liviano.vision.EmbedderOptions;
import liviano.vision.ImageEmbedder;
import liviano.vision.Picture;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The vector of a picture.
 *
 * @param unitLength whether it is scaled to length 1
 * @param vector whether it is a dense vector of Spark's machine learning, for its estimators, or an
 *     {@code array<float>}, for SQL
 */
record Embed(boolean unitLength, boolean vector) implements Task<ImageEmbedder> {
  private static final DataType ARRAY = DataTypes.createArrayType(DataTypes.FloatType, false);

  @Override
  public DataType type() {
    return vector ? SQLDataTypes.VectorType() : ARRAY;
  }

  @Override
  public ImageEmbedder compile(Model model) {
    return ImageEmbedder.of(model, EmbedderOptions.defaults());
  }

  @Override
  public Function<Picture, Object> answers(ImageEmbedder compiled) {
    ImageEmbedder embedder = compiled.withUnitLength(unitLength);
    return picture -> value(embedder.embed(picture));
  }

  private Object value(float[] numbers) {
    IntStream indices = IntStream.range(0, numbers.length);
    return vector
        ? Vectors.dense(indices.mapToDouble(i -> numbers[i]).toArray())
        : indices.mapToObj(i -> (Object) numbers[i]).toArray();
  }
}
