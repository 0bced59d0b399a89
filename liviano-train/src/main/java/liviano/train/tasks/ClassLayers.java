package liviano.train.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.train.network.BaseWeights;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * The last layers of a network, whose outputs are classes, or boxes of them: what they learned for
 * classes of the same name stays, the rest begins at 0, so that at first all new classes are
 * equally likely and no box is moved.
 *
 * @param names of the layers
 * @param places of each class its place among the base's classes, or -1
 * @param baseClasses how many classes the base tells apart; 0 where it has no such layers
 */
record ClassLayers(List<String> names, int[] places, int baseClasses) {
  /** The base has not this class. */
  private static final int NEW = -1;

  /**
   * Finds classes by their names, whatever their case.
   *
   * @param names of the layers
   * @param classes of the new network
   * @param base classes of the base; the first of a name counts
   */
  static ClassLayers of(List<String> names, List<String> classes, List<String> base) {
    List<String> known = base.stream().map(ClassLayers::key).toList();
    int[] places =
        classes.stream()
            .map(ClassLayers::key)
            .mapToInt(name -> name.isEmpty() ? NEW : known.indexOf(name))
            .toArray();
    return new ClassLayers(List.copyOf(names), places, base.size());
  }

  private static String key(String label) {
    return label.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The weights that a network starts from: the base's where names and extents are equal, rows of
   * the base's class layers, and for what else is new numbers by lot.
   *
   * @param graph of the new network
   * @param seed of the numbers by lot
   */
  Weights carried(Graph graph, Weights base, long seed) {
    BaseWeights start = BaseWeights.of(graph, base, seed);
    List<Tensor> tensors = new ArrayList<>();
    for (Tensor tensor : start.weights().tensors()) {
      String layer = tensor.name().substring(0, Math.max(0, tensor.name().lastIndexOf('.')));
      tensors.add(names.contains(layer) ? rows(tensor, base.find(tensor.name())) : tensor);
    }
    return Weights.of(tensors);
  }

  /** The new layer's outputs are some boxes of a position, each with all classes. */
  private Tensor rows(Tensor fresh, Optional<Tensor> base) {
    int outputs = Math.toIntExact(fresh.dims().get(0));
    float[] values = new float[fresh.toFloats().length];
    int row = values.length / outputs;
    int boxes = outputs / places.length;
    if (base.isPresent() && base.get().dims().get(0) == (long) boxes * baseClasses) {
      float[] learned = base.get().toFloats();
      if (learned.length == boxes * baseClasses * row) {
        for (int box = 0; box < boxes; box++) {
          for (int i = 0; i < places.length; i++) {
            if (places[i] != NEW) {
              int from = (box * baseClasses + places[i]) * row;
              System.arraycopy(learned, from, values, (box * places.length + i) * row, row);
            }
          }
        }
      }
    }
    return Tensor.of(fresh.name(), fresh.dims(), values);
  }
}
