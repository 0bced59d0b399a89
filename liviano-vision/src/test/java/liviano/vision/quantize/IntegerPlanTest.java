package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.vision.Picture;
import liviano.vision.TestPictures;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerPlanTest {
  private static final List<Picture> PICTURES =
      List.of(TestPictures.noise(40, 32), TestPictures.noise(32, 50));

  private static Model model(String architecture) {
    Graph graph =
        Zoo.graph(
            Zoo.architecture(architecture)
                .defaults()
                .withWidth(architecture.startsWith("shufflenet") ? 0.5 : 0.25)
                .withResolution(64)
                .withClasses(5));
    ModelCard card =
        ModelCard.of(VisionTask.CLASSIFICATION, "tiny", Preprocessing.tensorflow(64, 64));
    return new Model(graph, RandomWeights.of(graph, 5), card, Optional.empty());
  }

  /** Of the same ranges it makes the quantizer's network: graph, weights and card. */
  @ParameterizedTest
  @ValueSource(strings = {"mobilenet_v2", "mobilenet_v1", "shufflenet_v1"})
  void makesWhatTheQuantizerMakes(String architecture) {
    Model model = model(architecture);
    IntegerPlan plan = IntegerPlan.of(model);
    for (Scheme scheme : Scheme.values()) {
      QuantizerOptions options = QuantizerOptions.builder().scheme(scheme).build();
      Model expected = Quantizer.of(model, options).quantize(PICTURES).model();
      Model made =
          plan.integers(
              plan.floats().weights(),
              scheme,
              plan.measured(PICTURES, options.ranges(), options.compile()));

      assertThat(made.graph()).isEqualTo(expected.graph());
      assertThat(made.card()).isEqualTo(expected.card());
      assertThat(made.weights()).isEqualTo(expected.weights());
    }
  }

  /** What a ReLU alone reads has the ReLU's range. */
  @Test
  void valuesHaveOneRangeEach() {
    IntegerPlan plan = IntegerPlan.of(model("mobilenet_v2"));
    assertThat(plan.rounded().stream().map(Value::name))
        .contains("image", "blocks.0.project")
        .doesNotContain("blocks.1.expand")
        .doesNotHaveDuplicates();
  }

  @Test
  void rangesAreFinite() {
    assertThat(new ByteRange(-5, -2).quantization().zeroPoint(0)).isEqualTo(255);
    assertThat(new ByteRange(0, 0).quantization().scale(0)).isPositive();
    assertThatThrownBy(() -> new ByteRange(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void refusesWhatIsQuantizedAndNamesMissingRanges() {
    Model model = model("mobilenet_v1");
    Model quantized = Quantizer.of(model, QuantizerOptions.defaults()).quantize(PICTURES).model();
    assertThatThrownBy(() -> IntegerPlan.of(quantized))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("is quantized already");
    IntegerPlan plan = IntegerPlan.of(model);
    assertThatThrownBy(() -> plan.integers(plan.floats().weights(), Scheme.PER_CHANNEL, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no range of 'image'");
  }
}
