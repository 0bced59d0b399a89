package liviano.formats.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.NamedWeights.Named;
import liviano.formats.tfjs.TfjsShards;
import liviano.json.JsonObject;
import liviano.weights.Tensor;

/**
 * A TensorFlow.js layers model: a Keras model whose weights are in shards.
 *
 * @param root the whole JSON
 * @param topology the network in it
 */
record TfjsLayers(JsonObject root, JsonObject topology) {
  private static final String TOPOLOGY = "modelTopology";
  private static final String INNER = "model_config";
  private static final String SHARDS = "weightsManifest";

  /** The model in JSON; empty if it is a graph of TensorFlow, or none. */
  static Optional<TfjsLayers> of(JsonObject root) {
    return root.find(TOPOLOGY)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .map(topology -> topology.optionalObject(INNER).orElse(topology))
        .filter(topology -> topology.has("class_name") && topology.has("config"))
        .map(topology -> new TfjsLayers(root, topology));
  }

  /**
   * Reads it.
   *
   * @param title of the kind of file, for people
   * @param path of the file, beside which there may be labels
   */
  ReadModel read(TfjsShards.Shards files, String title, Path path) throws IOException {
    KerasModel model = TopologyReader.read(topology);
    KerasNetwork.requireKnown(model);
    if (!root.has(SHARDS)) {
      throw new MalformedModelException("it holds a network without weights: no " + SHARDS);
    }
    TfjsShards shards = TfjsShards.read(files, root.array(SHARDS));
    List<Named> named = shards.constants().tensors().stream().map(TfjsLayers::named).toList();
    LayerWeights weights = new LayerWeights();
    NamedWeights.assign(model.layers(), named, false, weights);
    Dialect dialect = Dialect.of(root.object(TOPOLOGY).optionalString("keras_version").orElse(""));
    return KerasImport.of(model, weights, dialect, title, path);
  }

  private static Named named(Tensor tensor) {
    List<Integer> dims = tensor.dims().sizes().stream().map(Math::toIntExact).toList();
    return new Named(tensor.name(), new ForeignConstant(tensor.type(), dims, tensor::data));
  }
}
