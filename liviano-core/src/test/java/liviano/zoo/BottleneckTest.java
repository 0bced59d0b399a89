package liviano.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import liviano.graph.Bottleneck;
import liviano.graph.Graph;
import liviano.graph.GraphSurgery;
import liviano.graph.Op;
import liviano.zoo.layers.Norm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The linear bottlenecks that are found in a graph are those of the paper's table 2. */
class BottleneckTest {

  @ParameterizedTest
  @EnumSource(Norm.class)
  void aMobileNetHasSeventeenAndTheFirstDoesNotExpand(Norm norm) {
    List<Bottleneck> found = Bottleneck.of(graph(norm));

    assertThat(found)
        .extracting(Bottleneck::name)
        .isEqualTo(IntStream.range(0, 17).mapToObj(i -> "blocks." + i).toList());
    assertThat(found)
        .extracting(b -> b.output().shape().channels())
        .containsExactly(16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320);
    assertThat(found.getFirst().expanded()).isEmpty();
    assertThat(found.subList(1, 17))
        .allSatisfy(
            b ->
                assertThat(b.expanded().orElseThrow().shape().channels())
                    .isEqualTo(6 * b.narrow()));
    assertThat(found.get(1).output().name()).startsWith("blocks.1.project");
    assertThat(found.get(2).output().name()).isEqualTo("blocks.2.add");
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void oneWithANonLinearityIsNone(Norm norm) {
    Graph graph = graph(norm);
    String third = Bottleneck.of(graph).get(3).output().name();
    Graph cut = GraphSurgery.insertAfter(graph, List.of(third), "relu6", new Op.Relu6());

    assertThat(Bottleneck.of(cut)).extracting(Bottleneck::name).doesNotContain("blocks.3");
  }

  private static Graph graph(Norm norm) {
    return Zoo.graph(Recipe.of("mobilenet_v2").withNorm(norm));
  }
}
