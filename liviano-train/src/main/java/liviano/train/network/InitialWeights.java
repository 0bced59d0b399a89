package liviano.train.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec;
import liviano.tensor.DType;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Weights to train from scratch.
 *
 * <p>Weights of convolutions are drawn from a normal distribution of variance {@code 2 / fan out}
 * (He et al., arXiv:1502.01852, the backward form), cut off at two deviations: each activation's
 * gradients keep their scale, whatever the width of the network, which a fixed deviation such as
 * the 0.09 of the authors' own code does for one width alone. The fan out is the numbers of the
 * output that one number of the input reaches, {@code out * rows * columns / groups}, so that of a
 * depthwise convolution is its window. Weights of dense layers have deviation 0.01, the start of
 * classifiers in PyTorch's MobileNetV2, so that all classes are about as likely at first.
 *
 * <p>Biases, offsets and means are 0, scales and variances 1, slopes of PReLU 0.25. A {@code Scale}
 * is 1, but 20 behind an L2 normalisation, where SSD starts it. Centres, and numbers that the graph
 * holds, are not trained: those have to come from a model.
 */
public final class InitialWeights {
  private static final double CUT = 2;

  /** The deviation of a normal distribution cut off at two of its deviations. */
  private static final double CUT_DEVIATION = 0.879_625_661_034_239_8;

  private static final double CLASSIFIER = 0.01;
  private static final float SLOPE = 0.25f;
  private static final float NORMALIZED_SCALE = 20;

  private InitialWeights() {}

  /**
   * Weights of every layer; the same for the same graph and seed.
   *
   * @throws UnsupportedModelException naming the constant, if the graph has one that is not trained
   */
  public static Weights of(Graph graph, long seed) {
    List<Tensor> tensors = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (ParamSpec spec : node.params()) {
        tensors.add(tensor(graph, node, spec, seed));
      }
    }
    return Weights.of(tensors);
  }

  /** One of them. */
  static Tensor tensor(Graph graph, Node node, ParamSpec spec, long seed) {
    float[] values = new float[spec.shape().elements()];
    long name = (long) spec.name().hashCode() << 32;
    fill(values, graph, node, spec, new SplittableRandom(seed ^ name));
    return Tensor.of(spec.name(), spec.shape().extents(), values);
  }

  private static void fill(
      float[] values, Graph graph, Node node, ParamSpec spec, SplittableRandom random) {
    if (spec.format() != DType.F32) {
      throw given(spec);
    }
    switch (spec.role()) {
      case WEIGHT -> weight(values, graph, node, spec, random);
      case SCALE, VARIANCE -> Arrays.fill(values, 1);
      case SLOPE -> Arrays.fill(values, SLOPE);
      case BIAS, OFFSET, MEAN -> Arrays.fill(values, 0);
      case CENTRE, VALUE -> throw given(spec);
    }
  }

  private static void weight(
      float[] values, Graph graph, Node node, ParamSpec spec, SplittableRandom random) {
    switch (node.op()) {
      case Op.Scale _ -> Arrays.fill(values, scale(graph, node));
      case Op.Dense _ -> normal(values, CLASSIFIER, random);
      default -> normal(values, Math.sqrt(2.0 / fanOut(node, spec)), random);
    }
  }

  private static float scale(Graph graph, Node scale) {
    return graph.nodes().stream()
            .filter(node -> node.outputs().contains(scale.input()))
            .anyMatch(node -> node.op() instanceof Op.L2Normalize)
        ? NORMALIZED_SCALE
        : 1;
  }

  /** How many numbers of the output a number of the input reaches, at stride 1. */
  private static long fanOut(Node node, ParamSpec spec) {
    List<Integer> dims = spec.shape().dims();
    return switch (node.op()) {
      case Op.Conv2d op -> (long) dims.get(0) * dims.get(1) * dims.get(2) / op.groups();
      case Op.TransposedConv2d op -> (long) dims.get(0) * dims.get(1) * dims.get(2) / op.groups();
      case Op.DepthwiseConv2d op -> (long) dims.get(0) * dims.get(1) * op.multiplier();
      default -> throw new AssertionError(node);
    };
  }

  /** Draws again what lies beyond two deviations; the deviation is that of what is left. */
  private static void normal(float[] values, double deviation, SplittableRandom random) {
    double drawn = deviation / CUT_DEVIATION;
    for (int i = 0; i < values.length; i++) {
      double value = random.nextGaussian();
      while (Math.abs(value) > CUT) {
        value = random.nextGaussian();
      }
      values[i] = (float) (value * drawn);
    }
  }

  private static UnsupportedModelException given(ParamSpec spec) {
    return new UnsupportedModelException(
        "'"
            + spec.name()
            + "' is given and not trained, so the network cannot start from scratch; start from a"
            + " model that has it");
  }
}
