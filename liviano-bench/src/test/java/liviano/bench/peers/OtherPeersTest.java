package liviano.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines whose native libraries are large: {@code mvn -pl liviano-bench -am test -Ppeers}. */
class OtherPeersTest {
  private static final int GRAPHS = 40;

  @TempDir Path folder;

  static Stream<Long> seeds() {
    return Stream.iterate(0L, seed -> seed + 1).limit(GRAPHS);
  }

  @Tag("peers")
  @ParameterizedTest
  @EnumSource(
      value = Engines.class,
      names = {"OPENCV", "LIBTORCH", "TFLITE"})
  void agreesOverNetworks(Engines engine) throws Exception {
    for (String network : new String[] {"mobilenet_v2", "deeplab_v3_mobilenet_v2"}) {
      Recipe recipe = Zoo.architecture(network).defaults().withWidth(0.35);
      Graph graph = Zoo.graph(recipe.withResolution(65).withNorm(Norm.FOLDED));
      Compared.toPlainLoops(engine, graph, folder);
    }
  }

  /** OpenCV is left out: its depthwise convolution goes wrong over maps of one position. */
  @Tag("peers")
  @ParameterizedTest
  @EnumSource(
      value = Engines.class,
      names = {"LIBTORCH", "TFLITE"})
  void agreesOverDetectors(Engines engine) throws Exception {
    Recipe recipe = Recipe.of("ssdlite_mobilenet_v2").withWidth(0.35).withResolution(97);
    Compared.toPlainLoops(engine, Zoo.graph(recipe.withNorm(Norm.FOLDED)), folder);
  }

  @Tag("peers")
  @ParameterizedTest
  @MethodSource("seeds")
  void libtorchAgreesOverDrawnGraphs(long seed) throws Exception {
    Compared.toPlainLoops(Engines.LIBTORCH, RandomGraphs.ofMobileNets(seed), folder);
  }

  @Tag("peers")
  @ParameterizedTest
  @MethodSource("seeds")
  void tfliteAgreesOverDrawnGraphs(long seed) throws Exception {
    Compared.toPlainLoops(Engines.TFLITE, RandomGraphs.ofMobileNets(seed), folder);
  }

  @Test
  void torchScriptReadsEveryParameterAndGivesEveryOutput() {
    Graph graph = Zoo.graph(Recipe.of("ssdlite_mobilenet_v2").withNorm(Norm.FOLDED));
    TorchScript script = TorchScript.of(graph);

    assertThat(script.parameters()).hasSize((int) graph.params().count());
    assertThat(script.parameters().values())
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(script.source()).containsPattern("self\\." + name + "\\b"));
    assertThat(script.source().lines().toList().getLast().split(",")).hasSize(2);
  }

  @Test
  void torchScriptNamesWhatItLacks() {
    var builder = Graph.builder();
    Value image = builder.input("image", Shape.of(4, 4, 2));
    Value norm = builder.add("norm", new Op.L2Normalize(1e-3f), image);
    Graph graph = builder.output("out", norm).build();

    assertThatThrownBy(() -> TorchScript.of(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer norm: L2Normalize is not written for libtorch");
  }
}
