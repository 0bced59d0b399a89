package liviano.kernels.assembler;

import static liviano.kernels.assembler.VectorCode.NO_MASK;

/**
 * Instructions on integers in vectors, the destination first: bytes, shorts of 16 bits and ints of
 * 32. Those that narrow numbers hold them to the range of the narrower format. Vectors of 512 bits,
 * where they are not refused, need AVX-512BW.
 */
public final class IntegerInstructions {
  private static final int UNUSED = 0;

  // Which shift an opcode with an immediate operand is, in the place of a register.
  private static final int RIGHT = 2;
  private static final int RIGHT_SIGNED = 4;

  private static final VectorCode ADD_INTS = VectorCode.of(1, 1, 0xFE);
  private static final VectorCode SUBTRACT_INTS = VectorCode.of(1, 1, 0xFA);
  private static final VectorCode SHIFT_INTS = VectorCode.of(2, 1, 0x46);
  private static final VectorCode SHIFT_SIZES = VectorCode.of(2, 1, 0x45);
  private static final VectorCode SHIFT_ALL_INTS = VectorCode.of(1, 1, 0x72);
  private static final VectorCode SIZES = VectorCode.of(2, 1, 0x1E);
  private static final VectorCode LEAST_INTS = VectorCode.of(2, 1, 0x39);
  private static final VectorCode GREATEST_INTS = VectorCode.of(2, 1, 0x3D);
  private static final VectorCode OR = VectorCode.of(1, 1, 0xEB);
  private static final VectorCode XOR = VectorCode.of(1, 1, 0xEF);
  private static final VectorCode ADD_SHORTS = VectorCode.of(1, 1, 0xED);
  private static final VectorCode SUBTRACT_SHORTS = VectorCode.of(1, 1, 0xF9);
  private static final VectorCode MULTIPLY_ADD = VectorCode.of(1, 1, 0xF5);
  private static final VectorCode TO_FLOATS = VectorCode.of(1, 0, 0x5B);
  private static final VectorCode TO_INTS = VectorCode.of(1, 1, 0x5B);
  private static final VectorCode PACK_INTS = VectorCode.of(1, 1, 0x6B);
  private static final VectorCode TO_DOUBLES = VectorCode.of(1, 2, 0xE6);
  private static final VectorCode FROM_DOUBLES = VectorCode.of(1, 3, 0xE6);
  private static final VectorCode WIDE_FROM_DOUBLES = VectorCode.ofDoubles(1, 3, 0xE6);
  private static final VectorCode JOIN = VectorCode.of(3, 1, 0x38);
  private static final VectorCode WIDE_JOIN = VectorCode.ofDoubles(3, 1, 0x3A);
  private static final VectorCode QUARTERS = VectorCode.ofDoubles(3, 1, 0x00);
  private static final VectorCode UPPER_HALF = VectorCode.of(3, 1, 0x39);
  private static final VectorCode WIDE_UPPER_HALF = VectorCode.ofDoubles(3, 1, 0x3B);
  private static final VectorCode PACK_INT_HALVES = VectorCode.ofHalves(1, 1, 0x6B);
  private static final VectorCode PACK_SIGNED = VectorCode.ofHalves(1, 1, 0x63);
  private static final VectorCode PACK_UNSIGNED = VectorCode.ofHalves(1, 1, 0x67);
  private static final VectorCode SHIFT_BYTES = VectorCode.ofHalves(1, 1, 0x73);
  private static final EvexCode LOW_BYTES = new EvexCode(2, 2, 0x31, false);
  private static final VectorCode STORE_16 = VectorCode.ofHalves(1, 0, 0x11);
  private static final VectorCode STORE_8 = VectorCode.ofHalves(1, 1, 0xD6);
  private static final VectorCode STORE_4 = VectorCode.ofHalves(1, 1, 0x7E);
  private static final VectorCode STORE_2 = VectorCode.ofHalves(3, 1, 0x15);
  private static final VectorCode STORE_1 = VectorCode.ofHalves(3, 1, 0x14);

  private final CodeBuffer code;

  IntegerInstructions(CodeBuffer code) {
    this.code = code;
  }

  public void addInts(Vec to, Vec a, Vec b) {
    ADD_INTS.put(code, to, a.code(), b);
  }

