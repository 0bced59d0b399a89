package liviano.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountingTest {

  /** Side, rate and the positions that are computed along it, as TensorFlow pads. */
  @ParameterizedTest
  @CsvSource({
    "33, 1, 33",
    "33, 2, 34",
    "33, 4, 36",
    "33, 8, 40",
    "33, 6, 36",
    "33, 12, 36",
    "33, 18, 36",
    "65, 12, 72",
    "19, 6, 24",
    "32, 6, 36"
  })
  void atrousMapsArePaddedToWholeBatches(int side, int rate, long padded) {
    Window window = Window.square(3, 1, rate, Padding.SAME);
    Graph dense = one(new Op.Conv2d(5, window, 1, false), side);
    Graph depthwise = one(new Op.DepthwiseConv2d(window, 1, false), side);

    assertThat(Cost.of(dense, Counting.SPACE_TO_BATCH).multiplyAdds())
        .isEqualTo(padded * padded * 9 * 4 * 5);
    assertThat(Cost.of(depthwise, Counting.SPACE_TO_BATCH).multiplyAdds())
        .isEqualTo(padded * padded * 9 * 4);
  }

  @Test
  void whatIsNotAtrousIsCountedAsEver() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2"));

    assertThat(Cost.of(graph, Counting.SPACE_TO_BATCH)).isEqualTo(Cost.of(graph));
    assertThat(Cost.of(graph, Counting.DENSE)).isEqualTo(Cost.of(graph));
  }

  @Test
  void oneByOneConvolutionsAreNeverPadded() {
    Graph point = one(new Op.Conv2d(5, Window.square(1, 1, 2, Padding.SAME), 1, false), 33);

    assertThat(Cost.of(point, Counting.SPACE_TO_BATCH)).isEqualTo(Cost.of(point));
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "2, 1", "1, 2"})
  void aStrideInEitherDirectionIsOne(int strideH, int strideW) {
    Window window = new Window(3, 3, strideH, strideW, 2, 2, Padding.SAME);
    Graph strided = one(new Op.Conv2d(5, window, 1, false), 33);

    assertThat(Cost.of(strided, Counting.SPACE_TO_BATCH)).isEqualTo(Cost.of(strided));
  }

  @Test
  void anOperationIsHalfAMultiplyAdd() {
    Graph graph = Zoo.graph(Recipe.of("mobilenet_v2"));

    assertThat(Cost.of(graph, Counting.OPERATIONS).multiplyAdds()).isEqualTo(2 * 300_774_272L);
  }

  @Test
  void parametersAreCountedInThreeWays() {
    Cost cost = Cost.of(Zoo.graph(Recipe.of("mobilenet_v2")));

    assertThat(cost.parametersWithoutNorm()).isEqualTo(3_470_760);
    assertThat(cost.parameters()).isEqualTo(3_504_872);
    assertThat(cost.parametersWithStatistics()).isEqualTo(3_538_984); // Keras' total
  }

  @Test
  void stagesAddUpToTheNetwork() {
    Cost cost = Cost.of(Zoo.graph(Recipe.of("mobilenet_v2")));

    assertThat(cost.stages()).hasSize(21);
    assertThat(cost.stages().keySet())
        .startsWith("stem", "blocks.0")
        .endsWith("classifier", "softmax");
    // h * w * d' * t * (d' + k^2 + d''), the paper's formula, at 56x56 from 24 to 24 channels.
    assertThat(cost.stages().get("blocks.2").multiplyAdds())
        .isEqualTo(56L * 56 * 24 * 6 * (24 + 9 + 24));
    assertThat(cost.stages().values().stream().mapToLong(Cost::parameters).sum())
        .isEqualTo(cost.parameters());
    assertThat(cost.stages().values().stream().mapToLong(Cost::multiplyAdds).sum())
        .isEqualTo(cost.multiplyAdds());
  }

  @Test
  void partsAreTheLayersOfTheirNames() {
    Cost cost =
        Cost.of(Zoo.graph(Zoo.architecture("ssdlite_mobilenet_v2").defaults()))
            .parts(List.of("extras.", "predictors."));

    assertThat(cost.parameters()).isEqualTo(2_113_141);
    assertThat(cost.multiplyAdds()).isEqualTo(177_617_344);
    assertThat(cost.parts(List.of("extras.1.")).layers()).isNotEmpty();
    assertThat(cost.parts(List.of("absent")).layers()).isEmpty();
  }

  /** The convolution of a map of four channels. */
  private static Graph one(Op op, int side) {
    GraphBuilder b = Graph.builder();
    Value in = b.input("image", Shape.of(side, side, 4));
    return b.output("out", b.add("conv", op, in)).build();
  }
}
