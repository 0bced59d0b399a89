package liviano.kernels;

import java.util.List;
import liviano.tensor.DType;

/**
 * One thing to compute, described by its geometry, its constants and the formats of its tensors
 * alone: no addresses, no threads. All sizes include the batch. Inputs and output are dense NHWC;
 * where an {@link Epilogue} asks for a residual, that is the last input.
 *
 * <p>Constructors that are not told formats make tasks of {@link DType#F32} throughout.
 */
public sealed interface Task
    permits Linear, Fused, Elementwise, Rows, Resample, Move, Lookup, Quantizing {
  /** The most numbers of a tensor: kernels count their units in {@code int}. */
  long MAX_ELEMENTS = 1L << 33;

  /** How its inputs and its output are stored. */
  Formats formats();

  /** Tensors it reads besides its parameters. */
  default int inputs() {
    return formats().inputs().size();
  }

  /** What it is made of: itself, or where it is several layers in one, these, in order. */
  default List<Task> layers() {
    return List.of(this);
  }

  /** Its constants, those of all its layers; none unless a task says otherwise. */
  default List<Param> params() {
    return List.of();
  }

  /**
   * Its multiply-adds by the paper's convention: those of convolutions and dense layers, none of
   * any other task.
   */
  default long multiplyAdds() {
    return 0;
  }

  /**
   * Whether every tensor and every constant of all its layers is stored so: a provider declines
   * what is not in a format that it computes.
   */
  default boolean isIn(DType format) {
    for (Task layer : layers()) {
      if (!layer.formats().are(format)) {
        return false;
      }
    }
    for (Param param : params()) {
      if (param.format() != format) {
        return false;
      }
    }
    return true;
  }
}
