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
import liviano.graph.Op;
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

  /** By the numbers of quantized values, the tensors that hold their integers. */
  private final Map<Integer, String> integers = new HashMap<>();

  /** The outputs that are integers as they come. */
  private final Map<Value, String> reserved = new HashMap<>();

  private final Scales scales = new Scales(onnx);

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
    translation.scales.know(graph);
    Operations operations = new Operations(translation, weights);
    for (Node node : graph.nodes()) {
      node.outputs().forEach(translation::requireWritten);
      translation.write(node, operations);
    }
    outputs.forEach(translation::output);
    return translation.onnx;
  }

  OnnxGraph onnx() {
    return onnx;
  }

  /**
   * Between operations all numbers are real: what one on integers reads is dequantized, and what it
   * gives is quantized. ONNX Runtime makes one operation on integers of the three.
   */
  private void write(Node node, Operations operations) {
    switch (node.op()) {
      case Op.Quantized _ -> {
        Node real = node.onReals();
        operations.write(real);
        for (int i = 0; i < real.outputs().size(); i++) {
          quantize(real.outputs().get(i), node.outputs().get(i));
        }
      }
      case Op.Quantize _ -> quantize(real(node.input()), node.output());
      case Op.Dequantize _ -> dequantize(node.input(), tensor(node.output()));
      default -> operations.write(node);
    }
  }

  private static Value real(Value value) {
    return new Value(value.id(), value.name(), value.type().real());
  }

  private void quantize(Value reals, Value to) {
    String from = tensor(reals);
    if (reals.id() == to.id()) {
      tensors.remove(reals); // who reads it reads what the integers stand for
    }
    quantize(from, to, to.name() + ".quantized");
  }

  private void quantize(String from, Value to, String wish) {
    String quantized = reserved.containsKey(to) ? reserved.get(to) : onnx.tensor(wish);
    scales.quantize(to, from, quantized);
    integers.put(to.id(), quantized);
  }

  private void dequantize(Value value, String to) {
    scales.dequantize(value, integers.get(value.id()), to);
  }

  /**
   * What integers stand for that are quantized and dequantized on the way, in the scale of what a
   * layer gives; the same tensor, if that is not quantized.
   */
  String between(Node node, String tensor) {
    return scales.between(node.name(), tensor);
  }

  /** How the constants of layers are stored. */
  Scales scales() {
    return scales;
  }

  /** The tensor that holds a value, or the real numbers of it: channels first if it is a map. */
  String tensor(Value value) {
    String known = tensors.get(value);
    if (known != null) {
      return known;
    }
    String tensor = onnx.tensor(value.name());
    tensors.put(value, tensor);
    if (integers.containsKey(value.id())) {
      dequantize(scales.quantized(value), tensor);
    }
    return tensor;
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
    requireWritten(value);
    String given = onnx.tensor(value.name());
    onnx.input(given, ElementType.number(value.type().dtype()), given(value.shape()));
    if (value.type().isQuantized()) {
      scales.know(value);
      integers.put(value.id(), given);
      if (value.shape().isMap()) {
        scales.requireOneScale(value);
        String reals = onnx.tensor(value.name() + ".real");
        dequantize(value, reals);
        quantize(first(value, reals), value, value.name() + ".quantized");
      }
    } else {
      tensors.put(value, value.shape().isMap() ? first(value, given) : given);
    }
  }

  /** A map with its channels first. */
  private String first(Value map, String last) {
    String first = onnx.tensor(map.name() + ".nchw");
    transpose(map.name() + ".nchw", last, first, TO_CHANNELS_FIRST);
    return first;
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
                (value.type().isQuantized() ? reserved : tensors).putIfAbsent(value, tensor);
              }
            });
    return outputs;
  }

  private void output(String tensor, Value value) {
    if (value.type().isQuantized()) {
      integers(tensor, value);
      return;
    }
    String held = tensor(value);
    if (value.shape().isMap()) {
      transpose(tensor + ".nhwc", held, tensor, TO_CHANNELS_LAST);
    } else if (!held.equals(tensor)) {
      onnx.node(tensor, "Identity", List.of(held), tensor);
    }
    onnx.output(tensor, given(value.shape()));
  }

  /** What moves numbers stands between real ones, as everything else does. */
  private void integers(String tensor, Value value) {
    if (!tensor.equals(integers.get(value.id()))) {
      String reals = tensor(real(value));
      if (value.shape().isMap()) {
        scales.requireOneScale(value);
        String last = onnx.tensor(tensor + ".nhwc");
        transpose(tensor + ".nhwc", reals, last, TO_CHANNELS_LAST);
        reals = last;
      }
      scales.quantize(value, reals, tensor);
    }
    onnx.output(tensor, ElementType.number(value.type().dtype()), given(value.shape()));
  }

  /** Extents of the value as the graph gives it, the batch included. */
  private List<Integer> given(Shape shape) {
    List<Integer> dims = new ArrayList<>(List.of(batch));
    dims.addAll(shape.dims());
    return dims;
  }

  private void requireWritten(Value value) {
    boolean quantized = value.type().isQuantizedByte();
    if (value.type().dtype() != DType.F32 && !quantized) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s gives %s; only F32 and quantized bytes are written to ONNX",
              value.name(),
              value.type().dtype()));
    }
  }
}
