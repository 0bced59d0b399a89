package liviano.spark;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.function.Function;
import liviano.model.Model;
import liviano.vision.ClassArea;
import liviano.vision.ImageSegmenter;
import liviano.vision.Picture;
import liviano.vision.Segmentation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What each pixel shows: {@code struct<width, height, mask, areas>}, the mask a PNG file and the
 * areas {@code array<struct<label, index, pixels, share>>}, the largest first.
 */
record Segment() implements Task<ImageSegmenter> {
  private static final DataType TYPE =
      new StructType()
          .add("width", IntegerType, false)
          .add("height", IntegerType, false)
          .add("mask", BinaryType, false)
          .add(
              "areas",
              DataTypes.createArrayType(
                  new StructType()
                      .add("label", StringType, false)
                      .add("index", IntegerType, false)
                      .add("pixels", LongType, false)
                      .add("share", DoubleType, false),
                  false),
              false);

  @Override
  public DataType type() {
    return TYPE;
  }

  @Override
  public ImageSegmenter compile(Model model) {
    return ImageSegmenter.of(model);
  }

  @Override
  public Function<Picture, Object> answers(ImageSegmenter compiled) {
    return picture -> row(compiled.segment(picture));
  }

  private static Row row(Segmentation found) {
    return RowFactory.create(
        found.width(),
        found.height(),
        MaskPng.of(found),
        found.areas().stream().map(Segment::row).toArray(Object[]::new));
  }

  private static Row row(ClassArea area) {
    return RowFactory.create(area.label(), area.index(), area.pixels(), area.share());
  }
}
