package liviano.formats.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.JsonRefusal;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.importer.ForeignConstant;
import liviano.formats.keras.NamedWeights.Named;
import liviano.formats.tfjs.TfjsShards;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.weights.Tensor;

/**
 * TensorFlow.js layers models, which are Keras models with their weights in shards: a folder with
 * {@code model.json}, or that file.
 */
public final class KerasTfjsReader implements ModelReader {
  private static final String FILE = "model.json";
  private static final String TOPOLOGY = "modelTopology";
  private static final String INNER = "model_config";
  private static final String SHARDS = "weightsManifest";

  @Override
  public String reads() {
    return "TensorFlow.js layers models (model.json)";
  }

  @Override
  public Optional<ReadModel> read(Path path, Limits limits) throws IOException {
    Optional<Path> json = modelJson(path);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    String file = json.get().toString();
    try {
      JsonLimits deep = JsonLimits.within(limits).withMaxDepth(JsonLimits.DEEPEST);
      JsonObject root = Json.read(json.get(), deep).asObject();
      Optional<JsonObject> topology = topology(root);
      return topology.isEmpty()
          ? Optional.empty()
          : Optional.of(model(json.get(), root, topology.get(), limits));
    } catch (JsonException e) {
      throw JsonRefusal.of(file, "", e);
    } catch (MalformedModelException e) {
      throw e.inFile(file);
    } catch (UnsupportedModelException e) {
      throw e.inFile(file);
    }
  }

  private static Optional<Path> modelJson(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    return Optional.of(file)
        .filter(json -> json.toString().endsWith(".json"))
        .filter(Files::isRegularFile);
  }

  /** The network; empty if it is a graph of TensorFlow, or none. */
  private static Optional<JsonObject> topology(JsonObject root) {
    return root.find(TOPOLOGY)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .map(topology -> topology.optionalObject(INNER).orElse(topology))
        .filter(topology -> topology.has("class_name") && topology.has("config"));
  }

  private static ReadModel model(Path json, JsonObject root, JsonObject topology, Limits limits)
      throws IOException {
    KerasModel model = TopologyReader.read(topology);
    KerasNetwork.requireKnown(model);
    if (!root.has(SHARDS)) {
      throw new MalformedModelException("it holds a network without weights: no " + SHARDS);
    }
    Path folder = json.toAbsolutePath().getParent();
    TfjsShards shards = TfjsShards.read(folder, root.array(SHARDS), limits);
    List<Named> named = shards.constants().tensors().stream().map(KerasTfjsReader::named).toList();
    LayerWeights weights = new LayerWeights();
    NamedWeights.assign(model.layers(), named, false, weights);
    Dialect dialect = Dialect.of(root.object(TOPOLOGY).optionalString("keras_version").orElse(""));
    return KerasImport.of(model, weights, dialect, "a TensorFlow.js layers model", json, limits);
  }

  private static Named named(Tensor tensor) {
    List<Integer> dims = tensor.dims().sizes().stream().map(Math::toIntExact).toList();
    return new Named(tensor.name(), new ForeignConstant(tensor.type(), dims, tensor::data));
  }
}
