package liviano.kernels;

import java.util.Collections;
import java.util.List;
import liviano.tensor.DType;

/**
 * How a task's tensors are stored.
 *
 * @param inputs of each tensor that it reads, a residual last; of none, if it gives a constant
 * @param output of the tensor that it gives
 */
public record Formats(List<DType> inputs, DType output) {
  public Formats {
    inputs = List.copyOf(inputs);
  }

  /** One input. */
  public static Formats of(DType input, DType output) {
    return new Formats(List.of(input), output);
  }

  /** So many inputs and an output of 32-bit floats. */
  public static Formats f32(int inputs) {
    return new Formats(Collections.nCopies(inputs, DType.F32), DType.F32);
  }

  /** Whether every tensor is stored as the output is. */
  public boolean areAlike() {
    return are(output);
  }

  /** Whether every tensor is stored so. */
  public boolean are(DType format) {
    return output == format && readsOnly(format);
  }

  /** Whether every tensor that it reads is stored so. */
  public boolean readsOnly(DType format) {
    for (DType input : inputs) {
      if (input != format) {
        return false;
      }
    }
    return true;
  }
}
