package liviano.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.weights.Tensor;
import liviano.weights.Weights;

/**
 * Weights for a network that has none: to measure its speed and to test it. Activations keep their
 * scale from layer to layer (He et al. 2015, arXiv:1502.01852, the uniform form).
 */
public final class RandomWeights {
  private RandomWeights() {}

  /** Weights of every layer; the same for the same graph and seed. */
  public static Weights of(Graph graph, long seed) {
    List<Tensor> tensors = new ArrayList<>();
    graph.params().forEach(spec -> tensors.add(tensor(spec, seed)));
    return Weights.of(tensors);
  }

  private static Tensor tensor(ParamSpec spec, long seed) {
    float[] values = new float[spec.shape().elements()];
    switch (spec.role()) {
      case WEIGHT -> around(values, Math.sqrt(6.0 / fanIn(spec)), spec, seed);
      case CENTRE -> around(values, 1, spec, seed);
      case BIAS, OFFSET, MEAN -> around(values, 0.1, spec, seed);
      case SCALE, VARIANCE -> Arrays.fill(values, 1);
      case SLOPE -> fill(values, 0, 0.5, spec, seed); // around 0.25, where PyTorch starts
    }
    return Tensor.of(spec.name(), spec.shape().extents(), values);
  }

  private static void around(float[] values, double range, ParamSpec spec, long seed) {
    fill(values, -range, range, spec, seed);
  }

  private static void fill(float[] values, double from, double to, ParamSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ ((long) spec.name().hashCode() << 32));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
  }

  /** How many numbers a weight sums over: a depthwise one only over its window. */
  private static long fanIn(ParamSpec spec) {
    List<Integer> dims = spec.shape().dims();
    return dims.size() == 3
        ? (long) dims.get(0) * dims.get(1)
        : spec.shape().elements() / dims.getFirst();
  }
}
