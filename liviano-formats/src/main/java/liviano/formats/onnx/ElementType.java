package liviano.formats.onnx;

import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.tensor.DType;

/** The numbers by which ONNX calls formats of tensors. */
final class ElementType {
  private ElementType() {}

  /** The format of that number; empty if none here is. */
  static Optional<DType> find(long number) {
    return Optional.ofNullable(
        switch ((int) number) {
          case 1 -> DType.F32;
          case 2 -> DType.U8;
          case 3 -> DType.I8;
          case 4 -> DType.U16;
          case 5 -> DType.I16;
          case 6 -> DType.I32;
          case 7 -> DType.I64;
          case 9 -> DType.BOOL;
          case 10 -> DType.F16;
          case 11 -> DType.F64;
          case 12 -> DType.U32;
          case 13 -> DType.U64;
          case 16 -> DType.BF16;
          case 17 -> DType.F8_E4M3;
          case 19 -> DType.F8_E5M2;
          default -> null;
        });
  }

  /**
   * The number of a format that is written: 32-bit floats and integers of 8 and 32 bits.
   *
   * @throws IllegalArgumentException if it is another one
   */
  static int number(DType format) {
    return switch (format) {
      case F32 -> Fields.Tensor.FLOAT;
      case U8 -> 2;
      case I8 -> 3;
      case I32 -> 6;
      default -> throw new IllegalArgumentException(format + " is not written to ONNX");
    };
  }

  /**
   * The same.
   *
   * @param what has it, for the message
   * @throws UnsupportedModelException if there is none
   */
  static DType of(long number, String what) {
    return find(number)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    what + " holds what is no number, or of format " + number + " of ONNX"));
  }
}
