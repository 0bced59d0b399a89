package liviano.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locale")
class GraphTest {

  @ParameterizedTest(name = "{0} rows, kernel {1}, stride {2}, dilation {3}")
  @CsvSource({
    // in, kernel, stride, dilation, out, before
    "224, 3, 2, 1, 112, 0", // one row below alone
    "225, 3, 2, 1, 113, 1",
    "112, 3, 1, 1, 112, 1",
    "33, 3, 1, 2, 33, 2",
    "7, 5, 2, 1, 4, 2",
    "1, 3, 2, 1, 1, 1",
    "5, 2, 1, 1, 5, 0",
    "10, 1, 3, 1, 4, 0"
  })
  void samePaddingIsTensorFlows(int in, int kernel, int stride, int dilation, int out, int before) {
    Window window = Window.square(kernel, stride, dilation, Padding.SAME);

    assertThat(window.rows(in)).isEqualTo(new Window.Axis(out, before));
    assertThat(window.columns(in)).isEqualTo(new Window.Axis(out, before));
  }

  @Test
  void explicitPaddingMayDifferOnEachSide() {
    Window window = new Window(3, 5, 2, 1, 1, 2, new Padding.Explicit(1, 0, 3, 2));

    assertThat(window.rows(8)).isEqualTo(new Window.Axis(4, 1));
    assertThat(window.columns(8)).isEqualTo(new Window.Axis(5, 3));
  }

