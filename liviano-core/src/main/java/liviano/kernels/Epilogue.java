package liviano.kernels;

import java.util.Optional;
import liviano.tensor.DType;

/**
 * What happens to a sum before it is stored: {@code clamp(sum + bias + residual)}.
 *
 * @param bias one number per output channel, in {@link DType#F32}
 * @param residual whether a tensor of the output's shape is added; it is then the last input
 * @param clamp the range of the result
 */
public record Epilogue(Optional<Param> bias, boolean residual, Clamp clamp) {
  public static final Epilogue NONE = new Epilogue(Optional.empty(), false, Clamp.NONE);

  public Epilogue withBias(Param newBias) {
    return new Epilogue(Optional.of(newBias), residual, clamp);
  }

  public Epilogue withResidual() {
    return new Epilogue(bias, true, clamp);
  }

  public Epilogue withClamp(Clamp newClamp) {
    return new Epilogue(bias, residual, newClamp);
  }
}
