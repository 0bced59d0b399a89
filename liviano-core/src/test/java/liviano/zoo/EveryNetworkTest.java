package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import liviano.cost.Cost;
import liviano.cost.LayerCost;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.kernels.KernelProvider;
import liviano.kernels.Providers;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.weights.Weights;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network with each of its heads, in each of its variants. */
@Execution(ExecutionMode.CONCURRENT)
class EveryNetworkTest {

  /** Of the largest number of an output: providers add in different orders. */
  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path folder;

  static Stream<Recipe> recipes() {
    return Zoo.all().stream()
        .flatMap(
            network ->
                network.variants().stream()
                    .flatMap(
                        variant ->
                            network.heads().stream()
                                .map(head -> network.defaults(variant).withHead(head))));
  }

  /** The same network with few classes, narrow and for small pictures where it takes them. */
  static Stream<Recipe> smallRecipes() {
    return recipes().map(EveryNetworkTest::small);
  }

  private static Recipe small(Recipe recipe) {
    Architecture network = Zoo.architecture(recipe.architecture());
    Recipe small = recipe.withClasses(3);
    if (network.settings().contains(Setting.WIDTH)) {
      small = small.withWidth(network.id().equals("shufflenet_v1") ? 0.5 : 0.25);
    }
    if (network.settings().contains(Setting.RESOLUTION)) {
      small = small.withResolution(side(network));
    }
    return small;
  }

  /** The first layers of some need room. */
  private static int side(Architecture network) {
    return switch (network.id()) {
      case "alexnet", "googlenet" -> 96;
      case "zfnet" -> 64;
      default -> 32;
    };
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void builds(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);

    assertThat(graph.inputs())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.name()).isEqualTo("image");
              assertThat(image.shape().height()).isEqualTo(recipe.resolution());
              assertThat(image.shape().width()).isEqualTo(recipe.resolution());
            });
    assertThat(unread(graph)).as("layers whose output nobody reads").isEmpty();
  }

  private static List<String> unread(Graph graph) {
    Set<String> read = new HashSet<>();
    graph.nodes().forEach(node -> node.inputs().forEach(value -> read.add(value.name())));
    graph.outputs().values().forEach(value -> read.add(value.name()));
    return graph.nodes().stream().map(Node::name).filter(name -> !read.contains(name)).toList();
  }

  /** Without its norms the network is the same, and each channel of a norm becomes a bias. */
  @ParameterizedTest
  @MethodSource("recipes")
  void foldingTakesTheNormsOutAndNothingElse(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    Graph folded = Zoo.graph(recipe.withNorm(Norm.FOLDED));
    Cost cost = Cost.of(graph);
    Cost after = Cost.of(folded);

    assertThat(folded.nodes()).noneMatch(node -> node.op() instanceof Op.BatchNorm);
    assertThat(after.multiplyAdds()).isEqualTo(cost.multiplyAdds());
    assertThat(sum(after, LayerCost::weights)).isEqualTo(sum(cost, LayerCost::weights));
    boolean biasedBefore = recipe.variant().equals(ResNet.KERAS);
    assertThat(sum(after, LayerCost::biases))
        .isEqualTo(
            sum(cost, LayerCost::biases) + (biasedBefore ? 0 : sum(cost, LayerCost::norm) / 2));
    assertThat(folded.nodes().size())
        .isEqualTo(
            graph.nodes().stream().filter(node -> !(node.op() instanceof Op.BatchNorm)).count());
  }

  private static long sum(Cost cost, ToLongFunction<LayerCost> part) {
    return cost.layers().stream().mapToLong(part).sum();
  }

  @ParameterizedTest
  @MethodSource("smallRecipes")
  void runsAndSurvivesItsFile(Recipe recipe) throws IOException {
    for (Graph part : GraphEnds.of(Zoo.graph(recipe))) {
      Model model =
          new Model(
              part,
              RandomWeights.of(part, 18),
              ModelCard.of(
                  VisionTask.OTHER,
                  recipe.architecture(),
                  Preprocessing.tensorflow(recipe.resolution(), recipe.resolution())),
              Optional.of(recipe));
      Path file = folder.resolve("model.safetensors");
      model.save(file);
      Model loaded = Model.load(file);

      assertThat(loaded.graph()).isEqualTo(part);
      assertThat(loaded.recipe()).contains(recipe);
      providersAgree(part, loaded.weights());
      Files.delete(file);
    }
  }

  private static void providersAgree(Graph graph, Weights weights) {
    Map<String, float[]> expected = run(graph, weights, "scalar");
    expected.forEach((name, values) -> assertThat(isSound(values)).as(name).isTrue());
    for (KernelProvider provider : Providers.available()) {
      Map<String, float[]> actual = run(graph, weights, provider.name());
      expected.forEach(
          (name, values) ->
              assertThat(difference(values, actual.get(name)))
                  .as("%s of %s", name, provider.name())
                  .isLessThan(TOLERANCE));
    }
  }

  private static Map<String, float[]> run(Graph graph, Weights weights, String provider) {
    CompileOptions options = CompileOptions.builder().providers(Providers.named(provider)).build();
    Program program = Engine.compile(graph, weights, options);
    assertThat(program.memory())
        .as("planned by %s as without weights", provider)
        .isEqualTo(Engine.memory(graph, options));
    Session session = program.newSession();
    for (Value input : graph.inputs()) {
      session.input(input.name()).copyFrom(random(input.shape().elements()));
    }
    session.run();
    Map<String, float[]> outputs = new LinkedHashMap<>();
    graph.outputs().keySet().forEach(name -> outputs.put(name, session.output(name).toArray()));
    return outputs;
  }

  private static float[] random(int count) {
    Random random = new Random(2018);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat(-1, 1);
    }
    return values;
  }

  /** Finite, and not all zero. */
  private static boolean isSound(float[] values) {
    float most = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
      most = Math.max(most, Math.abs(value));
    }
    return most > 0;
  }

  /** The greatest, as a share of the greatest number or of 1. */
  private static float difference(float[] expected, float[] actual) {
    float scale = 1;
    float most = expected.length == actual.length ? 0 : Float.POSITIVE_INFINITY;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      most = Math.max(most, Math.abs(expected[i] - actual[i]));
    }
    return most / scale;
  }
}
