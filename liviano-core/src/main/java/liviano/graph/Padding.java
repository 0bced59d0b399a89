package liviano.graph;

import java.util.Locale;

/** The padding around a map before a window slides over it. */
public sealed interface Padding {

  /**
   * TensorFlow's {@code SAME}: as much as makes the output {@code ceil(in / stride)}, the odd one
   * at the bottom and on the right.
   */
  record Same() implements Padding {}

  /** So many positions on each side, as PyTorch writes it. */
  record Explicit(int top, int bottom, int left, int right) implements Padding {
    public Explicit {
      if (top < 0 || bottom < 0 || left < 0 || right < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "negative padding: top %d, bottom %d, left %d, right %d",
                top,
                bottom,
                left,
                right));
      }
    }
  }

  /** {@link Same}. */
  Padding SAME = new Same();

  /** None at all: TensorFlow's {@code VALID}. */
  Padding NONE = new Explicit(0, 0, 0, 0);

  /** The same number of positions on all four sides. */
  static Padding all(int positions) {
    return new Explicit(positions, positions, positions, positions);
  }
}
