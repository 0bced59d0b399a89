package liviano.formats.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.ParamSpec.Role;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * The integers of layers with weights: signed bytes with one scale or one for each output channel,
 * and biases of 32 bits that count in steps of the input's scale times the weight's.
 */
final class TfLiteProducts {
  private final TfLiteFile file;
  private final Weights weights;
  private final Map<String, Op.WeightFormat> formats = new HashMap<>();

  TfLiteProducts(TfLiteFile file, Weights weights) {
    this.file = file;
    this.weights = weights;
  }

  /** Says how the weights of a layer are stored. */
  void put(String layer, Op.WeightFormat format) {
    formats.put(layer, format);
  }

  boolean isPerChannel(Node node) {
    Op.WeightFormat format = formats.get(node.name());
    return format != null && format.quantization().isPerChannel();
  }

  /** What a layer reads: the map, the weights, the bias. */
  List<Integer> filtered(Node node, int map) {
    Quantization scales = formats.get(node.name()).quantization();
    ParamSpec weight = node.param(Role.WEIGHT).orElseThrow();
    int[] dims = weight.shape().toArray();
    int axis = 0;
    if (node.op() instanceof Op.DepthwiseConv2d) {
      dims = new int[] {1, dims[0], dims[1], dims[2]};
      axis = 3;
    } else if (isPerChannel(node) && node.op() instanceof Op.Dense) {
      dims = new int[] {dims[0], 1, 1, dims[1]};
    }
    ByteBuffer bytes = bytes(weight);
    return List.of(
        map, file.constant(weight.name(), DType.I8, bytes, scales, axis, dims), bias(node, scales));
  }

  /** Operators must have one. */
  private int bias(Node node, Quantization weights) {
    int channels = node.output().shape().channels();
    ByteBuffer bytes =
        node.param(Role.BIAS)
            .map(this::bytes)
            .orElseGet(
                () -> ByteBuffer.allocate(channels * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN));
    Quantization how = weights.ofBias(node.input().type().quantization().orElseThrow().scale(0));
    return file.constant(node.name() + ".bias", DType.I32, bytes, how, 0, channels);
  }

  /** The integers that a node of the graph gives. */
  int constant(Node node, int... dims) {
    ParamSpec spec = node.param(Role.VALUE).orElseThrow();
    Quantization how = node.output().type().quantization().orElseThrow();
    return file.constant(node.name(), node.output().type().dtype(), bytes(spec), how, 0, dims);
  }

  private ByteBuffer bytes(ParamSpec spec) {
    Tensor tensor = weights.require(spec.name(), spec.shape().extents());
    return tensor.data().asByteBuffer();
  }
}
