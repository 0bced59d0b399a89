package liviano.engine;

import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.graph.ParamSpec;
import liviano.kernels.Origin;
import liviano.kernels.Param;
import liviano.tensor.DType;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/** Where the constants of a graph come from. */
@FunctionalInterface
interface Parameters {
  /**
   * The constant as 32-bit floats; its numbers are not touched yet.
   *
   * @throws liviano.MalformedModelException if it is missing or has another shape
   * @throws UnsupportedModelException if its numbers are of a format that is not computed
   */
  Param get(ParamSpec spec);

  /** From a model's tensors by name, shared with the model where they are 32-bit floats. */
  static Parameters of(Weights weights) {
    return spec -> {
      Tensor tensor = weights.require(spec.name(), spec.shape().extents());
      Origin origin = new Origin.Stored(spec.name());
      if (tensor.type() == DType.F32) {
        return new Param(origin, DType.F32, spec.shape(), tensor::data);
      }
      if (!tensor.type().isFloating()) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "tensor '%s' holds %s; constants are computed from F32, F16, BF16 or F64",
                spec.name(),
                tensor.type()));
      }
      return DerivedConstants.floats(origin, spec.shape(), tensor::toFloats);
    };
  }

  /** Of a network without weights: such constants can be planned with, and not computed with. */
  static Parameters unknown() {
    return spec ->
        new Param(
            new Origin.Stored(spec.name()),
            DType.F32,
            spec.shape(),
            () -> {
              throw new IllegalStateException("'" + spec.name() + "' has no numbers yet");
            });
  }
}