  public void addInts(Vec to, Vec a, Mem b) {
    ADD_INTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void subtractInts(Vec to, Vec a, Vec b) {
    SUBTRACT_INTS.put(code, to, a.code(), b);
  }

  public void subtractInts(Vec to, Vec a, Mem b) {
    SUBTRACT_INTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void leastInts(Vec to, Vec a, Mem b) {
    LEAST_INTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void greatestInts(Vec to, Vec a, Mem b) {
    GREATEST_INTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** Without their signs: the least int becomes 2^31. */
  public void sizesOfInts(Vec to, Vec from) {
    SIZES.put(code, to, UNUSED, from);
  }

  /** Bit by bit. */
  public void or(Vec to, Vec a, Vec b) {
    OR.put(code, to, a.code(), b);
  }

  /** Bit by bit: where they differ. */
  public void xor(Vec to, Vec a, Vec b) {
    XOR.put(code, to, a.code(), b);
  }

  /**
   * All ints shifted right.
   *
   * @param signed whether their signs are kept
   */
  public void shiftIntsRight(Vec to, Vec from, int bits, boolean signed) {
    SHIFT_ALL_INTS.put(code, new Vec(signed ? RIGHT_SIGNED : RIGHT, to.bits()), to.code(), from);
    code.put(bits);
  }

  /** Each int shifted right by another, without a sign. */
  public void shiftSizesRight(Vec to, Vec a, Mem bits) {
    SHIFT_SIZES.put(code, to, a.code(), bits, NO_MASK, false);
  }

  /** Each int shifted right by another, its sign kept. */
  public void shiftIntsRight(Vec to, Vec a, Mem bits) {
    SHIFT_INTS.put(code, to, a.code(), bits, NO_MASK, false);
  }

  /** What is beyond a short becomes the nearest short. */
  public void addShorts(Vec to, Vec a, Mem b) {
    ADD_SHORTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  public void subtractShorts(Vec to, Vec a, Vec b) {
    SUBTRACT_SHORTS.put(code, to, a.code(), b);
  }

  /** Each int is the sum of the products of two neighbouring shorts. */
  public void multiplyAddShorts(Vec to, Vec a, Vec b) {
    MULTIPLY_ADD.put(code, to, a.code(), b);
  }

  public void intsToFloats(Vec to, Vec from) {
    TO_FLOATS.put(code, to, UNUSED, from);
  }

  /** The nearest ints, half to even; the least int where there is none. */
  public void floatsToInts(Vec to, Vec from) {
    TO_INTS.put(code, to, UNUSED, from);
  }

  /** The ints of the lower half as doubles. */
  public void lowIntsToDoubles(Vec to, Vec from) {
    TO_DOUBLES.put(code, to, UNUSED, from);
  }

  /** Doubles as the nearest ints, in the lower half; the upper becomes zero. */
  public void doublesToLowInts(Vec to, Vec from) {
    (to.isWide() ? WIDE_FROM_DOUBLES : FROM_DOUBLES).put(code, to, UNUSED, from);
  }

  /** The lower half of one register before that of another. */
  public void joinHalves(Vec to, Vec low, Vec high) {
    (to.isWide() ? WIDE_JOIN : JOIN).put(code, to, low.code(), high);
    code.put(1);
  }

  /** 16 bytes as shorts. */
  public void bytesToShorts(Vec to, Mem from, boolean signed) {
    VectorCode.of(2, 1, signed ? 0x20 : 0x30).put(code, to.narrow(), UNUSED, from, NO_MASK, false);
  }

  /** As many bytes as a register has ints, as ints. */
  public void bytesToInts(Vec to, Mem from, boolean signed) {
    VectorCode.reading(2, 1, signed ? 0x21 : 0x31, to.bits() / Integer.SIZE, false)
        .put(code, to, UNUSED, from, NO_MASK, false);
  }

  /** Stores the lowest byte of each of sixteen ints. */
  public void storeLowBytes(Mem to, Vec from) {
    LOW_BYTES.put(code, from.wide().bits(), from.code(), UNUSED, to, 16);
  }

  /**
   * Ints as shorts: in each 128 bits of the register, those of {@code a} before those of {@code b}.
   */
  public void intsToShorts(Vec to, Vec a, Vec b) {
    PACK_INTS.put(code, to, a.code(), b);
  }

  /** The same of the lower halves of registers. */
  public void lowIntsToShorts(Vec to, Vec a, Vec b) {
    PACK_INT_HALVES.put(code, to.narrow(), a.code(), b);
  }

  /** Of the lower halves of registers: shorts as bytes, those of {@code a} first. */
  public void lowShortsToBytes(Vec to, Vec a, Vec b, boolean signed) {
    (signed ? PACK_SIGNED : PACK_UNSIGNED).put(code, to.narrow(), a.code(), b);
  }

  /**
   * Quarters of a register in another order.
   *
   * @param order for each quarter two bits, the first the lowest: which it is
   */
  public void quarters(Vec to, Vec from, int order) {
    QUARTERS.put(code, to.narrow(), UNUSED, from);
    code.put(order);
  }

  /** The upper half of a register as the lower half of another. */
  public void upperHalf(Vec to, Vec from) {
    (from.isWide() ? WIDE_UPPER_HALF : UPPER_HALF).put(code, from, UNUSED, to);
    code.put(1);
  }

  /** The lower half, moved towards its first byte. */
  public void shiftBytesDown(Vec to, Vec from, int bytes) {
    Vec operation = Vec.ymm(3);
    SHIFT_BYTES.put(code, operation, to.narrow().code(), from);
    code.put(bytes);
  }

  /**
   * Stores the first bytes of a register.
   *
   * @param bytes 16, 8, 4, 2 or 1
   */
  public void storeFirst(Mem to, Vec from, int bytes) {
    VectorCode store =
        switch (bytes) {
          case 16 -> STORE_16;
          case 8 -> STORE_8;
          case 4 -> STORE_4;
          case 2 -> STORE_2;
          case 1 -> STORE_1;
          default -> throw new IllegalArgumentException("no store of " + bytes + " bytes");
        };
    store.put(code, from.narrow(), UNUSED, to, NO_MASK, false);
    if (bytes <= 2) {
      code.put(0);
    }
  }
}
