package liviano.kernels;

/** What the numbers of inputs and parameters are like. */
enum NumberKind {
  ORDINARY,
  /** Some are NaN, infinite, or zeros of either sign. */
  SPECIAL,
  /** Inputs so small that all products are denormal. */
  DENORMAL
}
