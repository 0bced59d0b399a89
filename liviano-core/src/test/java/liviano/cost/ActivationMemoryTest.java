package liviano.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import liviano.cost.ActivationMemory.Tensor;
import liviano.graph.Graph;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class ActivationMemoryTest {
  private static final Graph MOBILENET_V2 = Zoo.graph(Recipe.of("mobilenet_v2"));

  @Test
  void bottlenecksAloneAreMaterialised() {
    assertThat(ActivationMemory.widest(MOBILENET_V2))
        .isEqualTo(
            List.of(
                new Tensor(112, 16),
                new Tensor(56, 24),
                new Tensor(28, 32),
                new Tensor(14, 96),
                new Tensor(7, 320),
                new Tensor(1, 1280)));
  }

  @Test
  void rivalsMaterialiseMore() {
    Graph first = Zoo.graph(Zoo.architecture("mobilenet_v1").defaults());
    Graph shuffle = Zoo.graph(Zoo.architecture("shufflenet_v1").defaults().withWidth(2));

    assertThat(ActivationMemory.widest(first))
        .extracting(Tensor::channels)
        .containsExactly(64, 128, 256, 512, 1024, 1024);
    assertThat(ActivationMemory.largest(first)).isEqualTo(112 * 112 * 64);
    assertThat(ActivationMemory.widest(shuffle))
        .containsExactly(
            new Tensor(56, 48),
            new Tensor(28, 480),
            new Tensor(14, 960),
            new Tensor(7, 1920),
            new Tensor(1, 1920));
  }

  @Test
  void theLargestTensorIsTheOneOfThePaper() {
    assertThat(ActivationMemory.largest(MOBILENET_V2)).isEqualTo(112 * 112 * 16);
  }

  @Test
  void theStemIsInsideTheFirstBlock() {
    Block first = Block.of(MOBILENET_V2).getFirst();

    assertThat(first.name()).isEqualTo("stem");
    assertThat(first.elements()).isEqualTo(224 * 224 * 3 + 112 * 112 * 16);
    assertThat(first.elements(1)).isEqualTo(first.elements() + 112 * 112 * 32);
    assertThat(Block.of(MOBILENET_V2)).hasSize(20);
  }

  @Test
  void memoryOfABlockIsWhatItReadsAndGives() {
    Block block =
        Block.of(MOBILENET_V2).stream().filter(b -> b.name().equals("blocks.1")).findFirst().get();

    assertThat(block.elements()).isEqualTo(112 * 112 * 16 + 56 * 56 * 24);
    assertThat(block.elements(1)).isEqualTo(block.elements() + 112 * 112 * 96);
    assertThat(block.elements(5)).isEqualTo(block.elements() + 112 * 112 * 20);
    assertThat(block.elements(96)).isEqualTo(block.elements() + 112 * 112);
    assertThat(block.elements(1000)).isEqualTo(block.elements(96));
  }

  @Test
  void memoryOfTheNetworkIsThatOfItsLargestBlock() {
    assertThat(ActivationMemory.ofBlocks(MOBILENET_V2)).isEqualTo(224 * 224 * 3 + 112 * 112 * 16);
    assertThat(ActivationMemory.ofBlocks(MOBILENET_V2, 1))
        .isEqualTo(112 * 112 * 16 + 56 * 56 * 24 + 112 * 112 * 96);
    assertThatThrownBy(() -> ActivationMemory.ofBlocks(MOBILENET_V2, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
