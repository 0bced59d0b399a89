package liviano.engine;

import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.graph.ParamSpec;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.tensor.DType;
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
   * @throws UnsupportedModelException if its numbers are of a format that is not computed
   */
  Param get(ParamSpec spec) {
    List<Integer> dims = spec.shape().dims();
    Tensor tensor = weights.require(spec.name(), spec.shape().extents());
    return switch (tensor.type()) {
      case F32 -> new Param(spec.name(), DType.F32, dims, tensor.data());
      case F16, BF16, F64 ->
          Constants.floats(new Origin.Stored(spec.name()), dims, tensor.toFloats());
      case F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
          throw new UnsupportedModelException(
              String.format(
                  Locale.ROOT,
                  "tensor '%s' holds %s; constants are computed from F32, F16, BF16 or F64",
                  spec.name(),
                  tensor.type()));
    };
  }
}
