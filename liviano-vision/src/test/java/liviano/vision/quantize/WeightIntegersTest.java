package liviano.vision.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightIntegersTest {
  private static final double[] NONE = {};
  private static final float INPUT = 0.05f;

  private static Filter filter(Op op, int inputs, int outputs, int weights) {
    Random random = new Random(inputs + weights);
    float[] weight = new float[weights];
    float[] bias = new float[outputs];
    for (int i = 0; i < weights; i++) {
      weight[i] = (float) random.nextGaussian();
    }
    for (int c = 0; c < outputs; c++) {
      bias[c] = (float) random.nextGaussian();
    }
    return new Filter(op, inputs, weight, bias);
  }

  private static Filter[] filters() {
    Window window = Window.square(3, 1, Padding.SAME);
    return new Filter[] {
      filter(new Op.Conv2d(6, window, 1, true), 4, 6, 6 * 9 * 4),
      filter(new Op.Conv2d(6, window, 2, true), 4, 6, 6 * 9 * 2),
      filter(new Op.DepthwiseConv2d(window, 2, true), 3, 6, 9 * 6),
      filter(new Op.Dense(6, true), 5, 6, 30),
    };
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void standForTheWeightsToHalfAStep(Scheme scheme) {
    for (Filter filter : filters()) {
      WeightIntegers integers = WeightIntegers.of(filter, scheme, INPUT, NONE);
      assertThat(integers.quantization().isPerChannel()).isEqualTo(scheme == Scheme.PER_CHANNEL);
      for (int i = 0; i < filter.weight().length; i++) {
        int channel = filter.output(i);
        float scale = integers.quantization().scale(channel);
        assertThat(integers.quantization().real(integers.weight()[i], channel))
            .isCloseTo(filter.weight()[i], within(0.5001f * scale));
      }
      for (int c = 0; c < filter.outputs(); c++) {
        double step = (double) INPUT * integers.quantization().scale(c);
        assertThat(integers.bias()[c] * step).isCloseTo(filter.bias()[c], within(0.5001 * step));
      }
    }
  }

  /** What the layer gives for the mean of its input, away from borders, is as it was. */
  @Test
  void biasesMakeUpForRounding() {
    for (Filter filter : filters()) {
      double[] means = new double[filter.inputs()];
      for (int c = 0; c < means.length; c++) {
        means[c] = 100 * (c + 1);
      }
      WeightIntegers integers = WeightIntegers.of(filter, Scheme.PER_TENSOR, INPUT, means);
      double[] right = new double[filter.outputs()];
      double[] now = new double[filter.outputs()];
      double step = (double) INPUT * integers.quantization().scale(0);
      for (int c = 0; c < right.length; c++) {
        right[c] = filter.bias()[c];
        now[c] = integers.bias()[c] * step;
      }
      for (int i = 0; i < filter.weight().length; i++) {
        double mean = means[filter.input(i)];
        right[filter.output(i)] += filter.weight()[i] * mean;
        now[filter.output(i)] += integers.quantization().real(integers.weight()[i], 0) * mean;
      }
      for (int c = 0; c < right.length; c++) {
        assertThat(now[c]).isCloseTo(right[c], within(step));
      }
    }
  }

  /** Channels of one depthwise output lie next to one another, those of others far apart. */
  @Test
  void everyWeightKnowsItsChannels() {
    Filter[] filters = filters();
    assertThat(filters[0].output(9 * 4)).isEqualTo(1);
    assertThat(filters[0].input(9 * 4 + 3)).isEqualTo(3);
    assertThat(filters[1].input(3 * 9 * 2)).isEqualTo(2); // the second group's first
    assertThat(filters[1].input(3 * 9 * 2 - 1)).isEqualTo(1);
    assertThat(filters[2].output(7)).isEqualTo(1);
    assertThat(filters[2].input(5)).isEqualTo(2);
    assertThat(filters[3].output(29)).isEqualTo(5);
    assertThat(filters[3].input(29)).isEqualTo(4);
  }

  @Test
  void aChannelWithoutWeightsKeepsItsBias() {
    Filter filter =
        new Filter(new Op.Dense(2, true), 2, new float[] {0, 0, 1, 1}, new float[] {7, 0});
    WeightIntegers integers = WeightIntegers.of(filter, Scheme.PER_CHANNEL, INPUT, NONE);
    assertThat(integers.bias()[0] * (double) INPUT * integers.quantization().scale(0))
        .isCloseTo(7, within(1e-5));
  }
}
