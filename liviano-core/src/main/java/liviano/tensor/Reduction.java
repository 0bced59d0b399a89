package liviano.tensor;

/** How many numbers become one. */
public enum Reduction {
  /** All of them together; floats in double precision, integers wrap around. */
  SUM,
  /** All of them multiplied, likewise. */
  PRODUCT,
  /** The greatest; NaN if one of them is. */
  MAX,
  /** The smallest; NaN if one of them is. */
  MIN
}
