package liviano.formats.tflite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import liviano.tensor.DType;
import liviano.tensor.LittleEndian;

/** The formats of numbers as the schema's {@code TensorType} numbers them. */
final class TensorTypes {
  private static final List<String> NAMES =
      List.of(
          "float32",
          "float16",
          "int32",
          "uint8",
          "int64",
          "string",
          "bool",
          "int16",
          "complex64",
          "int8",
          "float64",
          "complex128",
          "uint64",
          "resource",
          "variant",
          "uint32",
          "uint16",
          "int4",
          "bfloat16");

  private TensorTypes() {}

  /** Its name for people. */
  static String name(int type) {
    return type < NAMES.size() ? NAMES.get(type) : "type number " + type;
  }

  static Optional<DType> dtype(int type) {
    return Optional.ofNullable(
        switch (type) {
          case 0 -> DType.F32;
          case 1 -> DType.F16;
          case 2 -> DType.I32;
          case 3 -> DType.U8;
          case 4 -> DType.I64;
          case 6 -> DType.BOOL;
          case 7 -> DType.I16;
          case 9 -> DType.I8;
          case 10 -> DType.F64;
          case 12 -> DType.U64;
          case 15 -> DType.U32;
          case 16 -> DType.U16;
          case 18 -> DType.BF16;
          default -> null;
        });
  }

  /** An unsigned number of one or two bytes, or a signed one of four. */
  static int integer(MemorySegment bytes, int each, long index) {
    return switch (each) {
      case 1 -> bytes.get(ValueLayout.JAVA_BYTE, index) & 0xFF;
      case 2 -> bytes.get(LittleEndian.SHORT_UNALIGNED, index * Short.BYTES) & 0xFFFF;
      default -> bytes.get(LittleEndian.INT_UNALIGNED, index * Integer.BYTES);
    };
  }
}
