package liviano.weights;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Number formats of stored elements, little-endian, under the names safetensors gives them. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  /** 1 sign, 4 exponent, 3 mantissa bits. */
  F8_E4M3(1),
  /** 1 sign, 5 exponent, 2 mantissa bits. */
  F8_E5M2(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** The type of this name, exactly as safetensors writes it. */
  public static Optional<ElementType> find(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(ElementType::name).collect(Collectors.joining(", "));
  }
}
