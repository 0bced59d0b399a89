package liviano.formats.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes ONNX models whose only weights, four numbers that are added, lie in a file beside them.
 */
final class ExternalModel {
  /** The bytes that the weights take. */
  static final int BYTES = 4 * Float.BYTES;

  private static final int EXTERNAL = 1;

  private ExternalModel() {}

  /**
   * Writes one.
   *
   * @param place what it says of the file: {@code location}, {@code offset}, {@code length}
   */
  static void write(Path file, Map<String, String> place) throws IOException {
    Message weights =
        new Message()
            .integer(Fields.Tensor.DIMS, 1)
            .integer(Fields.Tensor.DIMS, 4)
            .integer(Fields.Tensor.DATA_TYPE, Fields.Tensor.FLOAT)
            .text(Fields.Tensor.NAME, "w");
    place.forEach(
        (key, value) ->
            weights.message(
                OnnxFields.Tensor.EXTERNAL_DATA,
                new Message().text(Fields.Text.KEY, key).text(Fields.Text.VALUE, value)));
    weights.integer(OnnxFields.Tensor.DATA_LOCATION, EXTERNAL);
    Message sum =
        new Message()
            .text(Fields.Node.INPUT, "x")
            .text(Fields.Node.INPUT, "w")
            .text(Fields.Node.OUTPUT, "out")
            .text(Fields.Node.NAME, "sum")
            .text(Fields.Node.OP_TYPE, "Add");
    Message graph =
        new Message()
            .message(Fields.Graph.NODE, sum)
            .text(Fields.Graph.NAME, "g")
            .message(Fields.Graph.INITIALIZER, weights)
            .message(Fields.Graph.INPUT, vector("x"))
            .message(Fields.Graph.OUTPUT, vector("out"));
    ByteString model =
        new Message()
            .integer(Fields.Model.IR_VERSION, 8)
            .message(Fields.Model.GRAPH, graph)
            .message(
                Fields.Model.OPSET_IMPORT, new Message().integer(Fields.OperatorSet.VERSION, 17))
            .toByteString();
    Files.write(file, model.toByteArray());
  }

  private static Message vector(String name) {
    Message shape =
        new Message()
            .message(Fields.Type.SHAPE_DIM, extent(1))
            .message(Fields.Type.SHAPE_DIM, extent(4));
    Message type =
        new Message()
            .integer(Fields.Type.TENSOR_ELEMENT, Fields.Tensor.FLOAT)
            .message(Fields.Type.TENSOR_SHAPE, shape);
    return new Message()
        .text(Fields.ValueInfo.NAME, name)
        .message(Fields.ValueInfo.TYPE, new Message().message(Fields.Type.TENSOR, type));
  }

  private static Message extent(int extent) {
    return new Message().integer(Fields.Type.DIM_VALUE, extent);
  }
}
