package liviano.kernels.assembler;

import static liviano.kernels.assembler.VectorCode.NO_MASK;

/** Instructions on vectors of doubles, and of integers of 64 bits; the destination comes first. */
public final class DoubleInstructions {
  private static final int UNUSED = 0;
  private static final int DOWN = 1;
  private static final int TOWARD_ZERO = 3;

  // Which shift an opcode with an immediate operand is, in the place of a register.
  private static final int RIGHT = 2;
  private static final int LEFT = 6;

  private static final VectorCode AND = VectorCode.ofDoubles(1, 1, 0x54);
  private static final VectorCode OR = VectorCode.ofDoubles(1, 1, 0x56);
  private static final VectorCode ADD = VectorCode.ofDoubles(1, 1, 0x58);
  private static final VectorCode MULTIPLY = VectorCode.ofDoubles(1, 1, 0x59);
  private static final VectorCode SUBTRACT = VectorCode.ofDoubles(1, 1, 0x5C);
  private static final VectorCode LEAST = VectorCode.ofDoubles(1, 1, 0x5D);
  private static final VectorCode DIVIDE = VectorCode.ofDoubles(1, 1, 0x5E);
  private static final VectorCode GREATEST = VectorCode.ofDoubles(1, 1, 0x5F);
  private static final VectorCode FMA = VectorCode.ofDoubles(2, 1, 0xB8);
  private static final VectorCode MULTIPLY_ADD = VectorCode.ofDoubles(2, 1, 0xA8);
  private static final VectorCode ROUND = VectorCode.of(3, 1, 0x09);
  private static final VectorCode WIDE_ROUND = VectorCode.ofDoubles(3, 1, 0x09);
  private static final VectorCode ADD_LONGS = VectorCode.ofDoubles(1, 1, 0xD4);
  private static final VectorCode SHIFT_LONGS = VectorCode.ofDoubles(1, 1, 0x73);
  private static final VectorCode MULTIPLY_INTS = VectorCode.ofDoubles(1, 1, 0xF4);
  private static final VectorCode TO_FLOATS = VectorCode.ofDoubles(1, 1, 0x5A);
  private static final VectorCode OF_FLOATS = VectorCode.reading(1, 0, 0x5A, 32, false);

  private final CodeBuffer code;

  DoubleInstructions(CodeBuffer code) {
    this.code = code;
  }

  /** As many floats as there are doubles in a vector, as doubles. */
  public void ofFloats(Vec to, Mem from) {
    put(OF_FLOATS, to, UNUSED, from);
  }

  /** Doubles as floats in the lower half; the upper half becomes zero. */
  public void toFloats(Vec to, Vec from) {
    TO_FLOATS.put(code, to, UNUSED, from);
  }

  /** One double in every lane. */
  public void broadcast(Vec to, Mem from) {
    put(VectorCode.reading(2, 1, 0x19, Double.BYTES, to.isWide()), to, UNUSED, from);
  }

  /** Bit by bit; vectors of 512 bits need AVX-512DQ. */
  public void and(Vec to, Vec a, Mem b) {
    put(AND, to, a.code(), b);
  }

  /** Bit by bit; vectors of 512 bits need AVX-512DQ. */
  public void or(Vec to, Vec a, Mem b) {
    put(OR, to, a.code(), b);
  }

  public void add(Vec to, Vec a, Vec b) {
    ADD.put(code, to, a.code(), b);
  }

  public void add(Vec to, Vec a, Mem b) {
    put(ADD, to, a.code(), b);
  }

  public void subtract(Vec to, Vec a, Vec b) {
    SUBTRACT.put(code, to, a.code(), b);
  }

  public void multiply(Vec to, Vec a, Mem b) {
    put(MULTIPLY, to, a.code(), b);
  }

  public void divide(Vec to, Vec a, Vec b) {
    DIVIDE.put(code, to, a.code(), b);
  }

  public void least(Vec to, Vec a, Mem b) {
    put(LEAST, to, a.code(), b);
  }

  public void greatest(Vec to, Vec a, Mem b) {
    put(GREATEST, to, a.code(), b);
  }

  /** {@code sum += a * b}, rounded once. */
  public void fma(Vec sum, Vec a, Mem b) {
    put(FMA, sum, a.code(), b);
  }

  /** {@code to = to * by + plus}, rounded once. */
  public void multiplyAdd(Vec to, Vec by, Mem plus) {
    put(MULTIPLY_ADD, to, by.code(), plus);
  }

  /** The greatest whole number that is not above. */
  public void floor(Vec to, Vec from) {
    round(to, from, DOWN);
  }

  /** Without what is behind the point. */
  public void truncate(Vec to, Vec from) {
    round(to, from, TOWARD_ZERO);
  }

  /** Integers of 64 bits. */
  public void addLongs(Vec to, Vec a, Vec b) {
    ADD_LONGS.put(code, to, a.code(), b);
  }

  /** Integers of 64 bits. */
  public void addLongs(Vec to, Vec a, Mem b) {
    put(ADD_LONGS, to, a.code(), b);
  }

  /** Integers of 64 bits. */
  public void shiftLongsLeft(Vec to, Vec from, int bits) {
    shift(LEFT, to, from, bits);
  }

  /** Integers of 64 bits, without a sign. */
  public void shiftLongsRight(Vec to, Vec from, int bits) {
    shift(RIGHT, to, from, bits);
  }

  private void shift(int direction, Vec to, Vec from, int bits) {
    SHIFT_LONGS.put(code, new Vec(direction, to.bits()), to.code(), from);
    code.put(bits);
  }

  /** The products of the ints, without a sign, in the lower halves of longs. */
  public void multiplyLowInts(Vec to, Vec a, Mem b) {
    put(MULTIPLY_INTS, to, a.code(), b);
  }

  private void round(Vec to, Vec from, int mode) {
    (to.isWide() ? WIDE_ROUND : ROUND).put(code, to, UNUSED, from);
    code.put(mode);
  }

  private void put(VectorCode instruction, Vec to, int second, Mem from) {
    instruction.put(code, to, second, from, NO_MASK, false);
  }
}
