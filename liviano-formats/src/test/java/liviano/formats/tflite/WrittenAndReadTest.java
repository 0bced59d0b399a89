package liviano.formats.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liviano.formats.ModelFiles;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that are written to a file and read back compute the same. */
class WrittenAndReadTest {
  @TempDir Path folder;

  static Stream<Op> layers() {
    Window same = Window.square(3, 2, Padding.SAME);
    Window valid = Window.square(3, 2, Padding.NONE);
    return Stream.of(
        new Op.Conv2d(5, valid, 1, true),
        new Op.Conv2d(5, same, 1, true),
        new Op.Conv2d(5, Window.square(3, 2, new Padding.Explicit(2, 0, 1, 1)), 1, true),
        new Op.Conv2d(5, Window.square(3, 1, 2, Padding.SAME), 1, true),
        new Op.DepthwiseConv2d(same, 2, true),
        new Op.TransposedConv2d(5, same, 0, 0, 1, true),
        new Op.TransposedConv2d(5, valid, 0, 0, 1, true),
        new Op.TransposedConv2d(5, Window.square(2, 2, Padding.NONE), 0, 0, 1, true),
        new Op.PRelu(),
        new Op.Sigmoid(),
        new Op.MaxPool(same),
        new Op.AveragePool(same, false),
        new Op.Mean(List.of(1), true),
        new Op.Mean(List.of(0, 2), false),
        new Op.ResizeBilinear(11, 9, Sampling.HALF_PIXEL),
        new Op.ResizeBilinear(11, 9, Sampling.ALIGN_CORNERS),
        new Op.ResizeBilinear(11, 9, Sampling.LEGACY),
        new Op.ResizeNearest(11, 9, Nearest.HALF_PIXEL),
        new Op.ResizeNearest(11, 9, Nearest.ALIGN_CORNERS),
        new Op.ResizeNearest(11, 9, Nearest.LEGACY));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void theAnswerIsTheSame(Op layer) throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(7, 6, 3));
    Graph graph = builder.output("out", builder.add("layer", layer, image)).build();
    Weights weights = RandomWeights.of(graph, 9);
    Path file = folder.resolve("layer.tflite");
    TfLiteWriter.write(graph, weights, file);

    Model read = ModelFiles.read(file);

    Model written = new Model(graph, weights, read.card(), Optional.empty());
    assertThat(read.graph().outputs().lastEntry().getValue().shape())
        .isEqualTo(graph.outputs().lastEntry().getValue().shape());
    assertThat(SmallFile.answer(read)).isEqualTo(SmallFile.answer(written));
  }
}
