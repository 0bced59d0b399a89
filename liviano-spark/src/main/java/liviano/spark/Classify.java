package liviano.spark;

import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.function.Function;
import liviano.model.Model;
import liviano.vision.Category;
import liviano.vision.ImageClassifier;
import liviano.vision.Picture;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is in a picture: {@code array<struct<label, index, score>>}, the likeliest first.
 *
 * @param scoreThreshold the least score in an answer, from 0 to 1
 */
record Classify(int maxResults, float scoreThreshold) implements Task<ImageClassifier> {
  private static final DataType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("label", StringType, false)
              .add("index", IntegerType, false)
              .add("score", FloatType, false),
          false);

  @Override
  public DataType type() {
    return TYPE;
  }

  @Override
  public ImageClassifier compile(Model model) {
    return ImageClassifier.of(model);
  }

  @Override
  public Function<Picture, Object> answers(ImageClassifier compiled) {
    ImageClassifier classifier = compiled.withResults(maxResults, scoreThreshold);
    return picture ->
        classifier.classify(picture).stream().map(Classify::row).toArray(Object[]::new);
  }

  private static Row row(Category category) {
    return RowFactory.create(category.label(), category.index(), category.score());
  }
}
