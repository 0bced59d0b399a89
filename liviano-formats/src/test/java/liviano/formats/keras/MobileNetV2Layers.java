package liviano.formats.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonNull;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.tensor.Extents;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * A MobileNetV2 of ours as keras-applications describes it: its names of layers, zeros around a map
 * before strided windows, batch norm by itself.
 */
final class MobileNetV2Layers {
  /** A layer's weights by their names in Keras, as {@code conv/kernel}. */
  record Weight(String name, int[] dims, float[] values) {}

  /** Entries of the configuration of a functional network. */
  final List<JsonObject> layers = new ArrayList<>();

  /** Weights of each layer that has some, in the order of the layers. */
  final SequencedMap<String, List<Weight>> weights = new LinkedHashMap<>();

  private final Map<Integer, String> names = new LinkedHashMap<>();
  private final Weights ours;

  private MobileNetV2Layers(Weights ours) {
    this.ours = ours;
  }

  /** All of a graph's nodes up to one. */
  static MobileNetV2Layers of(Graph graph, Weights weights, String last) {
    MobileNetV2Layers file = new MobileNetV2Layers(weights);
    int side = graph.inputs().getFirst().shape().height();
    file.names.put(graph.inputs().getFirst().id(), "input_1");
    file.layers.add(
        JsonObject.builder()
            .put("class_name", "InputLayer")
            .put("config", input("input_1", side, side, 3))
            .put("name", "input_1")
            .put("inbound_nodes", JsonArray.of())
            .build());
    for (Node node : graph.nodes()) {
      file.add(node);
      if (node.name().equals(last)) {
        break;
      }
    }
    return file;
  }

  static JsonObject input(String name, int... dims) {
    List<JsonValue> shape = new ArrayList<>(List.of(JsonNull.NULL));
    for (int extent : dims) {
      shape.add(JsonNumber.of(extent));
    }
    return JsonObject.builder()
        .put("batch_input_shape", JsonArray.of(shape))
        .put("dtype", "float32")
        .put("name", name)
        .build();
  }

  /** The network as {@code class_name} and {@code config}. */
  JsonObject functional(String kind, String name) {
    String last = layers.getLast().string("name");
    return JsonObject.builder()
        .put("class_name", kind)
        .put(
            "config",
            JsonObject.builder()
                .put("name", name)
                .put("layers", JsonArray.of(layers))
                .put("input_layers", refs("input_1"))
                .put("output_layers", refs(last))
                .build())
        .build();
  }

  private void add(Node node) {
    String name = name(node.name());
    String in = names.get(node.input().id());
    JsonObject.Builder config = JsonObject.builder().put("name", name).put("trainable", true);
    switch (node.op()) {
      case Op.Conv2d(int out, Window window, _, _) ->
          layer(
              "Conv2D",
              slid(config, window).put("filters", out).put("use_bias", false),
              name,
              padded(name, in, window));
      case Op.DepthwiseConv2d(Window window, _, _) ->
          layer(
              "DepthwiseConv2D",
              slid(config, window).put("depth_multiplier", 1).put("use_bias", false),
              name,
              padded(name, in, window));
      case Op.BatchNorm(float epsilon) ->
          layer(
              "BatchNormalization",
              config.put("axis", JsonArray.ofIntegers(3)).put("epsilon", epsilon),
              name,
              in);
      case Op.Relu6() -> layer("ReLU", config.put("max_value", 6.0), name, in);
      case Op.Add() -> layer("Add", config, name, in, names.get(node.inputs().get(1).id()));
      case Op.GlobalAveragePool() -> layer("GlobalAveragePooling2D", config, name, in);
      case Op.Dense(int units, _) ->
          layer("Dense", config.put("units", units).put("activation", "softmax"), name, in);
      default -> throw new AssertionError(node.op());
    }
    names.put(node.output().id(), name);
    weights(node, name);
  }

