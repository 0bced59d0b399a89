package liviano.formats.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.weights.Weights;

/** One graph on its way to ONNX: which tensor holds which value, and in what layout. */
final class Translation {
  private static final int[] TO_CHANNELS_FIRST = {0, 3, 1, 2};
  private static final int[] TO_CHANNELS_LAST = {0, 2, 3, 1};

  private final OnnxGraph onnx = new OnnxGraph();
  private final Map<Value, String> tensors = new HashMap<>();

  /** As shapes are written: -1 stands for any number. */
  private final int batch;

  private Translation(int batch) {
    this.batch = batch;
  }

  /**
   * The graph for batches of one size.
   *
   * @param batch {@link OnnxSettings#ANY} for any
   */
  static OnnxGraph of(Graph graph, Weights weights, int batch) {
    Translation translation = new Translation(batch == OnnxSettings.ANY ? -1 : batch);
    graph.inputs().forEach(translation::input);
    SequencedMap<String, Value> outputs = translation.reserve(graph);
    Operations operations = new Operations(translation, weights);
    for (Node node : graph.nodes()) {
      node.outputs().forEach(translation::requireFloats);
      operations.write(node);
    }
    outputs.forEach(translation::output);
    return translation.onnx;
  }

  OnnxGraph onnx() {
    return onnx;
  }

  /** The tensor that holds a value: channels first if it is a map. */
  String tensor(Value value) {
    return tensors.computeIfAbsent(value, v -> onnx.tensor(v.name()));
  }

  /** Where the channels are in the tensor of such a shape. */
  static int channelAxis(Shape shape) {
    return shape.isMap() ? 1 : shape.rank();
  }

  /** Extents of the tensor that holds a value of this shape for one sample. */
  static int[] ofOne(Shape shape) {
    return new Translation(1).dims(shape);
  }

  /** How many samples there are at once; -1 for any number. */
  int batch() {
    return batch;
  }

  /** Extents of the tensor that holds a value of this shape, the batch included. */
  int[] dims(Shape shape) {
    return shape.isMap()
        ? new int[] {batch, shape.channels(), shape.height(), shape.width()}
        : given(shape).stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The numbers of one shape in another one's, in the order that they have with channels last.
   *
   * @param name of the layer
   */
  void reshape(String name, String from, Shape shape, String to, Shape target) {
    String source = from;
    if (isRearranged(shape)) {
      source = onnx.tensor(name + ".nhwc");
      transpose(name + ".nhwc", from, source, TO_CHANNELS_LAST);
    }
    if (!isRearranged(target)) {
      reshape(name, source, to, dims(target));
      return;
    }
    String last = onnx.tensor(name + ".map");
    reshape(name, source, last, given(target).stream().mapToInt(Integer::intValue).toArray());
    transpose(name + ".nchw", last, to, TO_CHANNELS_FIRST);
  }

  /** The same numbers, in the order in which they lie there, under other extents. */
  void reshape(String name, String from, String to, int... dims) {
    onnx.node(name, "Reshape", List.of(from, onnx.integers(name + ".shape", dims)), to);
  }

  void transpose(String name, String from, String to, int... order) {
    onnx.node(name, "Transpose", List.of(from), to, Attribute.ints("perm", order));
  }

  /** A node on the way, whose output is called after the layer. */
  String step(Node node, String part, String type, List<String> inputs, Attribute... settings) {
    String output = onnx.tensor(node.name() + "." + part);
    onnx.node(node.name() + "." + part, type, inputs, output, settings);
    return output;
  }

  /** A constant of one number, called after a layer. */
  String scalar(Node node, String part, float value) {
    return onnx.constant(node.name() + "." + part, new float[] {value});
  }

  /** Whether channels first is another order of the numbers than channels last. */
  private static boolean isRearranged(Shape shape) {
    return shape.isMap() && shape.channels() > 1 && shape.height() * shape.width() > 1;
  }

  private void input(Value value) {
    requireFloats(value);
    String given = onnx.tensor(value.name());
    onnx.input(given, given(value.shape()));
    if (value.shape().isMap()) {
      String map = onnx.tensor(value.name() + ".nchw");
      transpose(value.name() + ".nchw", given, map, TO_CHANNELS_FIRST);
      tensors.put(value, map);
    } else {
      tensors.put(value, given);
    }
  }

  /** Keeps the outputs' names for the outputs, and gives them to the layers that need no more. */
  private SequencedMap<String, Value> reserve(Graph graph) {
    SequencedMap<String, Value> outputs = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              String tensor = onnx.tensor(name);
              outputs.put(tensor, value);
              if (!value.shape().isMap()) {
                tensors.putIfAbsent(value, tensor);
              }
            });
    return outputs;
  }

  private void output(String tensor, Value value) {
    String held = tensor(value);
    if (value.shape().isMap()) {
      transpose(tensor + ".nhwc", held, tensor, TO_CHANNELS_LAST);
    } else if (!held.equals(tensor)) {
      onnx.node(tensor, "Identity", List.of(held), tensor);
    }
    onnx.output(tensor, given(value.shape()));
  }

  /** Extents of the value as the graph gives it, the batch included. */
  private List<Integer> given(Shape shape) {
    List<Integer> dims = new ArrayList<>(List.of(batch));
    dims.addAll(shape.dims());
    return dims;
  }

  private void requireFloats(Value value) {
    if (value.type().dtype() != DType.F32) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s gives %s; only F32 is written to ONNX",
              value.name(),
              value.type().dtype()));
    }
  }
}
