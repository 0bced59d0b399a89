package liviano.kernels.nativecode;

/** How much of a panel's last vector is used. */
enum Edge {
  WHOLE,
  /** The first 256 of 512 bits, which cost half. */
  HALF,
  MASKED
}
