package liviano.formats.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liviano.UnsupportedModelException;

/**
 * An ONNX graph under construction. Tensors are 32-bit floats, but for shapes, indices and integers
 * that stand for real numbers.
 */
final class OnnxGraph {
  static final int OPSET = 17;

  /** The version of the format that came with {@link #OPSET}. */
  private static final int IR_VERSION = 8;

  /** What the extent of a batch of any size is called. */
  private static final String BATCH = "batch";

  /** Protobuf messages end at 2 GiB; the graph's own fields need a little of that. */
  private static final long MOST_CONSTANT_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final Message graph = new Message();
  private final Set<String> tensors = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();
  private long constantBytes;

  /** Reserves a tensor name: the requested one, or a similar one if that is in use. */
  String tensor(String wish) {
    return unique(tensors, wish);
  }

  /** An input of the file, of floats. */
  void input(String tensor, List<Integer> dims) {
    input(tensor, Fields.Tensor.FLOAT, dims);
  }

  /**
   * An input of the file.
   *
   * @param type of its numbers, as ONNX calls it
   * @param dims negative where any number will do
   */
  void input(String tensor, int type, List<Integer> dims) {
    graph.message(Fields.Graph.INPUT, valueInfo(tensor, type, dims));
  }

  /** An output of the file, of floats. */
  void output(String tensor, List<Integer> dims) {
    output(tensor, Fields.Tensor.FLOAT, dims);
  }

  /** An output of the file. */
  void output(String tensor, int type, List<Integer> dims) {
    graph.message(Fields.Graph.OUTPUT, valueInfo(tensor, type, dims));
  }

  /**
   * A node of one output.
   *
   * @param inputs tensors; an empty name means an omitted input
   */
  void node(String name, String type, List<String> inputs, String output, Attribute... attributes) {
    node(name, type, inputs, List.of(output), attributes);
  }

  /** A node of several outputs. */
  void node(
      String name,
      String type,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(Fields.Node.INPUT, input));
    outputs.forEach(output -> node.text(Fields.Node.OUTPUT, output));
    node.text(Fields.Node.NAME, unique(nodes, name)).text(Fields.Node.OP_TYPE, type);
    for (Attribute attribute : attributes) {
      node.message(Fields.Node.ATTRIBUTE, attribute.message());
    }
    graph.message(Fields.Graph.NODE, node);
  }

  /** A constant of these extents; none for a scalar. */
  String constant(String wish, float[] values, int... dims) {
    ByteBuffer data = data(values.length, Float.BYTES);
    data.asFloatBuffer().put(values);
    return constant(wish, Fields.Tensor.FLOAT, data, dims);
  }

  /** A vector of indices or extents. */
  String integers(String wish, int... values) {
    ByteBuffer data = data(values.length, Long.BYTES);
    for (int value : values) {
      data.putLong(value);
    }
    return constant(wish, Fields.Tensor.INT64, data.flip(), values.length);
  }

  /**
   * The whole file.
   *
   * @param texts what it says beside the graph, by their keys
   */
  ByteString toFile(String name, Map<String, String> texts) {
    graph.text(Fields.Graph.NAME, name);
    Message file =
        new Message()
            .integer(Fields.Model.IR_VERSION, IR_VERSION)
            .text(Fields.Model.PRODUCER_NAME, "liviano")
            .message(
                Fields.Model.OPSET_IMPORT, new Message().integer(Fields.OperatorSet.VERSION, OPSET))
            .message(Fields.Model.GRAPH, graph);
    texts.forEach(
        (key, text) ->
            file.message(
                Fields.Model.METADATA,
                new Message().text(Fields.Text.KEY, key).text(Fields.Text.VALUE, text)));
    return file.toByteString();
  }

  /**
   * A constant of any type.
   *
   * @param type its number in ONNX
   * @param data as it is stored
   */
  String constant(String wish, int type, ByteBuffer data, int... dims) {
    constantBytes += data.remaining();
    if (constantBytes > MOST_CONSTANT_BYTES) {
      throw new UnsupportedModelException(
          "its weights take over 1.9 GiB, and one ONNX file holds no more than 2");
    }
    String tensor = tensor(wish);
    Message message = new Message();
    for (int dim : dims) {
      message.integer(Fields.Tensor.DIMS, dim);
    }
    message
        .integer(Fields.Tensor.DATA_TYPE, type)
        .text(Fields.Tensor.NAME, tensor)
        .bytes(Fields.Tensor.RAW_DATA, ByteString.copyFrom(data));
    graph.message(Fields.Graph.INITIALIZER, message);
    return tensor;
  }

  /** ONNX stores numbers in little-endian order, whatever the machine. */
  private static ByteBuffer data(int count, int bytes) {
    return ByteBuffer.allocate(Math.multiplyExact(count, bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Message valueInfo(String tensor, int type, List<Integer> dims) {
    Message shape = new Message();
    for (int dim : dims) {
      Message extent = new Message();
      shape.message(
          Fields.Type.SHAPE_DIM,
          dim < 0
              ? extent.text(Fields.Type.DIM_PARAM, BATCH)
              : extent.integer(Fields.Type.DIM_VALUE, dim));
    }
    Message tensorType =
        new Message()
            .integer(Fields.Type.TENSOR_ELEMENT, type)
            .message(Fields.Type.TENSOR_SHAPE, shape);
    return new Message()
        .text(Fields.ValueInfo.NAME, tensor)
        .message(Fields.ValueInfo.TYPE, new Message().message(Fields.Type.TENSOR, tensorType));
  }

  private static String unique(Set<String> taken, String wish) {
    String name = wish;
    for (int i = 2; !taken.add(name); i++) {
      name = wish + "." + i;
    }
    return name;
  }
}
