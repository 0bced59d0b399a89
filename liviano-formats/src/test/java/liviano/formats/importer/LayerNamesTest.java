package liviano.formats.importer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names of tensors as converters write them. */
class LayerNamesTest {

  @Test
  void namesAreShortened() {
    assertThat(LayerNames.shortened("StatefulPartitionedCall:0"))
        .isEqualTo("StatefulPartitionedCall");
    assertThat(LayerNames.shortened("model/conv/Relu6;model/bn/FusedBatchNorm;model/conv"))
        .isEqualTo("model/conv/Relu6");
    assertThat(LayerNames.shortened("sequential_1/model1/block_13_depthwise_relu/Relu6/and/so/on"))
        .isEqualTo("model1/block_13_depthwise_relu/Relu6/and/so/on");
    assertThat(LayerNames.shortened("x".repeat(70_000))).hasSize(48);
    assertThat(LayerNames.shortened("a\nb\u202e")).isEqualTo("ab");
  }

  @Test
  void eachIsUsedOnce() {
    LayerNames names = new LayerNames();
    assertThat(names.of("a", "other")).isEqualTo("a");
    assertThat(names.of("a", "other")).isEqualTo("a_2");
    assertThat(names.of("a_2", "other")).isEqualTo("a_2_2");
    assertThat(names.of("a", "other")).isEqualTo("a_3");
    assertThat(names.of(" ", "conv")).isEqualTo("conv");
  }
}
