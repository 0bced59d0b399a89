package liviano.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.Limits;
import liviano.Limits.Limit;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What graphs ask for: networks leave room, and what a few bytes of a file ask for is refused. */
class DemandTest {
  private static final Limits LIMITS = Limits.defaults();

  static Stream<Graph> published() {
    Stream<Graph> all =
        Zoo.all().stream()
            .flatMap(
                network ->
                    network.variants().stream()
                        .flatMap(
                            variant ->
                                network.heads().stream()
                                    .map(head -> network.defaults(variant).withHead(head))))
            .map(Zoo::graph);
    return Stream.concat(all, Stream.of(largestDeepLab()));
  }

  /** The largest that its authors evaluate by far: four times 513 pixels. */
  private static Graph largestDeepLab() {
    Recipe recipe = Zoo.architecture("deeplab_v3_resnet_101").defaults("");
    return Zoo.graph(recipe.withResolution(2049).withOutputStride(8));
  }

  @ParameterizedTest
  @MethodSource("published")
  void publishedNetworksAskForLessThanHalfOfWhatIsAllowed(Graph graph) {
    Demand demand = Demand.of(graph);

    assertThat(graph.nodes()).hasSizeLessThan((int) LIMITS.most(Limit.NODES) / 2);
    assertThat(demand.multiplyAdds()).isLessThan(LIMITS.most(Limit.MULTIPLY_ADDS) / 2);
    assertThat(demand.steps()).isLessThan(LIMITS.most(Limit.STEPS) / 2);
    assertThat(demand.tableBytes()).isLessThan(LIMITS.most(Limit.TABLE_BYTES) / 2);
    assertThat(demand.packedBytes()).isLessThan(LIMITS.most(Limit.PACKED_BYTES) / 2);
  }

