package liviano.kernels;

/** How one number is stored. */
public enum Format {
  F32(4),
  BF16(2),
  I8(1),
  U8(1),
  I32(4);

  private final int bytes;

  Format(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
