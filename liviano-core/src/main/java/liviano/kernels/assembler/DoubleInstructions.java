package liviano.kernels.assembler;

import static liviano.kernels.assembler.VectorCode.NO_MASK;

/** Instructions on four doubles in a vector of 256 bits (AVX), the destination first. */
public final class DoubleInstructions {
  private static final int UNUSED = 0;
  private static final int DOWN = 1;
  private static final int TOWARD_ZERO = 3;

  private static final VectorCode AND = VectorCode.of(1, 1, 0x54);
  private static final VectorCode OR = VectorCode.of(1, 1, 0x56);
  private static final VectorCode ADD = VectorCode.of(1, 1, 0x58);
  private static final VectorCode MULTIPLY = VectorCode.of(1, 1, 0x59);
  private static final VectorCode LEAST = VectorCode.of(1, 1, 0x5D);
  private static final VectorCode GREATEST = VectorCode.of(1, 1, 0x5F);
  private static final VectorCode ROUND = VectorCode.of(3, 1, 0x09);

  private final CodeBuffer code;

  DoubleInstructions(CodeBuffer code) {
    this.code = code;
  }

  /** Bit by bit. */
  public void and(Vec to, Vec a, Mem b) {
    put(AND, to, a, b);
  }

  /** Bit by bit. */
  public void or(Vec to, Vec a, Mem b) {
    put(OR, to, a, b);
  }

  public void add(Vec to, Vec a, Vec b) {
    ADD.put(code, narrow(to), a.code(), b);
  }

  public void add(Vec to, Vec a, Mem b) {
    put(ADD, to, a, b);
  }

  public void multiply(Vec to, Vec a, Mem b) {
    put(MULTIPLY, to, a, b);
  }

  public void least(Vec to, Vec a, Mem b) {
    put(LEAST, to, a, b);
  }

  public void greatest(Vec to, Vec a, Mem b) {
    put(GREATEST, to, a, b);
  }

  /** The greatest whole number that is not above. */
  public void floor(Vec to, Vec from) {
    round(to, from, DOWN);
  }

  /** Without what is behind the point. */
  public void truncate(Vec to, Vec from) {
    round(to, from, TOWARD_ZERO);
  }

  private void round(Vec to, Vec from, int mode) {
    ROUND.put(code, narrow(to), UNUSED, from);
    code.put(mode);
  }

  private void put(VectorCode instruction, Vec to, Vec a, Mem b) {
    instruction.put(code, narrow(to), a.code(), b, NO_MASK, false);
  }

  private static Vec narrow(Vec vector) {
    if (vector.isWide()) {
      throw new IllegalArgumentException("only vectors of 256 bits can do that");
    }
    return vector;
  }
}
