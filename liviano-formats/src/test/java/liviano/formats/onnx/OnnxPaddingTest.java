package liviano.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX names the paddings of all axes' beginnings before those of their ends: {@code [top, left,
 * bottom, right]}.
 */
class OnnxPaddingTest {
  private static final Padding EACH_SIDE = new Padding.Explicit(1, 2, 3, 4);

  @TempDir private Path folder;

  static Stream<Op> operations() {
    Window window = Window.square(5, 1, EACH_SIDE);
    return Stream.of(
        new Op.Conv2d(4, window, 1, true),
        new Op.DepthwiseConv2d(window, 1, false),
        new Op.TransposedConv2d(4, window, 0, 0, 1, true),
        new Op.MaxPool(window),
        new Op.AveragePool(window, true),
        new Op.AveragePool(window, false));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void explicitPaddingIsWrittenByItsSides(Op op) throws IOException {
    assertThat(pads(op, Shape.of(8, 9, 2))).containsExactly(List.of(1L, 3L, 2L, 4L));
  }

  /** One position at the bottom, one on each side. */
  @Test
  void theOddPositionOfSameIsWrittenAtTheEnd() throws IOException {
    Op op = new Op.Conv2d(4, Window.square(3, 2, Padding.SAME), 1, true);
    assertThat(pads(op, Shape.of(8, 9, 2))).containsExactly(List.of(0L, 1L, 1L, 1L));
  }

  /** It is taken from what is cut off at the end; here nothing is left to add. */
  @Test
  void outputPaddingIsFirstOneOfWhatIsCutOff() throws IOException {
    Window window = Window.square(5, 3, EACH_SIDE);
    Op op = new Op.TransposedConv2d(4, window, 1, 4, 1, false);
    assertThat(pads(op, Shape.of(8, 9, 2))).containsExactly(List.of(1L, 3L, 1L, 0L));
  }

  @Test
  void asMuchOutputPaddingAsAStrideIsRefused() {
    Op op = new Op.TransposedConv2d(4, Window.square(5, 3, EACH_SIDE), 2, 7, 1, false);
    assertThatThrownBy(() -> pads(op, Shape.of(8, 9, 2)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("layer ")
        .hasMessageContaining("not 0 rows and 3 columns");
  }

  /** Of every node that has such an attribute. */
  private List<List<Long>> pads(Op op, Shape shape) throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", shape);
    Graph graph = builder.output("out", builder.add("layer", op, image)).build();
    Path file = folder.resolve("network.onnx");
    OnnxWriter.write(graph, RandomWeights.of(graph, 1), file);

    List<List<Long>> pads = new ArrayList<>();
    ByteString model = ByteString.copyFrom(Files.readAllBytes(file));
    for (ByteString graphs : messages(model, Fields.Model.GRAPH)) {
      for (ByteString node : messages(graphs, Fields.Graph.NODE)) {
        for (ByteString attribute : messages(node, Fields.Node.ATTRIBUTE)) {
          String name = messages(attribute, Fields.Attribute.NAME).getFirst().toStringUtf8();
          if (name.equals("pads")) {
            pads.add(integers(attribute, Fields.Attribute.INTS));
          }
        }
      }
    }
    return pads;
  }

  /** The texts or messages of a field. */
  private static List<ByteString> messages(ByteString message, int field) throws IOException {
    List<ByteString> found = new ArrayList<>();
    CodedInputStream in = message.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        found.add(in.readBytes());
      } else {
        in.skipField(tag);
      }
    }
    return found;
  }

  private static List<Long> integers(ByteString message, int field) throws IOException {
    List<Long> found = new ArrayList<>();
    CodedInputStream in = message.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        found.add(in.readInt64());
      } else {
        in.skipField(tag);
      }
    }
    return found;
  }
}
