package liviano.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The format of a tensor's numbers, little-endian. Constants are called what safetensors files call
 * them. Files may hold any of them; which of them are computed is for kernels to say.
 */
public enum DType {
  F64(8, Kind.REAL),
  F32(4, Kind.REAL),
  F16(2, Kind.REAL),
  BF16(2, Kind.REAL),
  /** 1 sign, 4 exponent, 3 mantissa bits. */
  F8_E4M3(1, Kind.SMALL_REAL),
  /** 1 sign, 5 exponent, 2 mantissa bits. */
  F8_E5M2(1, Kind.SMALL_REAL),
  I64(8, Kind.INTEGER),
  I32(4, Kind.QUANTIZABLE),
  I16(2, Kind.INTEGER),
  I8(1, Kind.QUANTIZABLE),
  U64(8, Kind.INTEGER),
  U32(4, Kind.INTEGER),
  U16(2, Kind.INTEGER),
  U8(1, Kind.QUANTIZABLE),
  /** One byte, 0 or 1. */
  BOOL(1, Kind.INTEGER);

  private enum Kind {
    REAL,
    /** A real format that nothing here widens. */
    SMALL_REAL,
    INTEGER,
    /** An integer that may stand for a real number by a {@link Quantization}. */
    QUANTIZABLE
  }

  private final int bytes;
  private final Kind kind;

  DType(int bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether its numbers are real and can be {@linkplain LittleEndian#floatAt read as floats}. */
  public boolean isFloating() {
    return kind == Kind.REAL;
  }

  /** Whether its numbers are whole. */
  public boolean isInteger() {
    return kind == Kind.INTEGER || kind == Kind.QUANTIZABLE;
  }

  /** Whether its integers may stand for real numbers by a {@link Quantization}. */
  public boolean isQuantizable() {
    return kind == Kind.QUANTIZABLE;
  }

  /** The name that NumPy and most other programs use, such as {@code float32}. */
  public String longName() {
    return switch (this) {
      case F8_E4M3 -> "float8_e4m3";
      case F8_E5M2 -> "float8_e5m2";
      case BF16 -> "bfloat16";
      case BOOL -> "bool";
      case F64, F32, F16 -> "float" + name().substring(1);
      case I64, I32, I16, I8 -> "int" + name().substring(1);
      case U64, U32, U16, U8 -> "uint" + name().substring(1);
    };
  }

  /** Whether it is an integer of 8 bits, in which tensors of quantized networks lie. */
  public boolean isByte() {
    return this == I8 || this == U8;
  }

  /**
   * The least integer of a format of 8 bits.
   *
   * @throws IllegalArgumentException if it is another format
   */
  public int least() {
    requireByte();
    return this == I8 ? Byte.MIN_VALUE : 0;
  }

  /**
   * The greatest integer of a format of 8 bits.
   *
   * @throws IllegalArgumentException if it is another format
   */
  public int greatest() {
    requireByte();
    return this == I8 ? Byte.MAX_VALUE : 255;
  }

  private void requireByte() {
    if (!isByte()) {
      throw new IllegalArgumentException(this + " is no integer of 8 bits");
    }
  }

  /** The name that the JSON of a graph uses, such as {@code f32}. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format of this name, exactly as safetensors writes it. */
  public static Optional<DType> find(String name) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** All names that safetensors uses, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(DType::name).collect(Collectors.joining(", "));
  }
}
