package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import liviano.engine.CompileOptions;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import liviano.vision.Picture;
import liviano.vision.quantize.ByteRange;
import liviano.vision.quantize.IntegerPlan;
import liviano.vision.quantize.RangeRule;
import liviano.vision.quantize.Scheme;
import liviano.weights.Weights;
import liviano.zoo.Zoo;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a network rounds in training is what its integers are. */
@Tag("libtorch")
class FakeIntegersTest {
  private static final int SIDE = 32;
  private static final int BATCH = 4;

  /** By how many steps logits of integers may be off: halves may fall to either side. */
  private static final double STEPS = 3;

  private static Model model() {
    Graph graph =
        Zoo.graph(
            Zoo.architecture("mobilenet_v2")
                .defaults()
                .withWidth(0.25)
                .withResolution(SIDE)
                .withClasses(5));
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "tiny", Preprocessing.tensorflow(SIDE, SIDE));
    return new Model(graph, RandomWeights.of(graph, 5), card, Optional.empty());
  }

  private static List<Picture> pictures() {
    SplittableRandom random = new SplittableRandom(3);
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      byte[] pixels = new byte[3 * SIDE * SIDE];
      random.nextBytes(pixels);
      pictures.add(Picture.ofRgb(SIDE, SIDE, pixels));
    }
    return pictures;
  }

  private static float[] numbers() {
    SplittableRandom random = new SplittableRandom(9);
    float[] numbers = new float[BATCH * SIDE * SIDE * 3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void integersAnswerAsTheNetworkThatRounds(Scheme scheme) {
    IntegerPlan plan = IntegerPlan.of(model());
    RoundingRules rules =
        new RoundingRules(
            scheme, plan.measured(pictures(), RangeRule.PERCENTILE, CompileOptions.defaults()));
    Graph graph = plan.floats().graph();
    Map<String, float[]> given = Map.of(graph.inputs().getFirst().name(), numbers());
    try (TorchNetwork network = TorchNetwork.ofIntegers(graph, plan.floats().weights(), rules)) {
      step(network, given);
      Weights now = network.weights();
      SequencedMap<String, ByteRange> ranges = RoundingRules.rangesIn(now, plan.rounded());
      Model integers = plan.integers(now, scheme, ranges);
      String logits = graph.outputs().firstEntry().getKey();
      float[] rounded = Beside.libtorch(network, given, BATCH, Mode.EVALUATION).get(logits);
      float[] theirs =
          Beside.engine(integers.graph(), integers.weights(), given, BATCH).get(logits);
      double step =
          ranges.get(graph.outputs().firstEntry().getValue().name()).quantization().scale(0);

      assertThat(now).isNotEqualTo(plan.floats().weights());
      for (int i = 0; i < theirs.length; i++) {
        assertThat((double) theirs[i]).isCloseTo(rounded[i], within(STEPS * step + 1e-6));
      }
    }
  }

  /** Moves all weights along their gradients, and the ranges towards those of the batch. */
  private static void step(TorchNetwork network, Map<String, float[]> given) {
    Value input = network.graph().inputs().getFirst();
    try (TorchScope _ = TorchScope.open()) {
      Tensor numbers = Beside.tensor(given.get(input.name()), BATCH, input.shape());
      Tensor logits =
          network.forward(Map.of(input.name(), numbers), Mode.TRAINING).firstEntry().getValue();
      logits.square().mean().backward();
      network
          .parameters()
          .forEach((name, parameter) -> assertThat(parameter.grad().defined()).as(name).isTrue());
      try (NoGrad _ = NoGrad.open()) {
        network
            .parameters()
            .values()
            .forEach(parameter -> parameter.add_(parameter.grad(), new Scalar(-0.01)));
      }
    }
  }

  private static TorchNetwork relu(double high) {
    GraphBuilder graph = Graph.builder();
    Value in = graph.input("in", Shape.of(4));
    graph.output("out", graph.add("relu", new Op.Relu(), in));
    SequencedMap<String, ByteRange> ranges = new LinkedHashMap<>();
    ranges.put("relu", new ByteRange(0, high));
    return TorchNetwork.ofIntegers(
        graph.build(), Weights.of(List.of()), new RoundingRules(Scheme.PER_CHANNEL, ranges));
  }

  @Test
  void valuesAreRoundedToTheNearestByteOfTheirRange() {
    try (TorchNetwork network = relu(255)) {
      Map<String, float[]> given = Map.of("in", new float[] {-3, 1.4f, 1.6f, 300});
      assertThat(Beside.libtorch(network, given, 1, Mode.EVALUATION).get("out"))
          .containsExactly(0, 1, 2, 255);
    }
  }

  @Test
  void rangesFollowTheBatchesAndStayInUse() {
    try (TorchNetwork network = relu(100)) {
      Map<String, float[]> given = Map.of("in", new float[] {-3, 1, 2, 200});
      Beside.libtorch(network, given, 1, Mode.EVALUATION);
      assertThat(network.statistics().keySet()).containsExactly("relu.range");
      assertThat(Tensors.floats(network.statistics().get("relu.range"))).containsExactly(0, 100);
      Beside.libtorch(network, given, 1, Mode.TRAINING);
      assertThat(Tensors.floats(network.statistics().get("relu.range")))
          .containsExactly(new float[] {0, 101}, within(1e-4f));
    }
  }

  /** They pass within the range, and end beyond it. */
  @Test
  void gradientsPassStraightThrough() {
    try (TorchNetwork network = relu(4);
        TorchScope _ = TorchScope.open()) {
      Tensor given = Tensors.of(new float[] {-1, 1.3f, 2.7f, 9}, 1, 4);
      given.set_requires_grad(true);
      network
          .forward(Map.of("in", given), Mode.EVALUATION)
          .firstEntry()
          .getValue()
          .sum()
          .backward();
      assertThat(Tensors.floats(given.grad())).containsExactly(0, 1, 1, 0);
    }
  }
}
