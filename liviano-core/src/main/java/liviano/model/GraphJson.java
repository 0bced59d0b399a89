package liviano.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.DType;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Quantization;
import liviano.graph.Shape;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.json.JsonArray;
import liviano.json.JsonObject;

/**
 * A graph as JSON: inputs with their types, nodes with the names of what they read, outputs. Shapes
 * of nodes are inferred again on reading, so that a file cannot lie about them.
 */
final class GraphJson {
  private static final int MAX_NODES = 100_000;

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

  static Graph read(JsonObject json) {
    json.requireOnly(List.of("inputs", "nodes", "outputs"));
    GraphBuilder builder = Graph.builder();
    for (JsonObject input : json.array("inputs").objects()) {
      input.requireOnly(List.of("name", "shape", "dtype", "scales", "zeroPoint"));
      builder.input(input.string("name"), type(input));
    }
    JsonArray nodes = json.array("nodes");
    if (nodes.size() > MAX_NODES) {
      throw json.error(
          "nodes", String.format(Locale.ROOT, "%d are over %d", nodes.size(), MAX_NODES));
    }
    for (JsonObject node : nodes.objects()) {
      List<Value> reads = node.array("inputs").strings().stream().map(builder::value).toList();
      builder.add(node.string("name"), OpJson.read(node), reads);
    }
    JsonObject outputs = json.object("outputs");
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
            .put("dtype", Enums.write(input.type().dtype()));
    input
        .type()
        .quantization()
        .ifPresent(
            q ->
                json.put(
                        "scales",
                        JsonArray.ofNumbers(
                            q.scales().stream().mapToDouble(Float::doubleValue).toArray()))
                    .put("zeroPoint", q.zeroPoint()));
    return json.build();
  }

  private static TensorType type(JsonObject json) {
    Shape shape = OpJson.shape(json.array("shape"));
    Optional<Quantization> quantization =
        json.optionalArray("scales").map(scales -> quantization(json, scales));
    return new TensorType(shape, Enums.read(json, "dtype", DType.class), quantization);
  }

  private static Quantization quantization(JsonObject json, JsonArray scales) {
    try {
      return new Quantization(floats(scales), json.integer("zeroPoint"));
    } catch (IllegalArgumentException e) {
      throw json.error("scales", e.getMessage());
    }
  }

  private static List<Float> floats(JsonArray array) {
    List<Float> floats = new ArrayList<>();
    for (float value : array.floats()) {
      floats.add(value);
    }
    return floats;
  }

  private static JsonObject write(Node node) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", node.name())
            .put("inputs", JsonArray.ofStrings(node.inputs().stream().map(Value::name).toList()));
    OpJson.write(node.op(), json);
    return json.build();
  }
}
