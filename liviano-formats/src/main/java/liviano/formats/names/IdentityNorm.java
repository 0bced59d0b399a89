package liviano.formats.names;

import java.util.List;
import java.util.Locale;
import liviano.MalformedModelException;
import liviano.graph.ParamSpec.Role;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * A batch norm that adds a bias and changes nothing else, for programs whose network has a norm
 * after every convolution: scale 1, mean 0, a variance that is 1 with the program's epsilon, and
 * the bias as its offset. So weights with batch norm folded go out and come back bit for bit.
 */
final class IdentityNorm {
  private static final List<Role> FIXED = List.of(Role.SCALE, Role.MEAN, Role.VARIANCE);

  private IdentityNorm() {}

  /** The number that all of a norm's scales, means or variances are. */
  private static float value(Role role, Layout layout) {
    return switch (role) {
      case SCALE -> 1;
      case MEAN -> 0;
      case VARIANCE -> 1 - layout.convention().epsilon();
      case WEIGHT, BIAS, OFFSET, SLOPE, CENTRE, VALUE ->
          throw new IllegalArgumentException(role + " is not fixed");
    };
  }

  /** The tensors of such a norm, but for its offset. */
  static List<Tensor> of(Layout layout, Layer layer, Tensor bias) {
    return FIXED.stream()
        .map(
            role -> {
              float[] values = new float[Math.toIntExact(bias.elementCount())];
              java.util.Arrays.fill(values, value(role, layout));
              return Tensor.of(layout.name(layer, role), bias.dims(), values);
            })
        .toList();
  }

  /**
   * Checks that the norm after a layer is such a one.
   *
   * @return the names of the tensors that say so
   * @throws MalformedModelException if it is not: the file has been changed since it was written
   */
  static List<String> require(Layout layout, Layer layer, Weights tensors) {
    for (Role role : FIXED) {
      Tensor tensor = tensors.get(layout.name(layer, role));
      float expected = value(role, layout);
      for (float number : tensor.toFloats()) {
        if (number != expected) {
          throw new MalformedModelException(
              String.format(
                  Locale.ROOT,
                  "tensor '%s' holds %s where its card says that batch norm is folded, which needs"
                      + " %s",
                  tensor.name(),
                  number,
                  expected));
        }
      }
    }
    return FIXED.stream().map(role -> layout.name(layer, role)).toList();
  }
}
