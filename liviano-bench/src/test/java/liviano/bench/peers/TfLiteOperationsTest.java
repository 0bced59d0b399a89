package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.formats.tflite.TfLiteWriter;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.BlockOrder;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations of other people's graphs, written to TensorFlow Lite one by one. */
class TfLiteOperationsTest {
  private static final Shape MAP = Shape.of(6, 5, 7);

  @TempDir Path folder;

  static Stream<Arguments> written() {
    return Stream.of(
        arguments(MAP, new Op.PRelu()),
        arguments(Shape.of(9), new Op.PRelu()),
        arguments(MAP, new Op.Mean(List.of(0), true)),
        arguments(MAP, new Op.Mean(List.of(0, 1), false)),
        arguments(MAP, new Op.Mean(List.of(0, 2), false)),
        arguments(MAP, new Op.Mean(List.of(0, 1, 2), true)),
        arguments(Shape.of(9), new Op.Mean(List.of(0), false)),
        arguments(MAP, transposed(3, 2, Padding.SAME, 0)),
        arguments(MAP, transposed(4, 2, Padding.SAME, 0)),
        arguments(MAP, transposed(2, 3, Padding.SAME, 0)),
        arguments(MAP, transposed(3, 2, Padding.NONE, 0)),
        arguments(MAP, transposed(3, 2, Padding.NONE, 1)),
        arguments(MAP, transposed(3, 2, new Padding.Explicit(1, 1, 1, 1), 0)),
        arguments(MAP, transposed(4, 2, new Padding.Explicit(1, 1, 1, 1), 0)),
        arguments(MAP, transposed(3, 1, Padding.SAME, 0)),
        arguments(MAP, new Op.HardSwish()),
        arguments(MAP, new Op.HardSigmoid()),
        arguments(MAP, new Op.LeakyRelu(0.1f)),
        arguments(MAP, new Op.Tanh(1, 1)),
        arguments(MAP, new Op.Tanh(1.7159f, 2 / 3f)),
        arguments(MAP, new Op.Clip(-0.25f, 0.5f)),
        arguments(MAP, new Op.Clip(-0.25f, Float.POSITIVE_INFINITY)),
        arguments(MAP, new Op.Clip(Float.NEGATIVE_INFINITY, 0.25f)),
        arguments(MAP, new Op.Scale(true)),
        arguments(MAP, new Op.BatchNorm(1e-3f)),
        arguments(MAP, new Op.L2Normalize(1e-3f)),
        arguments(MAP, new Op.LocalResponseNorm(3, 0.5f, 0.75f, 2)),
        arguments(Shape.of(4, 6, 8), new Op.ChannelShuffle(4)),
        arguments(MAP, new Op.SelectChannels(List.of(6, 0, 3))),
        arguments(Shape.of(4, 6, 2), new Op.SpaceToDepth(2, BlockOrder.BLOCK_MAJOR)),
        arguments(MAP, new Op.Crop(1, 2, 3, 2)),
        arguments(MAP, new Op.Crop(1, 2, 8, 9)),
        arguments(MAP, new Op.Pad(1, 2, 3, 4)),
        arguments(Shape.of(9), new Op.SquaredDistance(4)),
        arguments(MAP, new Op.Slice(List.of(1, 0, 2), List.of(3, 2, 2), List.of(2, 3, 2))),
        arguments(MAP, new Op.Transpose(List.of(2, 0, 1))),
        arguments(MAP, new Op.MaxPool(Window.square(3, 2, Padding.all(1)))),
        arguments(MAP, new Op.AveragePool(Window.square(3, 2, Padding.all(1)), true)),
        arguments(Shape.of(6, 5, 8), new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 2, true)),
        arguments(MAP, new Op.ResizeNearest(12, 13, Nearest.LEGACY)),
        arguments(MAP, new Op.ResizeNearest(3, 11, Nearest.HALF_PIXEL)),
        arguments(MAP, new Op.ResizeNearest(9, 2, Nearest.ALIGN_CORNERS)));
  }

  @Tag("peers")
  @ParameterizedTest
  @MethodSource("written")
  void agreesWithPlainLoops(Shape shape, Op op) throws Exception {
    Compared.toPlainLoops(Engines.TFLITE, graph(shape, op), folder);
  }

  static Stream<Arguments> refused() {
    Window dilated = Window.square(3, 1, 2, Padding.NONE);
    return Stream.of(
        arguments(
            new Op.TransposedConv2d(7, Window.square(3, 1, Padding.NONE), 0, 0, 7, true),
            "a transposed convolution of groups"),
        arguments(
            new Op.TransposedConv2d(7, dilated, 0, 0, 1, true), "a dilated transposed convolution"),
        arguments(
            transposed(3, 2, new Padding.Explicit(2, 0, 2, 0), 0),
            "a transposed convolution with such padding"),
        arguments(new Op.Mean(List.of(0, 1, 2), false), "a mean over all axes that keeps none"),
        arguments(
            new Op.ResizeNearest(3, 3, new Nearest(Sampling.LEGACY, Nearest.Rounding.CEIL)),
            "a nearest resize by the rule Nearest[sampling=LEGACY, rounding=CEIL]"),
        arguments(
            new Op.ResizeBilinear(3, 3, Sampling.PYTORCH_HALF_PIXEL),
            "a resize with PyTorch's half-pixel rule"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatItHasNoOperatorForIsRefusedByTheLayersName(Op op, String what) {
    Graph graph = graph(MAP, op);

    assertThatThrownBy(
            () -> TfLiteWriter.write(graph, RandomWeights.of(graph, 1), folder.resolve("x.tflite")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage("layer layer: TensorFlow Lite does not take " + what);
  }

  private static Op transposed(int kernel, int stride, Padding padding, int more) {
    return new Op.TransposedConv2d(
        5, Window.square(kernel, stride, padding), more, more, 1, more > 0);
  }

  private static Graph graph(Shape shape, Op op) {
    GraphBuilder graph = Graph.builder();
    return graph.output("out", graph.add("layer", op, graph.input("in", shape))).build();
  }
}
