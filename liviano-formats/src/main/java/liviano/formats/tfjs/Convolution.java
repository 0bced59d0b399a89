package liviano.formats.tfjs;

import java.util.List;
import liviano.graph.ParamSpec;
import liviano.weights.Tensor;

/**
 * A convolution whose factors and summands per channel are gathered while the graph after it is
 * read. The output channel is the innermost extent of the weights: HWIO, or HWCM of a depthwise
 * one.
 */
final class Convolution {
  private final float[] weight;
  private final float[] bias;

  Convolution(float[] weight, int channels) {
    this.weight = weight;
    this.bias = new float[channels];
  }

  int channels() {
    return bias.length;
  }

  /** The output times a factor per channel. */
  void scale(double[] factors) {
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (weight[i] * factors[i % bias.length]);
    }
    for (int c = 0; c < bias.length; c++) {
      bias[c] = (float) (bias[c] * factors[c]);
    }
  }

  /** The output plus a summand per channel. */
  void shift(double[] summands) {
    for (int c = 0; c < bias.length; c++) {
      bias[c] = (float) (bias[c] + summands[c]);
    }
  }

  /** Weight and bias in the order that the graph's node asks for them. */
  List<Tensor> tensors(List<ParamSpec> params) {
    return params.stream().map(this::tensor).toList();
  }

  private Tensor tensor(ParamSpec spec) {
    boolean isWeight = spec.role() == ParamSpec.Role.WEIGHT;
    // [kernelH, kernelW, channels] of a depthwise one is HWCM already.
    float[] values = isWeight ? (spec.shape().rank() == 4 ? outermost() : weight) : bias;
    return Tensor.of(spec.name(), spec.shape().extents(), values);
  }

  /** HWIO to OHWI. */
  private float[] outermost() {
    int each = weight.length / bias.length;
    float[] transposed = new float[weight.length];
    for (int i = 0; i < weight.length; i++) {
      transposed[i % bias.length * each + i / bias.length] = weight[i];
    }
    return transposed;
  }
}
