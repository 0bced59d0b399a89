package liviano.engine;

import java.util.Optional;
import liviano.graph.Op;
import liviano.kernels.Clamp;

/** The activations that hold numbers in a range. */
final class Clamps {
  private Clamps() {}

  /** The range; empty if it is another operation. */
  static Optional<Clamp> of(Op op) {
    return switch (op) {
      case Op.Relu _ -> Optional.of(Clamp.RELU);
      case Op.Relu6 _ -> Optional.of(Clamp.RELU6);
      case Op.Clip(float least, float most) -> Optional.of(new Clamp(least, most));
      default -> Optional.empty();
    };
  }
}
