package liviano.formats.tensorflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.GraphCut;
import liviano.formats.ModelReader;
import liviano.formats.ReadModel;
import liviano.formats.tfjs.TfjsShards;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.json.JsonValue;

/**
 * TensorFlow.js graph models: a folder with {@code model.json}, or that file, and shards with the
 * constants beside it.
 */
public final class TfjsGraphReader implements ModelReader {
  private static final String FILE = "model.json";
  private static final JsonLimits LIMITS =
      JsonLimits.defaults().withMaxBytes(32L << 20).withMaxDepth(32);

  private final GraphCut cut;

  /** Reads the part of a graph that a cut says. */
  public TfjsGraphReader(GraphCut cut) {
    this.cut = cut;
  }

  @Override
  public String reads() {
    return "TensorFlow.js graph models";
  }

  @Override
  public Optional<ReadModel> read(Path path) throws IOException {
    Path json = Files.isDirectory(path) ? path.resolve(FILE) : path;
    if (!json.toString().endsWith(".json") || !Files.isRegularFile(json)) {
      return Optional.empty();
    }
    try {
      JsonObject root = Json.read(json, LIMITS).asObject();
      Optional<JsonObject> topology = topology(root);
      return topology.isEmpty() ? Optional.empty() : Optional.of(model(json, root, topology.get()));
    } catch (JsonException e) {
      throw new MalformedModelException(json.toString(), e.getMessage());
    } catch (MalformedModelException e) {
      throw e.inFile(json.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(json.toString());
    }
  }

  private static Optional<JsonObject> topology(JsonObject root) {
    Optional<JsonValue> topology = root.find("modelTopology");
    return topology.isPresent() && topology.get() instanceof JsonObject graph && graph.has("node")
        ? Optional.of(graph)
        : Optional.empty();
  }

  private ReadModel model(Path json, JsonObject root, JsonObject topology) throws IOException {
    if (!root.has("weightsManifest")) {
      throw new MalformedModelException("it holds a graph without weights: no weightsManifest");
    }
    Path folder = json.toAbsolutePath().getParent();
    TfjsShards shards = TfjsShards.read(TfjsShards.in(folder), root.array("weightsManifest"));
    GraphDef graph = TfjsGraphParser.parse(topology, shards);
    return GraphModel.of(graph, cut, "a TensorFlow.js graph model", json);
  }
}
