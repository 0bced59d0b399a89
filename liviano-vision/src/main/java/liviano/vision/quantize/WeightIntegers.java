package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liviano.tensor.Quantization;

/**
 * The weights of a layer as signed bytes from -127 to 127, and its biases as 32-bit integers of the
 * scale {@code input * weight}.
 *
 * @param quantization of the weights, with zero point 0
 */
record WeightIntegers(Quantization quantization, byte[] weight, int[] bias) {
  private static final int MOST = 127;

  /** The most that a bias may be, so that sums of products have room in 32 bits. */
  private static final double MOST_BIAS = 1 << 30;

  /**
   * @param input the scale of the layer's input
   * @param means of the input's channels: with them, biases make up for what rounding the weights
   *     adds on average; empty where they stay
   */
  static WeightIntegers of(Filter filter, Scheme scheme, float input, double[] means) {
    double[] scales = scales(filter, scheme, input);
    byte[] integers = new byte[filter.weight().length];
    double[] bias = new double[filter.outputs()];
    for (int c = 0; c < bias.length; c++) {
      bias[c] = filter.bias()[c];
    }
    for (int i = 0; i < integers.length; i++) {
      int channel = filter.output(i);
      double scale = scales[channel];
      integers[i] = (byte) Math.clamp(Math.rint(filter.weight()[i] / scale), -MOST, MOST);
      if (means.length > 0) {
        bias[channel] -= (integers[i] * scale - filter.weight()[i]) * means[filter.input(i)];
      }
    }
    int[] biases = new int[bias.length];
    for (int c = 0; c < bias.length; c++) {
      biases[c] = (int) Math.clamp(Math.rint(bias[c] / (input * scales[c])), -MOST_BIAS, MOST_BIAS);
    }
    return new WeightIntegers(new Quantization(list(scales, scheme), 0), integers, biases);
  }

  private static double[] scales(Filter filter, Scheme scheme, float input) {
    float[] ranges = filter.outputRanges();
    double[] scales = new double[ranges.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scale(ranges[c], filter.bias()[c], input);
    }
    if (scheme == Scheme.PER_TENSOR) {
      double most = 0;
      for (double scale : scales) {
        most = Math.max(most, scale);
      }
      Arrays.fill(scales, most);
    }
    for (int c = 0; c < scales.length; c++) {
      scales[c] = (float) scales[c]; // as it is stored
    }
    return scales;
  }

  /** Of a channel; one without weights still has its bias. */
  private static double scale(double range, double bias, double input) {
    double ofBias = Math.abs(bias) / (input * MOST_BIAS);
    double scale = Math.max(range / MOST, ofBias);
    return scale > Float.MIN_NORMAL ? scale : 1;
  }

  private static List<Float> list(double[] scales, Scheme scheme) {
    List<Float> list = new ArrayList<>();
    for (int c = 0; c < (scheme == Scheme.PER_TENSOR ? 1 : scales.length); c++) {
      list.add((float) scales[c]);
    }
    return list;
  }
}
