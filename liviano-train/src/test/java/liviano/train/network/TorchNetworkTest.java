package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction.Plain;
import liviano.train.torch.Autocast;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("libtorch")
class TorchNetworkTest {
  private static final Shape PICTURE = Shape.of(2, 2, 1);

  /** A batch norm alone, of scale 2, offset 1, mean 3, variance 4. */
  private static TorchNetwork norm() {
    Weights weights =
        Weights.of(
            List.of(
                liviano.weights.Tensor.of("layer.scale", Extents.of(1), 2),
                liviano.weights.Tensor.of("layer.offset", Extents.of(1), 1),
                liviano.weights.Tensor.of("layer.mean", Extents.of(1), 3),
                liviano.weights.Tensor.of("layer.variance", Extents.of(1), 4)));
    return TorchNetwork.of(graph(PICTURE, new Op.BatchNorm(0)), weights);
  }

  private static Graph graph(Shape shape, Op op) {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", shape);
    return graph.output("out", graph.add("layer", op, in)).build();
  }

  private static float[] forward(TorchNetwork network, Mode mode, float... values) {
    return Beside.libtorch(network, Map.of("in", values), 1, mode).get("out");
  }

  @Test
  void batchNormTrainsByTheBatchAndMovesItsStatistics() {
    try (TorchNetwork network = norm()) {
      network.batchNormMomentum(0.75);
      float deviation = (float) Math.sqrt(5); // of 1, 3, 5, 7 around 4
      assertThat(forward(network, Mode.TRAINING, 1, 3, 5, 7))
          .containsExactly(
              new float[] {
                1 - 6 / deviation, 1 - 2 / deviation, 1 + 2 / deviation, 1 + 6 / deviation
              },
              within(1e-5f));
      assertThat(network.weights().get("layer.mean").toFloats())
          .containsExactly(new float[] {0.75f * 3 + 0.25f * 4}, within(1e-6f));
      assertThat(network.weights().get("layer.variance").toFloats())
          .containsExactly(new float[] {0.75f * 4 + 0.25f * 20 / 3}, within(1e-6f));
    }
  }

  @Test
  void batchNormUsesTheModelsStatisticsOtherwise() {
    for (Mode mode : List.of(Mode.FROZEN_NORM, Mode.EVALUATION)) {
      try (TorchNetwork network = norm()) {
        assertThat(forward(network, mode, 1, 3, 5, 7))
            .containsExactly(new float[] {-1, 1, 3, 5}, within(1e-5f));
        assertThat(network.weights().get("layer.mean").toFloats()).containsExactly(3);
        assertThat(network.weights().get("layer.variance").toFloats()).containsExactly(4);
      }
    }
  }

