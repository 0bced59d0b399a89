package liviano.formats.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import liviano.tensor.DType;

/** TensorFlow's formats of numbers, with the numbers that stand for them in files. */
enum DataType {
  DT_FLOAT(1, DType.F32),
  DT_DOUBLE(2, DType.F64),
  DT_INT32(3, DType.I32),
  DT_UINT8(4, DType.U8),
  DT_INT16(5, DType.I16),
  DT_INT8(6, DType.I8),
  DT_STRING(7, null),
  DT_INT64(9, DType.I64),
  DT_BOOL(10, DType.BOOL),
  DT_BFLOAT16(14, DType.BF16),
  DT_UINT16(17, DType.U16),
  DT_HALF(19, DType.F16),
  /** One that nothing here reads. */
  OTHER(0, null);

  private final int number;
  private final DType type;

  DataType(int number, DType type) {
    this.number = number;
    this.type = type;
  }

  /** Ours; empty for text and what else is no number here. */
  Optional<DType> type() {
    return Optional.ofNullable(type);
  }

  static DataType of(long number) {
    return Arrays.stream(values()).filter(t -> t.number == number).findFirst().orElse(OTHER);
  }

  static DataType of(String name) {
    return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst().orElse(OTHER);
  }
}
