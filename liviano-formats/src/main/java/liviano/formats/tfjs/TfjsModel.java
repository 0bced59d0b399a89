package liviano.formats.tfjs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.Limits;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.JsonRefusal;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonLimits;
import liviano.json.JsonObject;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * A TensorFlow.js graph model: {@code model.json} with a TensorFlow graph, and, in the same folder,
 * shards with its constants.
 */
public final class TfjsModel {

  private final SequencedMap<String, TfNode> nodes;
  private final TfjsShards shards;

  private TfjsModel(SequencedMap<String, TfNode> nodes, TfjsShards shards) {
    this.nodes = nodes;
    this.shards = shards;
  }

  /**
   * Reads a model.
   *
   * @param json its {@code model.json}
   * @throws MalformedModelException if it is no graph model or a broken one, or a shard is missing
   *     or of another size than the constants take
   * @throws IOException if a file cannot be read
   */
  public static TfjsModel read(Path json, Limits limits) throws IOException {
    if (Files.exists(json) && !Files.isRegularFile(json)) {
      throw new FileSystemException(json.toString(), null, "is no regular file");
    }
    try {
      JsonObject root = Json.read(json, JsonLimits.within(limits)).asObject();
      JsonObject topology = root.object("modelTopology");
      if (!topology.has("node")) {
        throw new MalformedModelException(
            "it is no graph model: modelTopology has no nodes (a Keras model is of another kind)");
      }
      return new TfjsModel(
          nodes(topology),
          TfjsShards.read(
              TfjsShards.in(json.toAbsolutePath().getParent()),
              root.array("weightsManifest"),
              limits));
    } catch (JsonException e) {
      throw JsonRefusal.of(json.toString(), "", e);
    } catch (MalformedModelException e) {
      throw e.inFile(json.toString());
    } catch (UnsupportedModelException e) {
      throw e.inFile(json.toString());
    }
  }

  private static SequencedMap<String, TfNode> nodes(JsonObject topology) {
    SequencedMap<String, TfNode> nodes = new LinkedHashMap<>();
    for (JsonObject json : topology.array("node").objects()) {
      TfNode node = TfNode.read(json);
      if (nodes.putIfAbsent(node.name(), node) != null) {
        throw node.error("there are two of that name");
      }
    }
    return nodes;
  }

  public Optional<TfNode> find(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * The node of that name.
   *
   * @throws MalformedModelException if there is none
   */
  public TfNode node(String name) {
    return find(name)
        .orElseThrow(() -> new MalformedModelException("there is no node " + Json.quote(name)));
  }

  /** The first node, in the order of the file, with that operation. */
  public Optional<TfNode> firstOf(String op) {
    return nodes.values().stream().filter(node -> node.op().equals(op)).findFirst();
  }

  /** Whether that name is a constant's. */
  public boolean isConstant(String name) {
    return find(name).filter(node -> node.op().equals("Const")).isPresent();
  }

  /**
   * The tensor of a constant.
   *
   * @throws MalformedModelException if there is none of that name
   */
  public Tensor constant(String name) {
    if (!isConstant(name)) {
      throw new MalformedModelException(Json.quote(name) + " is no constant");
    }
    return constants().get(name);
  }

  /**
   * A constant of at most eight integers.
   *
   * @param reader the node that reads it, for errors
   * @throws MalformedModelException if it is none
   */
  public int[] integers(TfNode reader, String name) {
    return new TfShapes(this).integers(reader, name);
  }

  /** Every constant. */
  public Weights constants() {
    return shards.constants();
  }

  /** SHA-256 of all shards' bytes in their order, in hexadecimal. */
  public String digest() {
    return shards.digest();
  }
}
