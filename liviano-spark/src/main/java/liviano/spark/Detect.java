package liviano.spark;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.function.Function;
import liviano.model.Model;
import liviano.vision.Box;
import liviano.vision.Detection;
import liviano.vision.ObjectDetector;
import liviano.vision.Picture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The objects in a picture: {@code array<struct<label, index, score, x, y, width, height>>}, the
 * surest first; boxes in pixels of the picture upright.
 *
 * @param scoreThreshold the least score in an answer, from 0 to 1
 */
record Detect(int maxResults, float scoreThreshold) implements Task<ObjectDetector> {
  private static final DataType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("label", StringType, false)
              .add("index", IntegerType, false)
              .add("score", FloatType, false)
              .add("x", FloatType, false)
              .add("y", FloatType, false)
              .add("width", FloatType, false)
              .add("height", FloatType, false),
          false);

  @Override
  public DataType type() {
    return TYPE;
  }

  @Override
  public ObjectDetector compile(Model model) {
    return ObjectDetector.of(model);
  }

  @Override
  public Function<Picture, Object> answers(ObjectDetector compiled) {
    ObjectDetector detector = compiled.withResults(maxResults, scoreThreshold);
    return picture -> detector.detect(picture).stream().map(Detect::row).toArray(Object[]::new);
  }

  private static Row row(Detection found) {
    Box box = found.box();
    return RowFactory.create(
        found.label(),
        found.categoryId(),
        found.score(),
        box.x(),
        box.y(),
        box.width(),
        box.height());
  }
}
