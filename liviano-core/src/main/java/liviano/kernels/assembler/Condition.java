package liviano.kernels.assembler;

/** When a conditional jump jumps, after a comparison or a subtraction. */
public enum Condition {
  ZERO(0x4),
  NOT_ZERO(0x5),
  /** Signed. */
  LESS(0xC),
  /** Signed. */
  AT_LEAST(0xD),
  /** Signed. */
  AT_MOST(0xE),
  /** Signed. */
  GREATER(0xF);

  private final int code;

  Condition(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
