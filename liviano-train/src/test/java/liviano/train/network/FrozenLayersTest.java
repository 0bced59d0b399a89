package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import liviano.graph.Graph;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("libtorch")
class FrozenLayersTest {
  private static final Recipe RECIPE =
      Recipe.of("mobilenet_v2").withWidth(0.35).withResolution(32).withClasses(3);

  private static Graph graph() {
    return Zoo.graph(RECIPE).endingAt("logits");
  }

  @Test
  void takesAllUpToALayerOrTheEndOfABlock() {
    Set<String> block = FrozenLayers.upTo("blocks.1", graph());
    assertThat(block)
        .contains("stem.conv", "blocks.0.depthwise", "blocks.1.expand", "blocks.1.project")
        .doesNotContain("blocks.2.expand", "blocks.10.expand", "classifier");
    assertThat(FrozenLayers.upTo("blocks.1.expand", graph()))
        .contains("blocks.1.expand")
        .doesNotContain("blocks.1.project");
  }

  @Test
  void saysWhichLayersThereAre() {
    assertThatThrownBy(() -> FrozenLayers.upTo("bottleneck", graph()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bottleneck'")
        .hasMessageContaining("blocks.0");
    assertThatThrownBy(() -> FrozenLayers.upTo("classifier", graph()))
        .hasMessageContaining("nothing is left to train");
  }

  @Test
  void frozenNormsKeepTheirStatisticsWhileOthersTrain() {
    Graph graph = graph();
    try (TorchNetwork network = TorchNetwork.of(graph, InitialWeights.of(graph, 1));
        TorchScope _ = TorchScope.open()) {
      network.freeze("blocks.1");
      Tensor maps = Tensors.maps(ZooNetworks.numbers(4 * 32 * 32 * 3, 1), 4, 32, 32, 3);
      network.forward(Map.of("image", maps), Mode.TRAINING);
      network
          .statistics()
          .forEach(
              (name, tensor) -> {
                float[] begun = new float[(int) tensor.numel()];
                Arrays.fill(begun, name.endsWith(".mean") ? 0 : 1);
                assertThat(Arrays.equals(Tensors.floats(tensor), begun))
                    .as(name)
                    .isEqualTo(network.isFrozen(name));
              });
      assertThat(network.isFrozen("stem.conv.weight")).isTrue();
      assertThat(network.isFrozen("blocks.2.expand.weight")).isFalse();
    }
  }
}
