package liviano.kernels.assembler;

/** A mask register. {@code k0} as a mask means none, and is no mask here. */
public enum Mask {
  K1,
  K2,
  K3,
  K4,
  K5,
  K6,
  K7;

  int code() {
    return ordinal() + 1;
  }
}