  @Test
  void everyOperationInfersItsShape() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(9, 8, 6));

    assertShape(b, new Op.Conv2d(10, Window.square(3, 2, Padding.SAME), 2, true), "5x4x10", in);
    assertShape(
        b, new Op.DepthwiseConv2d(Window.square(3, 1, Padding.NONE), 2, false), "7x6x12", in);
    assertShape(b, new Op.BatchNorm(1e-3f), "9x8x6", in);
    assertShape(b, new Op.Add(), "9x8x6", in, in);
    assertShape(b, new Op.Concat(), "9x8x18", in, in, in);
    assertShape(b, new Op.AveragePool(Window.square(2, 2, Padding.NONE), true), "4x4x6", in);
    assertShape(b, new Op.GlobalAveragePool(), "6", in);
    assertShape(b, new Op.ResizeBilinear(3, 20, Sampling.ALIGN_CORNERS), "3x20x6", in);
    assertShape(b, new Op.MaxPool(Window.square(3, 2, Padding.SAME)), "5x4x6", in);
    assertShape(b, new Op.LeakyRelu(0.1f), "9x8x6", in);
    assertShape(b, new Op.Tanh(1.7159f, 0.6667f), "9x8x6", in);
    assertShape(b, new Op.LocalResponseNorm(5, 1e-4f, 0.75f, 2), "9x8x6", in);
    assertShape(b, new Op.L2Normalize(1e-10f), "9x8x6", in);
    assertShape(b, new Op.Scale(true), "9x8x6", in);
    assertShape(b, new Op.ChannelShuffle(3), "9x8x6", in);
    assertShape(b, new Op.SelectChannels(List.of(5, 0, 0)), "9x8x3", in);
    assertShape(b, new Op.Crop(1, 1, 9, 8), "9x8x6", in);
    Value even = b.add("even", new Op.Crop(0, 0, 8, 8), in);
    assertShape(b, new Op.SpaceToDepth(2, BlockOrder.BLOCK_MAJOR), "4x4x24", even);
    assertShape(b, new Op.Reshape(Shape.of(432)), "432", in);
    assertShape(b, new Op.SquaredDistance(10), "10", b.value("reshape"));
    assertShape(b, new Op.Dense(5, true), "5", b.value("reshape"));
    assertShape(b, new Op.Slice(List.of(1, 0, 5), List.of(4, 8, 1), List.of(2, 1, 9)), "4x8x1", in);
    assertShape(b, new Op.Split(1, List.of(8)), "9x8x6", in);
    assertShape(b, new Op.Transpose(List.of(2, 0, 1)), "6x9x8", in);
    assertShape(b, new Op.Constant(Shape.of(9, 1, 6), DType.F32), "9x1x6");
    for (Shape second :
        List.of(Shape.of(1), Shape.of(6), Shape.of(9, 8, 1), Shape.of(8, 6), Shape.of(9, 1, 6))) {
      assertThat(b.add("with" + second, new Op.Add(), in, b.input("of" + second, second)).shape())
          .isEqualTo(in.shape());
    }
  }

  private static void assertShape(GraphBuilder b, Op op, String shape, Value... in) {
    String name = op.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    assertThat(b.add(name, op, in).shape()).as(name).hasToString(shape);
  }

  @Test
  void whatDoesNotFitIsRefusedByTheNameOfTheLayer() {
    GraphBuilder b = Graph.builder();
    Value map = b.input("image", Shape.of(4, 4, 6));
    Value vector = b.input("vector", Shape.of(6));

    assertRefused(b, new Op.Conv2d(8, Window.square(3, 1, Padding.SAME), 4, true), "4 groups", map);
    assertRefused(
        b, new Op.Conv2d(0, Window.square(3, 1, Padding.SAME), 1, true), "at least 1", map);
    assertRefused(
        b, new Op.Conv2d(8, Window.square(5, 1, Padding.NONE), 1, true), "does not fit", map);
    assertRefused(
        b,
        new Op.AveragePool(Window.square(2, 1, Padding.all(2)), false),
        "wholly on padding",
        map);
    assertRefused(b, new Op.Dense(3, true), "reshape it first", map);
    assertRefused(b, new Op.GlobalAveragePool(), "[height, width, channels]", vector);
    assertRefused(b, new Op.Add(), "cannot add", vector, map);
    assertRefused(b, new Op.Multiply(), "cannot multiply", map, b.input("row", Shape.of(1, 3, 6)));
    assertRefused(b, new Op.Multiply(), "cannot multiply", map, b.input("two", Shape.of(2)));
    assertRefused(b, new Op.Add(), "2 tensors", map);
    assertRefused(b, new Op.Concat(), "side by side", map, vector);
    assertRefused(b, new Op.Reshape(Shape.of(95)), "96", map);
    assertRefused(b, new Op.MaxPool(Window.square(2, 1, Padding.all(2))), "wholly on padding", map);
    assertRefused(b, new Op.LeakyRelu(Float.NaN), "slope must be finite", map);
    assertRefused(b, new Op.Tanh(Float.POSITIVE_INFINITY, 1), "amplitude must be finite", map);
    assertRefused(b, new Op.LocalResponseNorm(4, 1, 1, 1), "must be odd, is 4", map);
    assertRefused(b, new Op.LocalResponseNorm(5, 1, 1, 0), "must be positive", map);
    assertRefused(b, new Op.L2Normalize(-1), "epsilon", map);
    assertRefused(b, new Op.ChannelShuffle(4), "4 groups do not divide 6 channels", map);
    assertRefused(b, new Op.SelectChannels(List.of(1, 6)), "no channel 6 of 6", map);
    assertRefused(b, new Op.SelectChannels(List.of()), "selects no channel", map);
    assertRefused(b, new Op.SpaceToDepth(3, BlockOrder.BLOCK_MAJOR), "blocks of 3", map);
    assertRefused(b, new Op.SpaceToDepth(2, BlockOrder.DARKNET), "multiple of 4 channels", map);
    assertRefused(b, new Op.Crop(4, 0, 1, 1), "row 4, column 0 is not on 4x4x6", map);
    assertRefused(b, new Op.SquaredDistance(3), "of a vector", map);
    assertRefused(b, slice(0, 4, 1), "1 begins, 1 sizes and 1 strides for the 3 extents", map);
    assertRefused(b, slice(0, 4, 1), "0 to 3 are not on extent 0", b.input("3", Shape.of(3)));
    assertRefused(b, slice(2, 3, 2), "2 to 6 are not on extent 0 of 6", vector);
    assertRefused(b, slice(1, 1 << 30, 1 << 30), "are not on extent 0 of 6", vector);
    assertRefused(b, slice(-1, 2, 1), "-1 to 0 are not on extent 0", vector);
    assertRefused(b, slice(0, 2, 0), "strides must be at least 1, one is 0", vector);
    assertRefused(b, slice(0, 0, 1), "sizes must be at least 1, one is 0", vector);
    assertRefused(b, new Op.Split(3, List.of(6)), "has no extent 3", map);
    assertRefused(b, new Op.Split(-1, List.of(6)), "has no extent -1", map);
    assertRefused(b, new Op.Split(2, List.of(7)), "7 together do not make extent 2", map);
    assertRefused(b, new Op.Split(2, List.of(7, -1)), "parts must be at least 1, one is -1", map);
    assertRefused(b, new Op.Split(0, List.of()), "0 together do not make extent 0", map);
    assertRefused(b, new Op.Split(2, List.of(2, 4)), "gives 2 values, named are 1", map);
    assertRefused(b, new Op.Transpose(List.of(0, 1)), "no order of the 3 extents", map);
    assertRefused(b, new Op.Transpose(List.of(0, 1, 1)), "no order of the 3 extents", map);
    assertRefused(b, new Op.Transpose(List.of(0, 1, 3)), "no order of the 3 extents", map);
    assertRefused(b, new Op.Constant(Shape.of(1), DType.F32), "reads 0 tensors, not 1", map);
    assertRefused(b, new Op.Concat(), "at least 1 tensor, not 0");
    assertRefused(b, new Op.Relu(), "not a value of this graph", new Value(0, "other", map.type()));
    assertRefused(b, new Op.ResizeBilinear(1 << 20, 1 << 20, Sampling.LEGACY), "2^30 numbers", map);
  }

  private static Op slice(int begin, int size, int stride) {
    return new Op.Slice(List.of(begin), List.of(size), List.of(stride));
  }

  private static void assertRefused(GraphBuilder b, Op op, String reason, Value... in) {
    assertThatThrownBy(() -> b.add("blocks.3.expand", op, in))
        .isInstanceOf(GraphException.class)
        .hasMessageStartingWith("layer blocks.3.expand: ")
        .hasMessageContaining(reason);
  }

  @Test
  void namesAreUnique() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(1));
    b.add("a", new Op.Relu(), in);

    assertThatThrownBy(() -> b.add("a", new Op.Relu(), in)).hasMessageContaining("taken");
    assertThatThrownBy(() -> b.input("a", Shape.of(1))).hasMessageContaining("taken");
    b.output("out", in);
    assertThatThrownBy(() -> b.output("out", in)).hasMessageContaining("taken");
  }

  @Test
  void endingAtKeepsWhatIsNeededAndNoMore() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4));
    Value a = b.add("a", new Op.Relu(), in);
    Value c = b.add("b", new Op.Relu6(), in);
    Value sum = b.add("sum", new Op.Add(), a, c);
    b.add("unused", new Op.Sigmoid(), in);
    Graph graph = b.output("out", sum).build();

    Graph ended = graph.endingAt("a", "out");

    assertThat(ended.nodes()).extracting(Node::name).containsExactly("a", "b", "sum");
    assertThat(ended.outputs().keySet()).containsExactly("a", "out");
    assertThat(graph.endingAt("a").nodes()).extracting(Node::name).containsExactly("a");
    assertThatThrownBy(() -> graph.endingAt("nowhere")).hasMessageContaining("'nowhere'");
  }

  @Test
  void anotherInputSizeChangesEveryShape() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(8, 8, 3));
    Value x = b.add("c", new Op.Conv2d(4, Window.square(3, 2, Padding.SAME), 1, true), in);
    Graph graph = b.output("out", x).build();

    assertThat(graph.withInputs(Map.of("in", Shape.of(11, 6, 3))).outputs().get("out").shape())
        .isEqualTo(Shape.of(6, 3, 4));
    assertThatThrownBy(() -> graph.withInputs(Map.of("into", Shape.of(1, 1, 3))))
        .hasMessageContaining("no input 'into'");
  }

  @Test
  void aGraphMadeByHandIsValidatedToo() {
    Value in = new Value(0, "in", TensorType.f32(Shape.of(4)));
    Value wrong = new Value(1, "relu", TensorType.f32(Shape.of(5)));
    SequencedMap<String, Value> outputs = new LinkedHashMap<>(Map.of("out", wrong));
    Node node = new Node("relu", new Op.Relu(), List.of(in), wrong);

    assertThatThrownBy(() -> new Graph(List.of(in), List.of(node), outputs))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("it gives 4, not 5");
    assertThatThrownBy(() -> new Graph(List.of(), List.of(node), outputs))
        .hasMessageContaining("nothing before it gives 'in'");
  }

  @Test
  void aConstantOfTooManyNumbersIsRefusedWithItsLayer() {
    GraphBuilder b = Graph.builder();
    Value in = b.input("in", Shape.of(4, 4, 65536));

    assertThatThrownBy(
            () -> b.add("a", new Op.Conv2d(65536, Window.square(3, 1, Padding.SAME), 1, true), in))
        .isInstanceOf(GraphException.class)
        .hasMessage("layer a: its weight: shape [65536, 3, 3, 65536] holds over 2^30 numbers");
  }

  @Test
  void aShapeHasAnExtent() {
    assertThatThrownBy(Shape::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a shape needs at least one extent; a number alone is [1]");
  }

  @Test
  void scalesAreOneOrOnePerChannel() {
    Shape map = Shape.of(2, 2, 3);
    GraphBuilder b = Graph.builder();
    Value in = b.input("x", quantized(map, 3));

    assertThat(b.add("crop", new Op.Crop(0, 0, 1, 1), in).type())
        .isEqualTo(quantized(Shape.of(1, 1, 3), 3));
    assertThat(quantized(map, 1).withShape(Shape.of(5)).quantization()).isPresent();
    assertThatThrownBy(() -> quantized(map, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 scales for 3 channels: give one, or one per channel");
    assertRefused(b, new Op.SelectChannels(List.of(0)), "away from their scales", in);
    assertRefused(b, new Op.ChannelShuffle(3), "away from their scales", in);
    assertRefused(b, new Op.Transpose(List.of(0, 2, 1)), "away from their scales", in);
    assertRefused(b, new Op.Reshape(Shape.of(12)), "3 scales for 12 channels", in);
    assertRefused(
        b, new Op.Concat(), "differ in quantization", in, b.input("y", quantized(map, 1)));
  }

  private static TensorType quantized(Shape shape, int scales) {
    List<Float> all = Collections.nCopies(scales, 0.5f);
    return new TensorType(shape, DType.U8, Optional.of(new Quantization(all, 128)));
  }
}
