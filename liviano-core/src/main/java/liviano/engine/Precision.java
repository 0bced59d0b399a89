package liviano.engine;

import java.util.Locale;

/** What numbers the layers of a network are computed with. */
public enum Precision {
  /** Floats of 32 bits; those of a quantized network as the real numbers that they stand for. */
  FP32,
  /**
   * Weights and what is between layers in bfloat16, sums of products in floats; no calibration is
   * needed. A layer that the kernels do not compute so is computed in floats, as are inputs and
   * outputs of the network.
   */
  BF16,
  /** Integers of 8 bits, of a network that is quantized. */
  INT8;

  /** As options and reports write it: {@code fp32}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
