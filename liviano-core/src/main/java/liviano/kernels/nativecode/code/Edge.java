package liviano.kernels.nativecode.code;

/** How much of a panel's last vector is used. */
public enum Edge {
  WHOLE,
  /** The first 256 of 512 bits, which cost half. */
  HALF,
  MASKED
}
