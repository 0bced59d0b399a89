package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.ResNet;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks whose batch norm was folded, of random weights. */
@Tag("libtorch")
class NormRestorerTest {
  private static final int SAMPLES = 3;
  private static final int MANY_PARAMETERS = 5_000_000;
  private static final Set<String> LARGE = Set.of("resnet_101", "resnet_152");

  /** Large ones of the same layers are left out. */
  static Stream<Recipe> foldable() {
    return ZooNetworks.small()
        .map(recipe -> recipe.withNorm(Norm.FOLDED))
        .filter(recipe -> recipe.variant().equals(ResNet.KERAS) || isSmall(recipe))
        .filter(recipe -> !LARGE.contains(recipe.architecture()))
        .filter(recipe -> !Zoo.graph(recipe).equals(Zoo.graph(recipe.withNorm(Norm.BATCH))));
  }

  private static boolean isSmall(Recipe recipe) {
    return Zoo.graph(recipe).params().mapToLong(spec -> spec.shape().elements()).sum()
        < MANY_PARAMETERS;
  }

  private static Model folded(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    int side = recipe.resolution();
    return new Model(
        graph,
        RandomWeights.of(graph, 21),
        ModelCard.of(VisionTask.OTHER, "folded", Preprocessing.tensorflow(side, side)),
        Optional.of(recipe));
  }

  private static List<float[]> samples(Model model) {
    int elements = model.graph().inputs().getFirst().shape().elements();
    return IntStream.range(0, SAMPLES).mapToObj(i -> ZooNetworks.numbers(elements, i)).toList();
  }

  @ParameterizedTest
  @MethodSource("foldable")
  void itIsTheZoosNetworkWithNormAndGivesTheSame(Recipe recipe) {
    Model folded = folded(recipe);
    Model restored = NormRestorer.restore(folded, samples(folded));

    assertThat(restored.graph()).isEqualTo(Zoo.graph(recipe.withNorm(Norm.BATCH)));
    assertThat(restored.recipe()).contains(recipe.withNorm(Norm.BATCH));
    assertThat(NormRestorer.isFolded(restored)).isFalse();
    givesTheSame(folded, restored);
    statisticsAreThoseOf(samples(folded), restored);
  }

  /** Of a network that the zoo does not know, all but the classifier. */
  @Test
  void aForeignNetworkGetsNormsBehindItsConvolutions() {
    Recipe recipe = Recipe.of("deeplab_v3_mobilenet_v2").withWidth(0.25).withResolution(33);
    recipe = recipe.withOutputStride(16).withHead("pool").withNorm(Norm.FOLDED).withClasses(3);
    Model known = folded(recipe);
    Model folded = new Model(known.graph(), known.weights(), known.card(), Optional.empty());
    Model restored = NormRestorer.restore(folded, samples(folded));

    assertThat(restored.graph().params().map(ParamSpec::name))
        .containsExactlyElementsOf(
            Zoo.graph(recipe.withNorm(Norm.BATCH)).params().map(ParamSpec::name).toList());
    assertThat(restored.recipe()).isEmpty();
    givesTheSame(folded, restored);
    statisticsAreThoseOf(samples(folded), restored);
  }

  private static void givesTheSame(Model folded, Model restored) {
    Shape shape = folded.graph().inputs().getFirst().shape();
    Map<String, float[]> input = Map.of("image", ZooNetworks.numbers(shape.elements(), 99));
    Map<String, float[]> before = Beside.engine(folded.graph(), folded.weights(), input, 1);
    Map<String, float[]> after = Beside.engine(restored.graph(), restored.weights(), input, 1);
    before.forEach(
        (name, values) ->
            assertThat(Beside.difference(values, after.get(name))).as(name).isLessThan(1e-4));
  }

  /** On the samples that it was measured on, a batch's own statistics are those of the model. */
  private static void statisticsAreThoseOf(List<float[]> samples, Model restored) {
    int elements = samples.getFirst().length;
    float[] all = new float[SAMPLES * elements];
    for (int i = 0; i < SAMPLES; i++) {
      System.arraycopy(samples.get(i), 0, all, i * elements, elements);
    }
    Map<String, float[]> batch = Map.of("image", all);
    try (TorchNetwork network = TorchNetwork.of(restored.graph(), restored.weights())) {
      Map<String, float[]> used = Beside.libtorch(network, batch, SAMPLES, Mode.EVALUATION);
      Map<String, float[]> trained = Beside.libtorch(network, batch, SAMPLES, Mode.TRAINING);
      used.forEach(
          (name, values) ->
              assertThat(Beside.difference(values, trained.get(name))).as(name).isLessThan(1e-3));
    }
  }

  @Test
  void refusesWhatHasNothingToRestoreAndNothingToMeasureOn() {
    Recipe recipe = Recipe.of("mobilenet_v2").withWidth(0.25).withResolution(32);
    Model folded = folded(recipe.withNorm(Norm.FOLDED));
    assertThatThrownBy(() -> NormRestorer.restore(folded(recipe), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'folded' has no folded batch norm");
    assertThatThrownBy(() -> NormRestorer.restore(folded, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no inputs to measure batch norm on");
    assertThatThrownBy(() -> NormRestorer.restore(folded, List.of(new float[3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample of 3 numbers for 32x32x3");
  }
}
