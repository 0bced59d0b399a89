package liviano.engine;

import java.util.List;
import liviano.graph.ParamSpec;
import liviano.kernels.Format;
import liviano.kernels.Param;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** The constants of a graph, taken from a model's tensors by name. */
final class Parameters {
  private final Weights weights;

  Parameters(Weights weights) {
    this.weights = weights;
  }

  /**
   * The constant as 32-bit floats, shared with the model where it is stored so.
   *
   * @throws liviano.MalformedModelException if it is missing or has another shape
   */
  Param get(ParamSpec spec) {
    List<Integer> dims = spec.shape().dims();
    Tensor tensor =
        weights.require(spec.name(), dims.stream().mapToInt(Integer::intValue).toArray());
    return switch (tensor.type()) {
      case F32 -> new Param(spec.name(), Format.F32, dims, tensor.data());
      default -> Constants.floats(spec.name(), dims, tensor.toFloats());
    };
  }
}