  private static JsonObject.Builder slid(JsonObject.Builder config, Window window) {
    return config
        .put("kernel_size", JsonArray.ofIntegers(window.kernelH(), window.kernelW()))
        .put("strides", JsonArray.ofIntegers(window.strideH(), window.strideW()))
        .put("padding", window.strideH() == 2 ? "valid" : "same");
  }

  /** Zeros below and to the right of a map of even extents. */
  private String padded(String name, String in, Window window) {
    if (window.strideH() == 1) {
      return in;
    }
    String pad = name.replace("_depthwise", "") + "_pad";
    JsonArray sides = JsonArray.ofIntegers(0, 1);
    layer(
        "ZeroPadding2D",
        JsonObject.builder().put("name", pad).put("padding", JsonArray.of(sides, sides)),
        pad,
        in);
    return pad;
  }

  private void layer(String kind, JsonObject.Builder config, String name, String... reads) {
    layers.add(
        JsonObject.builder()
            .put("class_name", kind)
            .put("config", config.build())
            .put("name", name)
            .put("inbound_nodes", JsonArray.of(refs(reads)))
            .build());
  }

  private static JsonArray refs(String... layers) {
    List<JsonArray> refs = new ArrayList<>();
    for (String layer : layers) {
      refs.add(JsonArray.of(new JsonString(layer), JsonNumber.of(0), JsonNumber.of(0)));
    }
    return JsonArray.of(refs);
  }

  private void weights(Node node, String name) {
    List<Weight> all = new ArrayList<>();
    for (Tensor tensor : node.params().stream().map(spec -> ours.get(spec.name())).toList()) {
      String role = tensor.name().substring(tensor.name().lastIndexOf('.') + 1);
      all.add(weight(node.op(), name, role, tensor));
    }
    if (!all.isEmpty()) {
      weights.put(name, all);
    }
  }

  private static Weight weight(Op op, String name, String role, Tensor tensor) {
    Extents dims = tensor.dims();
    float[] values = tensor.toFloats();
    return switch (role) {
      case "weight" ->
          switch (op) {
            case Op.Conv2d _ ->
                new Weight(
                    name + "/kernel",
                    ints(dims.get(1), dims.get(2), dims.get(3), dims.get(0)),
                    innermost(values, (int) dims.get(0)));
            case Op.Dense _ ->
                new Weight(
                    name + "/kernel",
                    ints(dims.get(1), dims.get(0)),
                    innermost(values, (int) dims.get(0)));
            default ->
                new Weight(
                    name + "/depthwise_kernel",
                    ints(dims.get(0), dims.get(1), dims.get(2), 1),
                    values);
          };
      case "scale" -> new Weight(name + "/gamma", ints(dims.get(0)), values);
      case "offset" -> new Weight(name + "/beta", ints(dims.get(0)), values);
      case "mean", "variance" -> new Weight(name + "/moving_" + role, ints(dims.get(0)), values);
      default -> new Weight(name + "/" + role, ints(dims.get(0)), values);
    };
  }

  /** Rows of the output as columns. */
  static float[] innermost(float[] values, int out) {
    int each = values.length / out;
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % each * out + i / each] = values[i];
    }
    return turned;
  }

  private static int[] ints(long... values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  private static String name(String ours) {
    return switch (ours) {
      case "stem.conv" -> "Conv1";
      case "stem.conv.norm" -> "bn_Conv1";
      case "stem.conv.relu6" -> "Conv1_relu";
      case "head.conv" -> "Conv_1";
      case "head.conv.norm" -> "Conv_1_bn";
      case "head.conv.relu6" -> "out_relu";
      case "head.pool" -> "global_average_pooling2d";
      case "classifier" -> "predictions";
      default ->
          ours.replaceFirst("blocks\\.0\\.", "expanded_conv_")
              .replaceFirst("blocks\\.(\\d+)\\.", "block_$1_")
              .replace(".norm", "_BN")
              .replace(".relu6", "_relu");
    };
  }
}
