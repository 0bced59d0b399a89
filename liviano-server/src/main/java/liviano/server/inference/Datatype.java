package liviano.server.inference;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import liviano.tensor.DType;

/** The types of elements that the protocol has, under its names. */
enum Datatype {
  BOOL(Optional.of(DType.BOOL)),
  UINT8(Optional.of(DType.U8)),
  UINT16(Optional.of(DType.U16)),
  UINT32(Optional.of(DType.U32)),
  UINT64(Optional.of(DType.U64)),
  INT8(Optional.of(DType.I8)),
  INT16(Optional.of(DType.I16)),
  INT32(Optional.of(DType.I32)),
  INT64(Optional.of(DType.I64)),
  /** Has no form in JSON. */
  FP16(Optional.of(DType.F16)),
  FP32(Optional.of(DType.F32)),
  FP64(Optional.of(DType.F64)),
  /** Texts, or files such as pictures: each has a length of its own. */
  BYTES(Optional.empty());

  private final Optional<DType> numbers;

  Datatype(Optional<DType> numbers) {
    this.numbers = numbers;
  }

  /** The type of this name. */
  static Optional<Datatype> find(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The protocol's name for a format of ours; empty where it has none. */
  static Optional<Datatype> of(DType format) {
    return Arrays.stream(values())
        .filter(type -> type.numbers.filter(format::equals).isPresent())
        .findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(Datatype::name).collect(Collectors.joining(", "));
  }

  /** Our format of its numbers; empty for {@link #BYTES}. */
  Optional<DType> numbers() {
    return numbers;
  }
}
