package liviano.formats.onnx;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;

/** QuantizeLinear and DequantizeLinear: how the integers of values and constants are stored. */
final class Scales {
  private final OnnxGraph onnx;
  private final Map<Integer, Value> values = new HashMap<>();
  private final Map<String, Integers> layers = new HashMap<>();

  /** How a layer with weights has them, and what it reads and gives. */
  private record Integers(Op.Quantized op, Value input, Value output) {}

  Scales(OnnxGraph onnx) {
    this.onnx = onnx;
  }

  /** Notes the layers on integers and what they give. */
  void know(Graph graph) {
    for (Node node : graph.nodes()) {
      node.outputs().forEach(this::know);
      if (node.op() instanceof Op.Quantized op && !node.inputs().isEmpty()) {
        layers.put(node.name(), new Integers(op, node.input(), node.outputs().getFirst()));
      }
    }
  }

  void know(Value value) {
    value.type().quantization().ifPresent(_ -> values.put(value.id(), value));
  }

  /** The quantized value of which one holds the real numbers. */
  Value quantized(Value reals) {
    return values.get(reals.id());
  }

  /** Whether a layer has its weights as integers. */
  boolean hasIntegers(Node node) {
    return layers.containsKey(node.name()) && layers.get(node.name()).op().weights().isPresent();
  }

  void quantize(Value to, String reals, String integers) {
    linear("QuantizeLinear", to, reals, integers);
  }

  void dequantize(Value value, String integers, String reals) {
    linear("DequantizeLinear", value, integers, reals);
  }

  private void linear(String type, Value value, String from, String to) {
    Quantization how = value.type().quantization().orElseThrow();
    List<String> constants = constants(value.name(), value.type().dtype(), how);
    linear(type, how, from, constants, to, Translation.channelAxis(value.shape()));
  }

  /**
   * A node that does it.
   *
   * @param constants see {@link #constants}
   * @param axis that the scales belong to, if there are several
   */
  private void linear(
      String type, Quantization how, String from, List<String> constants, String to, int axis) {
    Attribute[] settings =
        how.isPerChannel() ? new Attribute[] {Attribute.of("axis", axis)} : new Attribute[0];
    List<String> inputs = new ArrayList<>(List.of(from));
    inputs.addAll(constants);
    onnx.node(to, type, inputs, to, settings);
  }

  /** Its scale and its zero point, numbers or a list for each channel. */
  private List<String> constants(String name, DType format, Quantization how) {
    int count = how.scales().size();
    int[] dims = how.isPerChannel() ? new int[] {count} : new int[0];
    float[] scales = new float[count];
    ByteBuffer zeroPoints = data(count * format.bytes());
    for (int i = 0; i < count; i++) {
      scales[i] = how.scale(i);
      if (format == DType.I32) {
        zeroPoints.putInt(how.zeroPoint(i));
      } else {
        zeroPoints.put((byte) how.zeroPoint(i));
      }
    }
    return List.of(
        onnx.constant(name + ".scale", scales, dims),
        onnx.constant(name + ".zero", ElementType.number(format), zeroPoints.flip(), dims));
  }

  /** See {@link Translation#between}. */
  String between(String layer, String tensor) {
    Integers known = layers.get(layer);
    if (known == null) {
      return tensor;
    }
    String integers = onnx.tensor(tensor + ".quantized");
    String reals = onnx.tensor(tensor + ".real");
    quantize(known.output(), tensor, integers);
    dequantize(known.output(), integers, reals);
    return reals;
  }

  /**
   * What integers of weights stand for.
   *
   * @param integers whole numbers, output channels outermost
   */
  String weight(Node node, String name, float[] integers, int... dims) {
    Op.WeightFormat format = layers.get(node.name()).op().weights().orElseThrow();
    ByteBuffer data = data(integers.length);
    for (float integer : integers) {
      data.put((byte) (int) integer);
    }
    return real(name, format.format(), format.quantization(), data.flip(), dims);
  }

  /** What a bias stands for, in steps of the input's scale times the weight's. */
  String bias(Node node, String name, Tensor bias) {
    Integers known = layers.get(node.name());
    Quantization weights = known.op().weights().orElseThrow().quantization();
    Quantization how = weights.ofBias(known.input().type().quantization().orElseThrow().scale(0));
    int count = Math.toIntExact(bias.elementCount());
    return real(name, DType.I32, how, bias.data().asByteBuffer(), count);
  }

  private String real(
      String name, DType format, Quantization how, ByteBuffer integers, int... dims) {
    String held = onnx.constant(name, ElementType.number(format), integers, dims);
    List<String> constants = constants(name, format, how);
    String real = onnx.tensor(name + ".real");
    linear("DequantizeLinear", how, held, constants, real, 0);
    return real;
  }

  /** Makes real numbers of the integers of a constant, if it is one of integers. */
  void toReals(Node node, float[] integers) {
    Value known = values.get(node.output().id());
    if (known != null) {
      Quantization how = known.type().quantization().orElseThrow();
      for (int i = 0; i < integers.length; i++) {
        integers[i] = how.real((int) integers[i], 0);
      }
    }
  }

  /** Of an input or an output that is a map, whose channels are last. */
  void requireOneScale(Value value) {
    if (value.type().quantization().orElseThrow().isPerChannel()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "'%s' is a map of integers with a scale for each channel, which is not written to"
                  + " ONNX: give the network floats there",
              value.name()));
    }
  }

  /** Where the output channels are not the outermost extent. */
  void requireOneScale(Node node) {
    if (hasIntegers(node)
        && layers.get(node.name()).op().weights().orElseThrow().quantization().isPerChannel()) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "layer %s: a transposed convolution whose weights have a scale for each channel is"
                  + " not written to ONNX: quantize it with one scale, --scheme per-tensor",
              node.name()));
    }
  }

  /** Numbers as floats: of integers of 8 bits the integers themselves. */
  static float[] numbers(Tensor tensor) {
    if (!tensor.type().isByte()) {
      return tensor.toFloats();
    }
    float[] numbers = new float[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < numbers.length; i++) {
      byte number = tensor.data().get(ValueLayout.JAVA_BYTE, i);
      numbers[i] = tensor.type() == DType.U8 ? Byte.toUnsignedInt(number) : number;
    }
    return numbers;
  }

  private static ByteBuffer data(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
