package liviano.kernels.assembler;

/**
 * Instructions on numbers of 16 bits with the exponent of a float (bfloat16), the destination
 * first: AVX512-BF16, and of AVX-512 BW and VL what moves such numbers. Where a register of 256
 * bits is asked for, the lower half of any of the 32 serves.
 */
public final class Bf16Instructions {
  private static final int UNUSED = 0;
  private static final int WIDE = 512;

  private static final EvexCode DOT = new EvexCode(2, 2, 0x52, false);
  private static final EvexCode PACK = new EvexCode(2, 3, 0x72, false);
  private static final EvexCode NARROW = new EvexCode(2, 2, 0x72, false);
  private static final EvexCode WIDEN = new EvexCode(2, 1, 0x33, false);
  private static final EvexCode SHIFT = new EvexCode(1, 1, 0x72, false);
  private static final EvexCode LEAST = new EvexCode(1, 0, 0x5D, false);
  private static final EvexCode GREATEST = new EvexCode(1, 0, 0x5F, false);
  private static final EvexCode INTERLEAVE_LOW = new EvexCode(1, 1, 0x61, false);
  private static final EvexCode INTERLEAVE_HIGH = new EvexCode(1, 1, 0x69, false);
  private static final EvexCode PERMUTE_QUADS = new EvexCode(2, 1, 0x36, true);
  private static final EvexCode LOAD = new EvexCode(1, 3, 0x6F, true);
  private static final EvexCode STORE = new EvexCode(1, 3, 0x7F, true);
  private static final EvexCode BROADCAST = new EvexCode(2, 1, 0x79, false);

  private final CodeBuffer code;

  Bf16Instructions(CodeBuffer code) {
    this.code = code;
  }

  /**
   * To each float of {@code sum} the products of two pairs of neighbours. Denormals count as zeros,
   * and become zeros; sums are rounded half to even.
   *
   * @param sum as wide as what is multiplied
   */
  public void dot(Vec sum, Vec a, Vec b) {
    DOT.put(code, sum.bits(), sum.code(), a.code(), b.code());
  }

  /** The same, where {@code b} is one pair, copied to every lane. */
  public void dotBroadcast(Vec sum, Vec a, Mem b) {
    DOT.putBroadcast(code, sum.bits(), sum.code(), a.code(), b);
  }

  /** 32 floats, rounded half to even, denormals to zero: those of {@code low} first. */
  public void pack(Vec to, Vec low, Vec high) {
    PACK.put(code, WIDE, wide(to).code(), high.code(), low.code());
  }

  /** The floats of a register, so rounded, into the lower half of another. */
  public void narrow(Vec to, Vec from) {
    NARROW.put(code, from.bits(), to.code(), UNUSED, from.code());
  }

  /** As many numbers as {@code to} has floats, each in the lower half of an int. */
  public void widen(Vec to, Mem from) {
    WIDEN.put(code, to.bits(), to.code(), UNUSED, from, to.bits() / Short.SIZE);
  }

  /** Lanes outside the mask become zero, and are not read. */
  public void widen(Vec to, Mem from, Mask mask) {
    WIDEN.putZeroing(code, to.bits(), to.code(), from, to.bits() / Short.SIZE, mask);
  }

  /** The lower half of each int becomes the upper: numbers that were widened become floats. */
  public void toFloats(Vec to, Vec from) {
    int operation = 6;
    SHIFT.put(code, to.bits(), operation, to.code(), from.code());
    code.put(Short.SIZE);
  }

  /** {@code a > b ? a : b}, of floats in any register of {@code to}'s width. */
  public void greatest(Vec to, Vec a, Vec b) {
    GREATEST.put(code, to.bits(), to.code(), a.code(), b.code());
  }

  /** {@code a < b ? a : b}, of floats in any register of {@code to}'s width. */
  public void least(Vec to, Vec a, Vec b) {
    LEAST.put(code, to.bits(), to.code(), a.code(), b.code());
  }

  /** In each quarter of a register: the first four numbers of {@code a}, each before one of b. */
  public void interleaveLow(Vec to, Vec a, Vec b) {
    INTERLEAVE_LOW.put(code, WIDE, wide(to).code(), a.code(), b.code());
  }

  /** In each quarter of a register: the last four numbers of {@code a}, each before one of b. */
  public void interleaveHigh(Vec to, Vec a, Vec b) {
    INTERLEAVE_HIGH.put(code, WIDE, wide(to).code(), a.code(), b.code());
  }

  /** Runs of 64 bits in another order. */
  public void permuteQuads(Vec to, Vec order, Vec from) {
    PERMUTE_QUADS.put(code, WIDE, wide(to).code(), order.code(), from.code());
  }

  /** 32 numbers, of which those outside the mask become zero and are not read. */
  public void load(Vec to, Mem from, Mask mask) {
    LOAD.putZeroing(code, WIDE, wide(to).code(), from, WIDE / Byte.SIZE, mask);
  }

  /** 32 numbers, of which those outside the mask are not written. */
  public void store(Mem to, Vec from, Mask mask) {
    STORE.putMasked(code, WIDE, wide(from).code(), to, WIDE / Byte.SIZE, mask);
  }

  /** The numbers of the lower half of a register. */
  public void storeHalf(Mem to, Vec from) {
    STORE.put(code, from.bits() / 2, from.code(), UNUSED, to, from.bits() / 2 / Byte.SIZE);
  }

  /** One number in every lane that is in the mask, zero in the others. */
  public void broadcast(Vec to, Mem from, Mask mask) {
    BROADCAST.putZeroing(code, to.bits(), to.code(), from, Short.BYTES, mask);
  }

  /** The low 32 bits of a register as a mask. */
  public void mask(Mask to, Gp from) {
    code.put(0xC4, 0x80 | 0x40 | (from.code() >> 3 ^ 1) << 5 | 1, 0x7B, 0x92);
    OperandEncoding.registers(code, to.code(), from.code());
  }

  private static Vec wide(Vec vector) {
    if (vector.bits() != WIDE) {
      throw new IllegalArgumentException("only vectors of 512 bits can do that");
    }
    return vector;
  }
}