  static Stream<Arguments> bombs() {
    Window wide = Window.square(511, 1, Padding.SAME);
    Shape map = Shape.of(512, 512, 1);
    return Stream.of(
        arguments(Limit.STEPS, map, new Op.MaxPool(wide)),
        arguments(Limit.STEPS, map, new Op.AveragePool(wide, true)),
        arguments(Limit.STEPS, map, new Op.DepthwiseConv2d(wide, 1, false)),
        arguments(Limit.STEPS, Shape.of(1 << 20), new Op.LocalResponseNorm((1 << 16) - 1, 1, 1, 1)),
        arguments(
            Limit.STEPS,
            Shape.of(4096, 16384, 1),
            new Op.Conv2d(1, new Window(2, 1, 1, 1, (1 << 16) - 1, 1, Padding.SAME), 1, false)),
        arguments(
            Limit.MULTIPLY_ADDS,
            Shape.of(1024, 1024, 16),
            new Op.Conv2d(64, Window.square(511, 1, Padding.SAME), 1, false)),
        arguments(
            Limit.MULTIPLY_ADDS,
            Shape.of(1024, 1024, 16),
            new Op.TransposedConv2d(64, Window.square(511, 1, Padding.SAME), 0, 0, 1, false)),
        arguments(
            Limit.STEPS,
            Shape.of(1, 1, 1),
            new Op.TransposedConv2d(1, Window.square(2048, 16384, Padding.SAME), 0, 0, 1, false)),
        arguments(Limit.TABLE_BYTES, Shape.of(1 << 28), new Op.ChannelShuffle(1)),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(4),
            new Op.SelectChannels(Collections.nCopies(3_000_000, 0))),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(1, 1, 1),
            new Op.ResizeBilinear(1, 1 << 30, Sampling.HALF_PIXEL)),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(1, 1, 1),
            new Op.ResizeNearest(1, 1 << 30, Nearest.HALF_PIXEL)),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(8192, 8192, 16),
            new Op.SpaceToDepth(4, BlockOrder.DARKNET)),
        arguments(Limit.TABLE_BYTES, Shape.of(1, 1, 1), new Op.Crop(0, 0, 1, 1 << 25)),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(1, 1, 1 << 16),
            new Op.Conv2d(1 << 16, Window.square(1, 1, Padding.NONE), 1 << 16, false)),
        arguments(
            Limit.TABLE_BYTES,
            Shape.of(1, 1, 1),
            new Op.DepthwiseConv2d(Window.square(2048, 1, Padding.SAME), 1, false)),
        arguments(Limit.PACKED_BYTES, Shape.of(1 << 26), new Op.Dense(2, false)));
  }

  /** Before a weight is looked for: there are none here. */
  @ParameterizedTest
  @MethodSource("bombs")
  void smallFilesThatAskForMuchAreRefusedBeforeAnythingIsMade(Limit limit, Shape shape, Op op) {
    Graph graph = graph(shape, op);

    assertThatThrownBy(
            () -> Engine.compile(graph, Weights.of(List.of()), CompileOptions.defaults()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("layers up to a: ")
        .hasMessageContaining("Limits.with(" + limit + ", ");
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void whoTrustsThemRaisesTheLimit(Limit limit, Shape shape, Op op) {
    Limits raised = LIMITS.with(limit, Long.MAX_VALUE);
    Demand.require(graph(shape, op), raised);
  }

  private static Graph graph(Shape shape, Op op) {
    var builder = Graph.builder();
    return builder.output("y", builder.add("a", op, builder.input("x", shape))).build();
  }

  /** Each norm that is folded makes all weights anew. */
  @Test
  void normsAfterNormsCountTheWeightsTheyAreFoldedInto() {
    var builder = Graph.builder();
    var value =
        builder.add("conv", new Op.Dense(1 << 10, false), builder.input("x", Shape.of(1 << 10)));
    for (int i = 0; i < 2000; i++) {
      value = builder.add("norm" + i, new Op.BatchNorm(1e-3f), value);
    }
    Graph graph = builder.output("y", value).build();

    assertThatThrownBy(() -> Demand.require(graph, LIMITS))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("layers up to norm102")
        .hasMessageContaining(" MiB of folded and packed weights, the limit is 4,096 MiB");
  }

  /** A short list in a file may not make more values than there may be nodes. */
  @Test
  void partsOfASplitCountAsNodesDo() {
    int parts = (int) LIMITS.most(Limit.NODES);
    var builder = Graph.builder();
    var in = builder.input("x", Shape.of(parts));
    List<String> names = IntStream.range(0, parts).mapToObj(i -> "part" + i).toList();
    builder.add("split", new Op.Split(0, Collections.nCopies(parts, 1)), List.of(in), names);
    Graph graph = builder.output("y", builder.value("part0")).build();

    assertThatThrownBy(() -> Demand.require(graph, LIMITS))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("16,386 nodes, inputs and outputs");
  }

  /** Constants lie in memory in their own format; plain loops go over integers one by one. */
  @Test
  void otherFormatsCountInTheirOwnBytes() {
    for (DType format : List.of(DType.F32, DType.I32, DType.I64)) {
      var builder = Graph.builder();
      var in = builder.input("x", new TensorType(Shape.of(4, 64), format, Optional.empty()));
      var constant = builder.add("c", new Op.Constant(Shape.of(4, 64), format));
      Graph graph = builder.output("y", builder.add("sum", new Op.Add(), in, constant)).build();
      long each = format == DType.F32 ? 4 * 4 : 4 * 64;

      assertThat(Demand.of(graph).packedBytes()).isEqualTo(4 * 64 * format.bytes() + 2 * 4 * 64);
      assertThat(Demand.of(graph).steps()).isEqualTo(each + 3 * each);
    }
  }

  /** One sample's: how many are computed at once is for the caller to say, and not for a file. */
  @Test
  void theSumOfAllLayersCounts() {
    var builder = Graph.builder();
    Op op = new Op.MaxPool(Window.square(3, 1, Padding.SAME));
    var value = builder.input("x", Shape.of(64, 64, 20));
    for (int i = 0; i < 3; i++) {
      value = builder.add("pool" + i, op, value);
    }
    Graph graph = builder.output("y", value).build();

    // Twenty channels are two vectors.
    long each = 64 * 64 * 2 * 9;
    assertThat(Demand.of(graph).steps()).isEqualTo(3 * each);
    Demand.require(graph, LIMITS.with(Limit.STEPS, 3 * each));
    assertThatThrownBy(() -> Demand.require(graph, LIMITS.with(Limit.STEPS, 3 * each - 1)))
        .hasMessageStartingWith("layers up to pool2: 221,184 steps");
  }
}