  @Test
  void batchNormCannotTrainOnOneNumber() {
    Graph graph = graph(Shape.of(4), new Op.BatchNorm(1e-3f));
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 1))) {
      assertThatThrownBy(() -> forward(network, Mode.TRAINING, 1, 2, 3, 4))
          .isInstanceOf(TorchException.class)
          .hasMessageContaining("layer: batch norm needs more than one number");
    }
  }

  @Test
  void dropoutActsWhileTrainingAlone() {
    Torch.seed(1);
    try (TorchNetwork network = norm()) {
      network.dropout("layer", 1);
      assertThat(forward(network, Mode.FROZEN_NORM, 1, 3, 5, 7)).containsExactly(-2, -2, -2, -2);
      assertThat(forward(network, Mode.EVALUATION, 1, 3, 5, 7)).containsExactly(-1, 1, 3, 5);
      assertThatThrownBy(() -> network.dropout("other", 0.5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'other'");
    }
  }

  @Test
  void namesTheLayerThatCannotBeTrained() {
    for (Op op :
        List.of(
            new Op.Map(Plain.ROUND),
            new Op.Cast(DType.I32),
            new Op.ArgMax(2, false, DType.I64),
            new Op.DynamicQuantize())) {
      GraphBuilder builder = Graph.builder();
      Value in = builder.input("in", PICTURE);
      if (op instanceof Op.DynamicQuantize) {
        builder.add("bad", op, List.of(in), List.of("a", "b", "c"));
      } else {
        builder.add("bad", op, in);
      }
      Graph graph = builder.output("out", builder.add("good", new Op.Relu(), in)).build();
      assertThatThrownBy(() -> TorchNetwork.of(graph, RandomWeights.of(graph, 1)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageStartingWith("layer bad: " + op.getClass().getSimpleName());
    }
  }

  @Test
  void refusesMissingConstantsAndInputsOfOtherExtents() {
    Graph graph = graph(PICTURE, new Op.BatchNorm(0));
    assertThatThrownBy(() -> TorchNetwork.of(graph, Weights.of(List.of())))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("layer.scale");
    try (TorchNetwork network = norm();
        TorchScope _ = TorchScope.open()) {
      assertThatThrownBy(() -> network.forward(Map.of(), Mode.EVALUATION))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input 'in' must be [batch, 1, 2, 2], and is missing");
      Tensor flat = Tensors.of(new float[4], 1, 4);
      assertThatThrownBy(() -> network.forward(Map.of("in", flat), Mode.EVALUATION))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input 'in' must be [batch, 1, 2, 2], is [1, 4]");
    }
  }

  @Test
  void outputsLiveInTheScopeAroundAndTheInputIsLeftAsItWas() {
    Graph graph = graph(PICTURE, new Op.Relu());
    try (TorchNetwork network = TorchNetwork.of(graph, Weights.of(List.of()));
        TorchScope _ = TorchScope.open()) {
      Tensor in = Tensors.of(new float[] {-1, 2, -3, 4}, 1, 1, 2, 2);
      Tensor out = network.forward(Map.of("in", in), Mode.EVALUATION).get("out");
      assertThat(Tensors.floats(out)).containsExactly(0, 2, 0, 4);
      assertThat(Tensors.floats(in)).containsExactly(-1, 2, -3, 4);
    }
  }

  /** Made in a scope that ends: the network's tensors stay until it is closed. */
  @Test
  void outlivesTheScopeItWasMadeIn() {
    TorchNetwork network;
    try (TorchScope _ = TorchScope.open()) {
      network = norm();
    }
    try (network) {
      assertThat(forward(network, Mode.EVALUATION, 1, 3, 5, 7)).containsExactly(-1, 1, 3, 5);
    }
  }

  @Test
  void parametersAreLeavesAndConvolutionsLieWithTheChannelsInnermost() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2").withWidth(0.25).withResolution(32));
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 2))) {
      Stream<String> names =
          Stream.concat(
              network.parameters().keySet().stream(), network.statistics().keySet().stream());
      assertThat(names)
          .containsExactlyInAnyOrderElementsOf(graph.params().map(ParamSpec::name).toList());
      network
          .parameters()
          .values()
          .forEach(
              parameter -> {
                assertThat(parameter.is_leaf()).isTrue();
                assertThat(parameter.requires_grad()).isTrue();
              });
      network
          .statistics()
          .forEach(
              (name, tensor) -> {
                assertThat(name).matches(".*\\.norm\\.(mean|variance)");
                assertThat(tensor.requires_grad()).isFalse();
              });
      Tensor stem = network.parameters().get("stem.conv.weight");
      assertThat(Tensors.extents(stem)).containsExactly(8L, 3L, 3L, 3L);
      assertThat(stem.is_contiguous(MemoryFormat.ChannelsLast)).isTrue();
      Tensor depthwise = network.parameters().get("blocks.3.depthwise.weight");
      assertThat(Tensors.extents(depthwise)).containsExactly(48L, 1L, 3L, 3L);
      assertThat(depthwise.is_contiguous()).isTrue();
    }
  }

  /** For so few channels oneDNN's own gradients of steps of two never end, or are wrong. */
  @Test
  void windowsOfOnePositionLearnWhereTheyStep() {
    Shape maps = Shape.of(32, 32, 4);
    Graph graph = graph(maps, new Op.Conv2d(8, Window.square(1, 2, Padding.NONE), 1, false));
    float[] in = ZooNetworks.numbers(32 * 32 * 32 * 4, 5);
    double[] sums = new double[4]; // of every second row and column
    for (int i = 0; i < in.length; i++) {
      int column = i / 4 % 32;
      int row = i / (4 * 32) % 32;
      sums[i % 4] += row % 2 == 0 && column % 2 == 0 ? in[i] : 0;
    }
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 6));
        TorchScope _ = TorchScope.open()) {
      Tensor out =
          network.forward(Map.of("in", Tensors.maps(in, 32, 32, 32, 4)), Mode.TRAINING).get("out");
      out.sum().backward();
      float[] gradients = Tensors.floats(network.parameters().get("layer.weight").grad());
      for (int i = 0; i < gradients.length; i++) {
        assertThat((double) gradients[i]).isCloseTo(sums[i % 4], within(1e-2));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2", "ssdlite_mobilenet_v2", "deeplab_v3_mobilenet_v2"})
  void trainsInSixteenBitsToo(String network) {
    assumeTrue(Autocast.supportsBfloat16(), "16-bit products of this CPU");
    Recipe recipe = Zoo.architecture(network).defaults();
    Graph graph = Zoo.graph(recipe.withWidth(0.25).withResolution(64).withClasses(3));
    try (TorchNetwork trained = TorchNetwork.of(graph, InitialWeights.of(graph, 2));
        TorchScope _ = TorchScope.open()) {
      Tensor in = Tensors.maps(ZooNetworks.numbers(4 * 64 * 64 * 3, 3), 4, 64, 64, 3);
      try (Autocast _ = Autocast.bfloat16()) {
        Tensor loss = Tensors.of(new float[1]);
        for (Tensor output : trained.forward(Map.of("image", in), Mode.TRAINING).values()) {
          loss = loss.add(output.square().mean());
        }
        loss.backward();
      }
      assertThat(trained.weights().requireFinite().size()).isPositive();
      trained
          .parameters()
          .forEach(
              (name, tensor) -> {
                assertThat(tensor.grad().scalar_type().intern()).isEqualTo(ScalarType.Float);
                assertThat(Tensors.floats(tensor.grad())).as(name).doesNotContain(Float.NaN);
              });
    }
  }
}
