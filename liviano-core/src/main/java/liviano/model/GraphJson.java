package liviano.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.json.JsonArray;
import liviano.json.JsonEnums;
import liviano.json.JsonObject;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;

/**
 * A graph as JSON: inputs with their types, nodes with the names of what they read and, where they
 * give several values, of those; outputs. The shapes of nodes are inferred again when a file is
 * read, so that a file cannot claim wrong ones.
 */
final class GraphJson {
  private GraphJson() {}

  static JsonObject write(Graph graph) {
    JsonObject.Builder outputs = JsonObject.builder();
    graph.outputs().forEach((name, value) -> outputs.put(name, value.name()));
    return JsonObject.builder()
        .put("inputs", JsonArray.of(graph.inputs().stream().map(GraphJson::write).toList()))
        .put("nodes", JsonArray.of(graph.nodes().stream().map(GraphJson::write).toList()))
        .put("outputs", outputs.build())
        .build();
  }

  /**
   * @throws liviano.UnsupportedModelException if it has more nodes, inputs and outputs than the
   *     limits allow
   */
  static Graph read(JsonObject json, Limits limits) {
    json.requireOnly(List.of("inputs", "nodes", "outputs"));
    JsonArray inputs = json.array("inputs");
    JsonArray nodes = json.array("nodes");
    JsonObject outputs = json.object("outputs");
    long given = inputs.size() + (long) outputs.size();
    for (JsonObject node : nodes.objects()) {
      given += node.optionalArray("outputs").map(JsonArray::size).orElse(1);
    }
    limits.require(Limit.NODES, given, "its graph");
    GraphBuilder builder = Graph.builder();
    for (JsonObject input : inputs.objects()) {
      List<String> known = new ArrayList<>(List.of("name", "shape", "dtype"));
      known.addAll(QuantizationJson.members());
      input.requireOnly(known);
      builder.input(input.string("name"), type(input));
    }
    for (JsonObject node : nodes.objects()) {
      List<Value> reads = new ArrayList<>();
      for (String name : node.array("inputs").strings()) {
        reads.add(builder.value(name));
      }
      String name = node.string("name");
      List<String> gives =
          node.optionalArray("outputs").map(JsonArray::strings).orElseGet(() -> List.of(name));
      builder.add(name, OpJson.read(node, List.of("name", "inputs", "outputs")), reads, gives);
    }
    for (String name : outputs.members().keySet()) {
      builder.output(name, builder.value(outputs.string(name)));
    }
    return builder.build();
  }

  private static JsonObject write(Value input) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", input.name())
            .put("shape", OpJson.write(input.shape()))
            .put("dtype", JsonEnums.write(input.type().dtype()));
    input.type().quantization().ifPresent(q -> QuantizationJson.write(q, json));
    return json.build();
  }

  private static TensorType type(JsonObject json) {
    Shape shape = OpJson.shape(json.array("shape"));
    Optional<Quantization> quantization =
        json.optionalArray("scales").map(_ -> QuantizationJson.read(json));
    DType dtype = JsonEnums.read(json, "dtype", DType.values());
    try {
      return new TensorType(shape, dtype, quantization);
    } catch (IllegalArgumentException e) {
      throw json.error("scales", e.getMessage());
    }
  }

  private static JsonObject write(Node node) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", node.name())
            .put("inputs", JsonArray.ofStrings(node.inputs().stream().map(Value::name).toList()));
    if (node.outputs().size() > 1) {
      json.put("outputs", JsonArray.ofStrings(node.outputs().stream().map(Value::name).toList()));
    }
    OpJson.write(node.op(), json);
    return json.build();
  }
}
