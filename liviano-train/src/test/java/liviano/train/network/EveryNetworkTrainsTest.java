package liviano.train.network;

import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the zoo, so that a new one is covered by being there. */
@Tag("libtorch")
class EveryNetworkTrainsTest {

  static Stream<Recipe> recipes() {
    return ZooNetworks.small();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void givesWhatTheEngineGivesAndItsWeightsBack(Recipe recipe) {
    Graph graph = Zoo.graph(recipe);
    Beside.agree(graph, ZooNetworks.weights(graph, 3));
  }

  @Test
  void thePapersNetworkGivesWhatTheEngineGives() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2"));
    Beside.agree(graph, ZooNetworks.weights(graph, 5));
  }
}
