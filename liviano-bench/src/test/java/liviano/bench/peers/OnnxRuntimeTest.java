package liviano.bench.peers;

import java.nio.file.Path;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written as ONNX computes the same in ONNX Runtime as in plain loops. */
class OnnxRuntimeTest {
  private static final int GRAPHS = 60;

  @TempDir Path folder;

  static Stream<Long> seeds() {
    return Stream.iterate(0L, seed -> seed + 1).limit(GRAPHS);
  }

  static Stream<Recipe> networks() {
    return Stream.of(
        Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(33).withClasses(7),
        Recipe.of("ssdlite_mobilenet_v2").withWidth(0.2).withResolution(97).withClasses(3),
        Recipe.of("deeplab_v3_mobilenet_v2")
            .withWidth(0.2)
            .withResolution(65)
            .withClasses(4)
            .withOutputStride(16)
            .withHead("aspp"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void agreesOverDrawnGraphs(long seed) throws Exception {
    Compared.toPlainLoops(Engines.ONNXRUNTIME, RandomGraphs.ofEveryOperation(seed), folder);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesOverNetworks(Recipe recipe) throws Exception {
    for (Norm norm : Norm.values()) {
      Graph graph = Zoo.graph(recipe.withNorm(norm));
      Compared.toPlainLoops(Engines.ONNXRUNTIME, graph, folder);
    }
  }
}
