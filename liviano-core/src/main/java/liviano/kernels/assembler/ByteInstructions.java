package liviano.kernels.assembler;

import static liviano.kernels.assembler.VectorCode.NO_MASK;

/**
 * Instructions on bytes in vectors, and on their dot products; the destination comes first. Dot
 * products need AVX-VNNI, and in vectors of 512 bits AVX-512VNNI; all others AVX2 or AVX-512BW.
 */
public final class ByteInstructions {
  private static final int UNUSED = 0;

  private static final VectorCode DOT_BYTES = VectorCode.of(2, 1, 0x50);
  private static final VectorCode LOW_BYTES = VectorCode.of(1, 1, 0x60);
  private static final VectorCode HIGH_BYTES = VectorCode.of(1, 1, 0x68);
  private static final VectorCode LOW_SHORTS = VectorCode.of(1, 1, 0x61);
  private static final VectorCode HIGH_SHORTS = VectorCode.of(1, 1, 0x69);
  private static final VectorCode XOR = VectorCode.of(1, 1, 0xEF);
  private static final VectorCode PACK_SIGNED = VectorCode.of(1, 1, 0x63);
  private static final VectorCode PACK_UNSIGNED = VectorCode.of(1, 1, 0x67);
  private static final VectorCode LEAST_SIGNED = VectorCode.of(2, 1, 0x38);
  private static final VectorCode LEAST_UNSIGNED = VectorCode.of(1, 1, 0xDA);
  private static final VectorCode GREATEST_SIGNED = VectorCode.of(2, 1, 0x3C);
  private static final VectorCode GREATEST_UNSIGNED = VectorCode.of(1, 1, 0xDE);
  private static final VectorCode ORDER_INTS = VectorCode.of(2, 1, 0x36);
  private static final VectorCode MULTIPLY_INTS = VectorCode.of(2, 1, 0x40);
  private static final VectorCode MASKED_LOAD = VectorCode.of(1, 3, 0x6F);
  private static final VectorCode MASKED_STORE = VectorCode.of(1, 3, 0x7F);

  private final CodeBuffer code;

  ByteInstructions(CodeBuffer code) {
    this.code = code;
  }

  /**
   * To each int is added the sum of the products of four neighbouring bytes; nothing saturates.
   *
   * @param a bytes without a sign
   * @param b bytes with one
   */
  public void dot(Vec sum, Vec a, Vec b) {
    DOT_BYTES.put(code, sum, a.code(), b);
  }

  /** The same, the bytes with a sign in memory. */
  public void dot(Vec sum, Vec a, Mem b) {
    DOT_BYTES.put(code, sum, a.code(), b, NO_MASK, false);
  }

  /**
   * In each 128 bits of the register: the bytes of the lower half of {@code a} and those of {@code
   * b} by turns.
   */
  public void interleaveLow(Vec to, Vec a, Vec b) {
    LOW_BYTES.put(code, to, a.code(), b);
  }

  public void interleaveLow(Vec to, Vec a, Mem b) {
    LOW_BYTES.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** The same with those of the upper halves of each 128 bits. */
  public void interleaveHigh(Vec to, Vec a, Vec b) {
    HIGH_BYTES.put(code, to, a.code(), b);
  }

  public void interleaveHigh(Vec to, Vec a, Mem b) {
    HIGH_BYTES.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** As {@link #interleaveLow} with shorts. */
  public void interleaveLowShorts(Vec to, Vec a, Vec b) {
    LOW_SHORTS.put(code, to, a.code(), b);
  }

  /** As {@link #interleaveHigh} with shorts. */
  public void interleaveHighShorts(Vec to, Vec a, Vec b) {
    HIGH_SHORTS.put(code, to, a.code(), b);
  }

  /** Bit by bit. */
  public void xor(Vec to, Vec a, Mem b) {
    XOR.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** Bit by bit. */
  public void xor(Vec to, Vec a, Vec b) {
    XOR.put(code, to, a.code(), b);
  }

  /**
   * Shorts as the nearest bytes: in each 128 bits of the register, those of {@code a} before those
   * of {@code b}.
   *
   * @param signed whether the bytes are; the shorts are always
   */
  public void ofShorts(Vec to, Vec a, Vec b, boolean signed) {
    (signed ? PACK_SIGNED : PACK_UNSIGNED).put(code, to, a.code(), b);
  }

  public void least(Vec to, Vec a, Mem b, boolean signed) {
    (signed ? LEAST_SIGNED : LEAST_UNSIGNED).put(code, to, a.code(), b, NO_MASK, false);
  }

  public void greatest(Vec to, Vec a, Mem b, boolean signed) {
    (signed ? GREATEST_SIGNED : GREATEST_UNSIGNED).put(code, to, a.code(), b, NO_MASK, false);
  }

  /**
   * Ints in another order.
   *
   * @param order for each int of the result, which it is
   */
  public void inOrder(Vec to, Vec order, Vec from) {
    ORDER_INTS.put(code, to, order.code(), from);
  }

  /** The low 32 bits of the products of ints. */
  public void multiplyInts(Vec to, Vec a, Mem b) {
    MULTIPLY_INTS.put(code, to, a.code(), b, NO_MASK, false);
  }

  /** Bytes outside the mask keep their value and are not read. */
  public void load(Vec to, Mem from, Mask mask) {
    MASKED_LOAD.put(code, wide(to), UNUSED, from, mask.code(), false);
  }

  /** Bytes outside the mask are not written. */
  public void store(Mem to, Vec from, Mask mask) {
    MASKED_STORE.put(code, wide(from), UNUSED, to, mask.code(), false);
  }

  /** The 64 bits of a register as a mask. */
  public void kmov(Mask to, Gp from) {
    code.put(0xC4, 0x80 | 0x40 | (from.code() >> 3 ^ 1) << 5 | 1, 0xFB, 0x92);
    OperandEncoding.registers(code, to.code(), from.code());
  }

  private static Vec wide(Vec vector) {
    if (!vector.isWide()) {
      throw new IllegalArgumentException("only vectors of 512 bits can do that");
    }
    return vector;
  }
}
