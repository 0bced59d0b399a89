package liviano.formats.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.KerasModel.Layer;

/** What the layers of a network have learned, as Keras has it: filters are HWIO. */
final class LayerWeights {
  private record Key(Layer layer, String role) {}

  private final Map<Key, ForeignConstant> tensors = new HashMap<>();

  void put(Layer layer, WeightRole role, ForeignConstant tensor) {
    tensors.put(new Key(layer, role.name()), tensor);
  }

  Optional<ForeignConstant> find(Layer layer, String role) {
    return Optional.ofNullable(tensors.get(new Key(layer, role)));
  }

  /**
   * The tensor with a role in a layer.
   *
   * @throws MalformedModelException if the file has none
   */
  ForeignConstant get(Layer layer, String role) {
    return find(layer, role)
        .orElseThrow(
            () ->
                new MalformedModelException(
                    "layer '" + layer.name() + "' has no weights called '" + role + "'"));
  }

  /** The layers in a network that have weights, at any depth, in the order of the file. */
  static List<Layer> weighted(KerasModel model) {
    return model.layers().stream().flatMap(layer -> weighted(layer).stream()).toList();
  }

  static List<Layer> weighted(Layer layer) {
    return layer.inner().isPresent()
        ? weighted(layer.inner().get())
        : WeightRole.of(layer).isEmpty() ? List.of() : List.of(layer);
  }
}
