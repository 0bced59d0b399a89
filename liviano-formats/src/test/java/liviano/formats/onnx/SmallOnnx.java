package liviano.formats.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import liviano.formats.SmallModel;
import liviano.graph.Graph;
import liviano.weights.Weights;

/** Small ONNX files. */
public final class SmallOnnx {
  private static final int FLOAT = 1;
  private static final int INT8 = 3;
  private static final int EXTERNAL = 1;
  private static final int KERNEL_BYTES = 2 * 3 * 3 * 3 * Float.BYTES;

  private SmallOnnx() {}

  /** As our writer makes them. */
  public static SmallModel plain(Graph graph, Weights weights) throws IOException {
    return SmallModel.written("ONNX", "model.onnx", f -> OnnxWriter.write(graph, weights, f));
  }

  /** A convolution whose weights lie in a file beside the model. */
  public static SmallModel external() {
    Message kernel =
        tensor("kernel", FLOAT, 2, 3, 3, 3)
            .message(OnnxFields.Tensor.EXTERNAL_DATA, entry("location", "model.data"))
            .message(OnnxFields.Tensor.EXTERNAL_DATA, entry("offset", "4"))
            .message(OnnxFields.Tensor.EXTERNAL_DATA, entry("length", "" + KERNEL_BYTES))
            .integer(OnnxFields.Tensor.DATA_LOCATION, EXTERNAL);
    Message graph =
        graph(node("Conv", "image", "kernel", "answer")).message(Fields.Graph.INITIALIZER, kernel);
    ByteBuffer data = ByteBuffer.allocate(4 + KERNEL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < data.capacity() / Float.BYTES; i++) {
      data.putFloat(i % 7 - 3);
    }
    return new SmallModel(
        "ONNX with external data",
        "model.onnx",
        Map.of("model.onnx", model(graph), "model.data", data.array()));
  }

  /** A convolution of integers, by nodes that quantize and dequantize. */
  public static SmallModel quantized() {
    ByteBuffer kernel = ByteBuffer.allocate(2 * 3 * 3 * 3);
    for (int i = 0; i < kernel.capacity(); i++) {
      kernel.put(i, (byte) (i * 5 % 23 - 11));
    }
    Message graph =
        graph(
                node("QuantizeLinear", "image", "scale", "zero", "bytes"),
                node("DequantizeLinear", "bytes", "scale", "zero", "reals"),
                node("DequantizeLinear", "kernel", "scale", "zero", "weights"),
                node("Conv", "reals", "weights", "sums"),
                node("QuantizeLinear", "sums", "scale", "zero", "sums8"),
                node("DequantizeLinear", "sums8", "scale", "zero", "answer"))
            .message(
                Fields.Graph.INITIALIZER,
                tensor("kernel", INT8, 2, 3, 3, 3)
                    .bytes(Fields.Tensor.RAW_DATA, ByteString.copyFrom(kernel)))
            .message(
                Fields.Graph.INITIALIZER,
                tensor("scale", FLOAT).real(OnnxFields.Tensor.FLOAT_DATA, 0.125f))
            .message(
                Fields.Graph.INITIALIZER,
                tensor("zero", INT8).integer(OnnxFields.Tensor.INT32_DATA, 3));
    return SmallModel.of("quantized ONNX", "model.onnx", model(graph));
  }

  static byte[] model(Message graph) {
    return new Message()
        .integer(Fields.Model.IR_VERSION, 8)
        .text(Fields.Model.PRODUCER_NAME, "a test")
        .message(Fields.Model.GRAPH, graph)
        .message(Fields.Model.OPSET_IMPORT, new Message().integer(Fields.OperatorSet.VERSION, 13))
        .toByteString()
        .toByteArray();
  }

  static Message graph(Message... nodes) {
    Message graph = new Message();
    for (Message node : nodes) {
      graph.message(Fields.Graph.NODE, node);
    }
    return graph
        .text(Fields.Graph.NAME, "small")
        .message(Fields.Graph.INPUT, value("image", 1, 3, 6, 5))
        .message(Fields.Graph.OUTPUT, value("answer", 1, 2, 4, 3));
  }

  /**
   * @param names of what it reads, and last of what it gives
   */
  static Message node(String op, String... names) {
    Message node = new Message();
    for (int i = 0; i < names.length - 1; i++) {
      node.text(Fields.Node.INPUT, names[i]);
    }
    String output = names[names.length - 1];
    return node.text(Fields.Node.OUTPUT, output)
        .text(Fields.Node.NAME, "node of " + output)
        .text(Fields.Node.OP_TYPE, op);
  }

  private static Message tensor(String name, int type, int... dims) {
    Message tensor = new Message();
    for (int dim : dims) {
      tensor.integer(Fields.Tensor.DIMS, dim);
    }
    return tensor.integer(Fields.Tensor.DATA_TYPE, type).text(Fields.Tensor.NAME, name);
  }

  private static Message entry(String key, String value) {
    return new Message().text(OnnxFields.Entry.KEY, key).text(OnnxFields.Entry.VALUE, value);
  }

  static Message value(String name, int... dims) {
    Message shape = new Message();
    for (int dim : dims) {
      shape.message(Fields.Type.SHAPE_DIM, new Message().integer(Fields.Type.DIM_VALUE, dim));
    }
    Message tensor =
        new Message()
            .integer(Fields.Type.TENSOR_ELEMENT, FLOAT)
            .message(Fields.Type.TENSOR_SHAPE, shape);
    return new Message()
        .text(Fields.ValueInfo.NAME, name)
        .message(Fields.ValueInfo.TYPE, new Message().message(Fields.Type.TENSOR, tensor));
  }
}
