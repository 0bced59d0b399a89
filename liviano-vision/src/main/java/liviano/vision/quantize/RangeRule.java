package liviano.vision.quantize;

/** Which part of what a value held on the calibration pictures its integers stand for. */
public enum RangeRule {
  /** All of it. */
  MINMAX,
  /** All but one number of ten thousand at each end. */
  PERCENTILE,
  /** The part whose integers are nearest to the numbers, by the mean of squared differences. */
  MSE
}
