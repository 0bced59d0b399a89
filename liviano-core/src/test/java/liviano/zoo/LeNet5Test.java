package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import liviano.cost.Cost;
import liviano.cost.LayerCost;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section II.B of the paper counts trained numbers and connections, layer by layer. */
class LeNet5Test {
  private static final Graph GRAPH = Zoo.graph(Zoo.architecture("lenet_5").defaults());

  @ParameterizedTest
  @CsvSource({
    "c1, 28x28x6,     156, 122304",
    "s2, 14x14x6,      12,   5880",
    "c3, 10x10x16,   1516, 151600",
    "s4, 5x5x16,       32,   2000",
    "c5, 1x1x120,   48120,  48120",
    "f6, 84,        10164,  10164",
    "rbf, 10,           0,    840"
  })
  void layersAreThePapers(String layer, String shape, long trained, long connections) {
    assertThat(GRAPH.find(layer).orElseThrow().shape()).hasToString(shape);
    assertThat(
            Cost.of(GRAPH).layers().stream()
                .filter(cost -> layer(cost.name()).equals(layer))
                .mapToLong(LayerCost::parameters)
                .sum())
        .isEqualTo(trained);
    assertThat(connections().get(layer)).isEqualTo(connections);
  }

  @Test
  void connectionsAreThePapersInAll() {
    assertThat(connections().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(340_908);
  }

  @Test
  void theCentresAreGivenAndNotTrained() {
    assertThat(GRAPH.params().filter(spec -> spec.role() == ParamSpec.Role.CENTRE))
        .singleElement()
        .satisfies(spec -> assertThat(spec.shape()).hasToString("10x84"));
    assertThat(GRAPH.outputs()).containsOnlyKeys("distances");
  }

  @Test
  void sixtyPairsOfMapsAreJoined() {
    assertThat(LeNet5.TABLE_1.stream().mapToInt(java.util.List::size).sum()).isEqualTo(60);
    // Each map of S2 is read by ten maps of C3.
    for (int map = 0; map < 6; map++) {
      int read = map;
      assertThat(LeNet5.TABLE_1).filteredOn(maps -> maps.contains(read)).hasSize(10);
    }
  }

  @Test
  void theModernOneAnswersWithProbabilities() {
    Graph modern = Zoo.graph(Zoo.architecture("lenet_5").defaults("modern").withClasses(62));

    assertThat(modern.outputs()).containsOnlyKeys("logits", "probabilities");
    assertThat(modern.find("logits").orElseThrow().shape()).hasToString("62");
  }

  private static String layer(String node) {
    return node.split("\\.")[0];
  }

  private static Map<String, Long> connections() {
    Map<String, Long> all = new TreeMap<>();
    for (Node node : GRAPH.nodes()) {
      all.merge(layer(node.name()), connections(node), Long::sum);
    }
    return all;
  }

  /** Numbers that each output sums over, its bias among them. */
  private static long connections(Node node) {
    long out = node.output().shape().elements();
    long in = node.input().shape().channels();
    return switch (node.op()) {
      case Op.Conv2d(_, Window w, _, _) -> out * (w.kernelH() * w.kernelW() * in + 1);
      case Op.Dense _ -> out * (in + 1);
      case Op.AveragePool(Window w, _) -> out * w.kernelH() * w.kernelW();
      case Op.Scale _ -> out; // its bias: the sum before it is the pool's
      case Op.SquaredDistance _ -> out * in;
      default -> 0;
    };
  }
}
