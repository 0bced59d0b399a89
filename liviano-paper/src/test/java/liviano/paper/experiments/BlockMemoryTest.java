package liviano.paper.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockMemoryTest {
  /** 112x112x16 to 96, filtered with stride 2, to 56x56x24. */
  @Test
  void blockOneIsTheOneWithTheMostInside() {
    BlockMemory block = BlockMemory.of(1, 1.0, 224);

    assertThat(block.in()).isEqualTo(Shape.of(112, 112, 16));
    assertThat(block.expanded()).isEqualTo(Shape.of(112, 112, 96));
    assertThat(block.filtered()).isEqualTo(Shape.of(56, 56, 96));
    assertThat(block.out()).isEqualTo(Shape.of(56, 56, 24));
    assertThat(block.ends()).isEqualTo(4 * (200_704 + 75_264));
    assertThat(block.unfused()).isEqualTo(block.ends() + 4 * (1_204_224 + 301_056));
    assertThat(block.split(2)).isEqualTo(block.ends() + 2 * (1_204_224 + 301_056));
    assertThat(block.rowStrips()).isEqualTo(block.ends() + 4 * (3 * 112 * 96 + 56 * 96));
  }

  /** The engine may put the output where an inner map was: it never needs more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theEngineKeepsWithinTheFormula(int groups) {
    for (int number : new int[] {1, 2, 7, 16}) {
      BlockMemory block = BlockMemory.of(number, 1.0, 96);
      CompileOptions options = CompileOptions.builder().fusesBlocks(false).build();
      long planned =
          Engine.memory(block.graph(), options.toBuilder().channelSplit(groups).build()).bytes();

      assertThat(planned).isGreaterThan(block.ends() - 4L * block.out().elements());
      if (block.expanded().channels() % (8 * groups) == 0) {
        assertThat(planned).isLessThanOrEqualTo(block.split(groups) + 8L * block.out().elements());
      }
    }
  }

  @Test
  void moreGroupsTakeLess() {
    BlockMemory block = BlockMemory.of(5, 0.5, 160);

    for (int groups = 2; groups <= 5; groups++) {
      assertThat(block.split(groups)).isLessThan(block.split(groups - 1));
    }
    assertThat(block.split(1)).isEqualTo(block.unfused());
  }

  @Test
  void whatIsOutOfRangeIsSaid() {
    assertThatThrownBy(() -> BlockMemory.of(0, 1, 224))
        .hasMessage("the block must be from 1 to 16, is 0 (block 0 expands nothing)");
    assertThatThrownBy(() -> BlockMemory.of(17, 1, 224))
        .hasMessageStartingWith("the block must be from 1 to 16, is 17");
    assertThatThrownBy(() -> BlockMemory.of(1, 1, 0)).hasMessageContaining("resolution");
    assertThatThrownBy(() -> BlockMemory.of(1, 1, 224).split(97))
        .hasMessage("groups must be from 1 to the 96 inner channels, are 97");
  }
}
