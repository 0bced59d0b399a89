package liviano.train.network;

import java.util.stream.Stream;
import liviano.graph.Graph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of operation by itself. */
@Tag("libtorch")
class OperationsTest {

  static Stream<Named<Graph>> graphs() {
    return SmallGraphs.all();
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void givesWhatTheEngineGivesAndItsWeightsBack(Graph graph) {
    Beside.agree(graph, ZooNetworks.weights(graph, 8));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void gradientsAreThoseOfFiniteDifferences(Graph graph) {
    for (Mode mode : Mode.values()) {
      Slopes.agree(graph, ZooNetworks.weights(graph, 9), mode);
    }
  }
}
