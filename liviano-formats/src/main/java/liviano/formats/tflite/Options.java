package liviano.formats.tflite;

import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.tensor.Extents;

/** An operator's settings: those that are absent have the schema's defaults. */
record Options(Optional<FlatTable> table) {

  /**
   * The settings of an operator.
   *
   * @param type the number of its table in the union {@code BuiltinOptions}
   * @throws MalformedModelException if it has another table
   */
  static Options of(TfLiteModel.Operator operator, int type) {
    if (operator.optionsType() != 0 && operator.optionsType() != type) {
      throw new MalformedModelException(
          operator.title()
              + " has settings of another operation, number "
              + operator.optionsType());
    }
    return new Options(operator.options().filter(_ -> operator.optionsType() == type));
  }

  int integer(int field, int otherwise) {
    return table.map(t -> t.int32(field, otherwise)).orElse(otherwise);
  }

  /** A number of an enumeration. */
  int small(int field) {
    return table.map(t -> t.uint8(field, 0)).orElse(0);
  }

  boolean flag(int field) {
    return small(field) != 0;
  }

  float real(int field) {
    return table.map(t -> t.real(field, 0)).orElse(0f);
  }

  List<Integer> integers(int field) {
    return table.map(t -> t.integers(field, Extents.MAX_RANK)).orElse(List.of());
  }
}
