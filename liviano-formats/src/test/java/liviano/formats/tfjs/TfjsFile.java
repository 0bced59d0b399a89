package liviano.formats.tfjs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Window;
import liviano.json.JsonArray;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.weights.Weights;
import liviano.zoo.SsdAnchors;
import liviano.zoo.SsdLite;

/**
 * Writes one of our detectors as TensorFlow's exporter and optimiser would: batch norm half folded,
 * the summand of a projection behind the shortcut, shapes packed from pieces.
 */
final class TfjsFile {
  private static final int[] MAP = {1, 1, 1, 1};

  /** Nodes by their name, so that a test may replace one. */
  final SequencedMap<String, JsonObject> nodes = new LinkedHashMap<>();

  /** Entries of the manifest by their name. */
  final SequencedMap<String, JsonObject> constants = new LinkedHashMap<>();

  List<String> shards = List.of("group1-shard1of2", "group1-shard2of2");
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final Graph graph;
  private final Weights weights;

  /** TensorFlow's name of each of our values. */
  private final Map<String, String> names = new HashMap<>();

  private TfjsFile(Graph graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  static TfjsFile of(Graph graph, Weights weights) {
    TfjsFile file = new TfjsFile(graph, weights);
    int side = graph.inputs().getFirst().shape().height();
    file.node("image_tensor", "Placeholder");
    file.ints("size", side, side);
    file.node("resize", "ResizeBilinear", "image_tensor", "size");
    file.floats("factor", new int[0], (float) (2 / 255.0));
    file.node("mul", "Mul", "factor", "resize");
    file.floats("one", new int[0], 1);
    file.node("Preprocessor/sub", "Sub", "mul", "one");
    file.names.put("image", "Preprocessor/sub");
    graph.nodes().forEach(file::write);
    float[] anchors = SsdAnchors.of(SsdLite.predictedMaps(graph));
    file.floats("Postprocessor/ExpandDims", new int[] {1, anchors.length / 4, 4}, anchors);
    return file;
  }

  /**
   * Writes {@code model.json} and shards of which a tensor may begin in one and end in the next.
   */
  Path write(Path folder) throws IOException {
    byte[] bytes = data.toByteArray();
    int at = 0;
    for (int i = 0; i < shards.size(); i++) {
      int end = i == shards.size() - 1 ? bytes.length : at + bytes.length / shards.size() + 3;
      Files.write(folder.resolve(shards.get(i)), Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return Files.writeString(folder.resolve("model.json"), json());
  }

  String json() {
    return JsonObject.builder()
        .put("format", "graph-model")
        .put(
            "modelTopology", JsonObject.builder().put("node", JsonArray.of(nodes.values())).build())
        .put(
            "weightsManifest",
            JsonArray.of(
                JsonObject.builder()
                    .put("paths", JsonArray.ofStrings(shards))
                    .put("weights", JsonArray.of(constants.values()))
                    .build()))
        .build()
        .toJson();
  }

  private void write(Node node) {
    String in = names.get(node.input().name());
    switch (node.op()) {
      case Op.Conv2d(_, Window window, _, _) -> {
        filter(node, "Conv2D", in, window, 1);
        // The summand of a projection with a shortcut comes after the shortcut.
        if (graph.find(node.name().replace(".project", ".add")).isEmpty()
            || !node.name().endsWith(".project")) {
          bias(node.name(), node.name(), node.name().startsWith("predictors") ? "BiasAdd" : "Add");
        }
      }
      case Op.DepthwiseConv2d(Window window, _, _) -> {
        filter(node, "DepthwiseConv2dNative", in, window, 2);
        if (node.name().startsWith("predictors")) {
          fusedNorm(node);
        } else {
          floats(node.name() + "/half", new int[] {node.output().shape().channels()}, half(node));
          node(node.name() + "/mul", "Mul", node.name() + "/half", node.name());
          bias(node.name(), node.name() + "/mul", "AddV2");
        }
      }
      case Op.Relu6() -> names.put(node.name(), named(node, "Relu6", in));
      case Op.Add() -> {
        String project = node.inputs().get(1).name();
        named(node, "AddN", project, in);
        bias(project, node.name(), "Add");
        names.put(node.name(), names.get(project));
      }
      case Op.Reshape _ when node.input().name().startsWith("predictors") -> reshape(node, in);
      case Op.Reshape _ -> names.put(node.name(), in);
      case Op.Concat _ -> {
        List<String> inputs = new ArrayList<>();
        node.inputs().forEach(input -> inputs.add(names.get(input.name())));
        inputs.add("axis");
        if (!nodes.containsKey("axis")) {
          ints("axis", 1);
        }
        String name = node.name().startsWith("boxes") ? "concat" : "concat_1";
        node(name, "ConcatV2", inputs.toArray(String[]::new));
        names.put(node.name(), name);
      }
      default -> throw new AssertionError(node.op());
    }
  }

  private String named(Node node, String op, String... inputs) {
    node(node.name(), op, inputs);
    return node.name();
  }

  /** HWIO or HWCM, times a factor that batch norm is to take back. */
  private void filter(Node node, String op, String in, Window window, float factor) {
    float[] ours = weights.get(node.name() + ".weight").toFloats();
    int channels = node.output().shape().channels();
    int inner = ours.length / channels;
    boolean dense = op.equals("Conv2D");
    float[] theirs = new float[ours.length];
    for (int i = 0; i < ours.length; i++) {
      theirs[i] = factor * (dense ? ours[i % channels * inner + i / channels] : ours[i]);
    }
    int[] dims =
        dense
            ? new int[] {
              window.kernelH(), window.kernelW(), node.input().shape().channels(), channels
            }
            : new int[] {window.kernelH(), window.kernelW(), channels, 1};
    floats(node.name() + "/filter", dims, theirs);
    node(
        node.name(),
        op,
        JsonObject.builder()
            .put("strides", list(1, window.strideH(), window.strideW(), 1))
            .put("dilations", list(MAP))
            .put("padding", text("SAME"))
            .put("data_format", text("NHWC"))
            .build(),
        in,
        node.name() + "/filter");
  }

  private void bias(String layer, String before, String op) {
    float[] bias = weights.get(layer + ".bias").toFloats();
    floats(layer + "/bias", new int[] {bias.length}, bias);
    boolean first = op.equals("Add");
    node(layer + "/biased", op, first ? layer + "/bias" : before, first ? before : layer + "/bias");
    names.put(layer, layer + "/biased");
  }

  /** Scale 1 over sqrt(3 + 1), offset - 2 * scale: half of it, and 1 less. */
  private void fusedNorm(Node node) {
    float[] bias = weights.get(node.name() + ".bias").toFloats();
    int[] dims = {bias.length};
    float[] constant = new float[bias.length];
    Arrays.fill(constant, 1);
    floats(node.name() + "/gamma", dims, constant);
    for (int i = 0; i < bias.length; i++) {
      bias[i]++;
    }
    floats(node.name() + "/beta", dims, bias);
    Arrays.fill(constant, 2);
    floats(node.name() + "/mean", dims, constant);
    Arrays.fill(constant, 3);
    floats(node.name() + "/variance", dims, constant);
    node(
        node.name() + "/norm",
        "FusedBatchNorm",
        JsonObject.builder()
            .put("epsilon", JsonObject.builder().put("f", 1.0).build())
            .put("is_training", JsonObject.builder().put("b", false).build())
            .build(),
        node.name(),
        node.name() + "/gamma",
        node.name() + "/beta",
        node.name() + "/mean",
        node.name() + "/variance");
    names.put(node.name(), node.name() + "/norm");
  }

  private void reshape(Node node, String in) {
    boolean boxes = node.name().contains("boxes");
    int each = boxes ? 4 : graph.outputs().get("logits").shape().channels();
    String name = node.name();
    ints(name + "/count", node.output().shape().elements() / each);
    ints(name + "/each", each);
    node(name + "/batch", "StridedSlice", in);
    if (boxes) {
      ints(name + "/one", 1);
      node(
          name + "/shape", "Pack", name + "/batch", name + "/count", name + "/one", name + "/each");
    } else {
      node(name + "/shape", "Pack", name + "/batch", name + "/count", name + "/each");
    }
    names.put(name, named(node, "Reshape", in, name + "/shape"));
  }

  private static float[] half(Node node) {
    float[] half = new float[node.output().shape().channels()];
    Arrays.fill(half, 0.5f);
    return half;
  }

  void node(String name, String op, String... inputs) {
    node(name, op, JsonObject.builder().build(), inputs);
  }

  void node(String name, String op, JsonObject attributes, String... inputs) {
    nodes.put(
        name,
        JsonObject.builder()
            .put("name", name)
            .put("op", op)
            .put("input", JsonArray.ofStrings(List.of(inputs)))
            .put("attr", attributes)
            .build());
  }

  void floats(String name, int[] dims, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    constant(name, "float32", dims, bytes.array());
  }

  private void ints(String name, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    constant(
        name, "int32", values.length == 1 ? new int[0] : new int[] {values.length}, bytes.array());
  }

  private void constant(String name, String type, int[] dims, byte[] bytes) {
    node(name, "Const");
    constants.put(
        name,
        JsonObject.builder()
            .put("name", name)
            .put("dtype", type)
            .put("shape", JsonArray.ofIntegers(dims))
            .build());
    data.writeBytes(bytes);
  }

  /** Integers as the exporter writes them: strings. */
  private static JsonObject list(int... values) {
    List<JsonString> strings =
        Arrays.stream(values).mapToObj(v -> new JsonString(String.valueOf(v))).toList();
    return JsonObject.builder()
        .put("list", JsonObject.builder().put("i", JsonArray.of(strings)).build())
        .build();
  }

  /** A text as the exporter writes it: its bytes. */
  static JsonObject text(String text) {
    List<JsonNumber> codes = text.chars().mapToObj(JsonNumber::of).toList();
    return JsonObject.builder().put("s", JsonArray.of(codes)).build();
  }
}
