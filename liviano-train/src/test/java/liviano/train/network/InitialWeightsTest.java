package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class InitialWeightsTest {
  private static final Graph NETWORK =
      Zoo.graph(Recipe.of("mobilenet_v2").withResolution(32).withClasses(10));

  private static double deviation(Weights weights, String name) {
    double squares = 0;
    float[] values = weights.get(name).toFloats();
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void convolutionsAreDrawnByTheirFanOut() {
    Weights weights = InitialWeights.of(NETWORK, 1);
    double pointwise = Math.sqrt(2.0 / 960);
    double depthwise = Math.sqrt(2.0 / 9);
    assertThat(deviation(weights, "blocks.14.expand.weight"))
        .isCloseTo(pointwise, within(0.02 * pointwise));
    assertThat(deviation(weights, "blocks.14.depthwise.weight"))
        .isCloseTo(depthwise, within(0.05 * depthwise));
    assertThat(deviation(weights, "classifier.weight")).isCloseTo(0.01, within(0.0003));
  }

  @Test
  void noWeightLiesBeyondTwoDeviationsOfWhatIsCut() {
    double most = 2 * Math.sqrt(2.0 / 9) / 0.87962566;
    for (float value : InitialWeights.of(NETWORK, 1).get("blocks.16.depthwise.weight").toFloats()) {
      assertThat(Math.abs(value)).isLessThan((float) most + 1e-6f);
    }
  }

  @Test
  void normsStartAsIfTheyWereNotThere() {
    Weights weights = InitialWeights.of(NETWORK, 1);
    assertThat(weights.get("stem.conv.norm.scale").toFloats()).containsOnly(1);
    assertThat(weights.get("stem.conv.norm.variance").toFloats()).containsOnly(1);
    assertThat(weights.get("stem.conv.norm.offset").toFloats()).containsOnly(0);
    assertThat(weights.get("stem.conv.norm.mean").toFloats()).containsOnly(0);
    assertThat(weights.get("classifier.bias").toFloats()).containsOnly(0);
  }

  @Test
  void theSeedDecides() {
    assertThat(InitialWeights.of(NETWORK, 1)).isEqualTo(InitialWeights.of(NETWORK, 1));
    assertThat(InitialWeights.of(NETWORK, 1)).isNotEqualTo(InitialWeights.of(NETWORK, 2));
  }

  @Test
  void ssdScalesItsNormalizedMapBy20() {
    Graph ssd = Zoo.graph(Zoo.architecture("ssd_300").defaults().withClasses(3));
    assertThat(InitialWeights.of(ssd, 1).get("tap.scale.weight").toFloats()).containsOnly(20);
  }

  @Test
  void whatIsGivenAndNotTrainedHasToBeGiven() {
    Graph lenet = Zoo.graph(Zoo.architecture("lenet_5").defaults());
    assertThatThrownBy(() -> InitialWeights.of(lenet, 1))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith("'rbf.centre' is given and not trained");
  }
}
