package liviano.kernels;

import java.util.Optional;
import liviano.tensor.DType;

/**
 * What happens to a sum before it is stored: {@code clamp(sum + bias + residual)}, or for integers
 * what {@link Requantize} says.
 *
 * @param bias one number per output channel, in {@link DType#F32}; in {@link DType#I32} where the
 *     sum is requantized
 * @param residual whether a tensor of the output's shape is added; it is then the last input
 * @param clamp the range of the result; of the integers that are stored where the sum is
 *     requantized
 * @param requantize how a sum of integers becomes the integer that is stored; empty where the
 *     output is real. Such a sum has no residual: a sum of two quantized tensors rounds each by
 *     itself, and is a task of its own
 */
public record Epilogue(
    Optional<Param> bias, boolean residual, Clamp clamp, Optional<Requantize> requantize) {
  public static final Epilogue NONE = new Epilogue(Optional.empty(), false, Clamp.NONE);

  /**
   * @throws IllegalArgumentException if a requantized sum has a residual, or is clamped to what is
   *     not a range of integers of its format
   */
  public Epilogue {
    requantize.ifPresent(step -> TaskChecks.requantize(step, residual, clamp));
  }

  /** Of a real output. */
  public Epilogue(Optional<Param> bias, boolean residual, Clamp clamp) {
    this(bias, residual, clamp, Optional.empty());
  }

  /** Whether nothing follows a sum, or the bias alone. */
  public boolean isAtMostABias() {
    return !residual && clamp.isNone() && requantize.isEmpty();
  }

  public Epilogue withBias(Param newBias) {
    return new Epilogue(Optional.of(newBias), residual, clamp, requantize);
  }

  public Epilogue withResidual() {
    return new Epilogue(bias, true, clamp, requantize);
  }

  public Epilogue withClamp(Clamp newClamp) {
    return new Epilogue(bias, residual, newClamp, requantize);
  }

  public Epilogue withRequantize(Requantize newRequantize) {
    return new Epilogue(bias, residual, clamp, Optional.of(newRequantize));
  }
}
