package liviano.spark;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What a SQL function was called with.
 *
 * @param usage of the function, for messages
 * @param given the column of pictures, and constants
 */
record SqlArguments(String usage, List<Expression> given) {
  /** The column of pictures. */
  Expression content() {
    return given.getFirst();
  }

  /**
   * What that column holds.
   *
   * @throws IllegalArgumentException if it is no pictures
   */
  PictureColumn pictures() {
    DataType type = content().dataType();
    return PictureColumn.of(type)
        .orElseThrow(() -> wrong(0, "is " + type.simpleString() + "; " + PictureColumn.EXPECTED));
  }

  /**
   * A constant text.
   *
   * @throws IllegalArgumentException if it is something else
   */
  String text(int index) {
    if (constant(index) instanceof UTF8String text) {
      return text.toString();
    }
    throw wrong(index, "must be a text, the path or the name of a model");
  }

  /**
   * The most results.
   *
   * @throws IllegalArgumentException if it is no whole number from 1 on
   */
  int results(int index, int usual) {
    if (index >= given.size()) {
      return usual;
    }
    if (constant(index) instanceof Integer most && most >= 1) {
      return most;
    }
    throw wrong(index, "must be a whole number, 1 or more");
  }

  /**
   * The least score.
   *
   * @throws IllegalArgumentException if it is no number from 0 to 1
   */
  float score(int index, float usual) {
    if (index >= given.size()) {
      return usual;
    }
    double least =
        switch (constant(index)) {
          case Decimal decimal -> decimal.toDouble(); // 0.5, as SQL writes it
          case Number number -> number.doubleValue();
          default -> Double.NaN;
        };
    if (least >= 0 && least <= 1) {
      return (float) least;
    }
    throw wrong(index, "must be a number from 0 to 1");
  }

  private Object constant(int index) {
    Expression argument = given.get(index);
    if (!argument.foldable()) {
      throw wrong(index, "must be a constant, not a column");
    }
    Object value = argument.eval(InternalRow.empty());
    if (value == null) {
      throw wrong(index, "must not be null");
    }
    return value;
  }

  private IllegalArgumentException wrong(int index, String reason) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s: argument %d %s", usage, index + 1, reason));
  }
}
