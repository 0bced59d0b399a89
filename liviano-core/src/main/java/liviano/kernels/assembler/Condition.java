package liviano.kernels.assembler;

/** When a conditional jump jumps, after a comparison or a subtraction. */
public enum Condition {
  ZERO(0x4),
  NOT_ZERO(0x5);

  private final int code;

  Condition(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
