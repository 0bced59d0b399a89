package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphException;
import liviano.zoo.Architecture;
import liviano.zoo.Recipe;
import liviano.zoo.Setting;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network of the zoo, written to a file, gives in the engine that the file is for what it
 * gives in plain loops: {@code mvn -pl liviano-bench -am test -Ppeers}.
 */
@Tag("peers")
class ZooFilesTest {
  @TempDir Path folder;

  /** Each variant and head, as small as it can be built. */
  static Stream<Recipe> networks() {
    return Zoo.all().stream()
        .flatMap(
            architecture ->
                architecture.variants().stream()
                    .flatMap(
                        variant ->
                            architecture.heads().stream()
                                .map(head -> small(architecture, variant, head))));
  }

  private static Recipe small(Architecture architecture, String variant, String head) {
    Recipe base = architecture.defaults(variant).withHead(head).withNorm(Norm.FOLDED);
    if (architecture.settings().contains(Setting.WIDTH)) {
      base = base.withWidth(architecture.id().startsWith("shufflenet") ? 0.5 : 0.25);
    }
    Recipe recipe = base.withClasses(Math.min(7, base.classes()));
    return IntStream.rangeClosed(16, recipe.resolution())
        .mapToObj(recipe::withResolution)
        .filter(smaller -> graph(smaller).isPresent())
        .findFirst()
        .orElse(recipe);
  }

  private static Optional<Graph> graph(Recipe recipe) {
    try {
      return Optional.of(Zoo.graph(recipe));
    } catch (GraphException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeAgrees(Recipe recipe) throws Exception {
    Compared.toPlainLoops(Engines.ONNXRUNTIME, Zoo.graph(recipe), folder);
  }

  /** All but those with layers that TensorFlow Lite has no operators for, which are refused. */
  @ParameterizedTest
  @MethodSource("networks")
  void tensorFlowLiteAgrees(Recipe recipe) throws Exception {
    Graph graph = Zoo.graph(recipe);
    if (recipe.architecture().startsWith("yolo")) {
      assertThatThrownBy(() -> Compared.toPlainLoops(Engines.TFLITE, graph, folder))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("Darknet's order of blocks");
    } else {
      Compared.toPlainLoops(Engines.TFLITE, graph, folder);
    }
  }
}
