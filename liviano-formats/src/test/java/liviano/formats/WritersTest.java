package liviano.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.onnx.OnnxWriter;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import liviano.weights.Weights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writers refuse; that engines read what they write is tested where the engines are. */
@Tag("locale")
class WritersTest {
  @TempDir Path folder;

  @Test
  void tensorFlowLiteLacksSome() {
    Graph graph = graph(new Op.Map(UnaryFunction.Plain.ERF));

    assertThatThrownBy(() -> TfLiteWriter.write(graph, Weights.of(List.of()), file()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("layer layer: Map is not written to TensorFlow Lite");
    assertThat(file()).doesNotExist();
  }

  @Test
  void onlyFloatsAreWritten() {
    GraphBuilder builder = Graph.builder();
    Value image =
        builder.input("image", new TensorType(Shape.of(4, 4, 2), DType.U8, Optional.empty()));
    Graph graph =
        builder.output("out", builder.add("crop", new Op.Crop(0, 0, 1, 1), image)).build();

    assertThatThrownBy(() -> OnnxWriter.write(graph, Weights.of(List.of()), file()))
        .hasMessage("layer image gives U8; only F32 and quantized bytes are written to ONNX");
    assertThatThrownBy(() -> TfLiteWriter.write(graph, Weights.of(List.of()), file()))
        .hasMessage(
            "layer image gives U8; only F32 and quantized bytes are written to TensorFlow Lite");
  }

  @Test
  void aMissingConstantIsNamed() {
    Graph graph = graph(new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 1, true));

    assertThatThrownBy(() -> OnnxWriter.write(graph, Weights.of(List.of()), file()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("layer.weight");
    assertThatThrownBy(() -> TfLiteWriter.write(graph, Weights.of(List.of()), file()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("layer.weight");
  }

  @Test
  void whatIsThereIsReplaced() throws IOException {
    Graph graph = graph(new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 1, true));
    Files.write(file(), new byte[1 << 20]);

    TfLiteWriter.write(graph, RandomWeights.of(graph, 1), file());
    assertThat(Files.readAllBytes(file())).hasSizeLessThan(1 << 12);
    assertThat(new String(Files.readAllBytes(file()), 4, 4, StandardCharsets.US_ASCII))
        .isEqualTo("TFL3");

    Files.write(file(), new byte[1 << 20]);
    OnnxWriter.write(graph, RandomWeights.of(graph, 1), file());
    assertThat(Files.readAllBytes(file())).hasSizeLessThan(1 << 12);
  }

  /** TensorFlow Lite pads in a layer of its own: before and after each axis, channels innermost. */
  @Test
  void explicitPaddingIsWrittenToTensorFlowLiteByItsSides() throws IOException {
    Padding eachSide = new Padding.Explicit(1, 2, 3, 4);
    Graph graph = graph(new Op.Conv2d(4, Window.square(5, 1, eachSide), 1, true));
    TfLiteWriter.write(graph, RandomWeights.of(graph, 1), file());

    ByteBuffer expected = ByteBuffer.allocate(8 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.of(0, 0, 1, 2, 3, 4, 0, 0).forEach(expected::putInt);
    assertThat(Files.readAllBytes(file())).containsSequence(expected.array());
  }

  private Path file() {
    return folder.resolve("network");
  }

  private static Graph graph(Op op) {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(8, 8, 2));
    return builder.output("out", builder.add("layer", op, image)).build();
  }
}
