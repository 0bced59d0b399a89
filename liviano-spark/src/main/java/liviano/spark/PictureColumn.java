package liviano.spark;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.PixelOrder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a column of pictures holds. */
enum PictureColumn {
  /** The bytes of picture files, as the data source {@code binaryFile} reads them. */
  FILES {
    @Override
    Picture read(Object value, String name) {
      return PictureReader.defaults().read((byte[]) value, name);
    }
  },

  /** The structs of the data source {@code image}: pixels row by row, blue first. */
  IMAGES {
    @Override
    Picture read(Object value, String name) {
      return picture((Row) value, name);
    }
  };

  private static final Map<String, DataType> IMAGE =
      Map.of(
          "height", DataTypes.IntegerType,
          "width", DataTypes.IntegerType,
          "nChannels", DataTypes.IntegerType,
          "mode", DataTypes.IntegerType,
          "data", DataTypes.BinaryType);

  /** What a column must be, for messages. */
  static final String EXPECTED =
      "expected binary, the bytes of picture files as spark.read().format(\"binaryFile\") gives"
          + " them, or the struct of spark.read().format(\"image\")";

  /** What a column of this type holds; empty where it is no pictures. */
  static Optional<PictureColumn> of(DataType type) {
    if (type.equals(DataTypes.BinaryType)) {
      return Optional.of(FILES);
    }
    return type instanceof StructType struct
            && IMAGE.entrySet().stream().allMatch(field -> has(struct, field))
        ? Optional.of(IMAGES)
        : Optional.empty();
  }

  private static boolean has(StructType struct, Map.Entry<String, DataType> field) {
    int index =
        struct.getFieldIndex(field.getKey()).isEmpty() ? -1 : struct.fieldIndex(field.getKey());
    return index >= 0 && struct.apply(index).dataType().equals(field.getValue());
  }

  /**
   * The picture in a value of the column.
   *
   * @param value not null
   * @param name for messages
   * @throws liviano.vision.MalformedPictureException if a file is no sound picture
   * @throws IllegalArgumentException if a struct is none
   */
  abstract Picture read(Object value, String name);

  private static Picture picture(Row image, String name) {
    int width = number(image, "width", name);
    int height = number(image, "height", name);
    int channels = number(image, "nChannels", name);
    byte[] data = field(image, "data", name);
    if (width < 1
        || height < 1
        || (channels != 1 && channels != 3 && channels != 4)
        || data.length / channels / width != height
        || data.length != (long) width * height * channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no image of Spark's: %dx%d pixels of %d channels in %d bytes",
              name,
              width,
              height,
              channels,
              data.length));
    }
    return switch (channels) {
      case 1 -> Picture.of(width, height, ByteBuffer.wrap(threefold(data)), PixelOrder.BGR);
      case 3 -> Picture.of(width, height, ByteBuffer.wrap(data), PixelOrder.BGR);
      default -> Picture.of(width, height, ByteBuffer.wrap(data), PixelOrder.BGRA);
    };
  }

  private static int number(Row image, String field, String name) {
    return PictureColumn.<Integer>field(image, field, name);
  }

  private static <T> T field(Row image, String field, String name) {
    T value = image.getAs(field);
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: no image of Spark's: its %s is null", name, field));
    }
    return value;
  }

  private static byte[] threefold(byte[] grey) {
    byte[] colours = new byte[Math.multiplyExact(3, grey.length)];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = grey[i / 3];
    }
    return colours;
  }
}
