package liviano.paper.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Adds up what several pictures gave for the same layers. */
final class LayerSums {
  private LayerSums() {}

  /**
   * Layer by layer the sum of two measurements.
   *
   * @param before empty where there is none yet
   * @param more of as many layers
   */
  static <T> List<T> sum(Optional<List<T>> before, List<T> more, BinaryOperator<T> plus) {
    if (before.isEmpty()) {
      return more;
    }
    List<T> sum = new ArrayList<>();
    for (int i = 0; i < more.size(); i++) {
      sum.add(plus.apply(before.get().get(i), more.get(i)));
    }
    return List.copyOf(sum);
  }
}
