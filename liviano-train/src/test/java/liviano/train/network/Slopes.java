package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Gradients beside finite differences, in double precision: along a random direction of each
 * parameter and each input, of a random sum of all outputs.
 */
final class Slopes {
  private static final int BATCH = 3;
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-6;

  private Slopes() {}

  static void agree(Graph graph, Weights weights, Mode mode) {
    try (TorchScope _ = TorchScope.open();
        TorchNetwork network = TorchNetwork.ofDoubles(graph, weights)) {
      Map<String, Tensor> inputs = inputs(graph);
      loss(network, inputs, mode).backward();
      SequencedMap<String, Tensor> moved = new LinkedHashMap<>(network.parameters());
      moved.putAll(inputs);
      moved.forEach(
          (name, tensor) -> {
            Tensor direction = numbers(tensor, name.hashCode());
            double slope = tensor.grad().mul(direction).sum().item_double();
            double expected = difference(network, inputs, mode, tensor, direction);
            assertThat(slope)
                .as("%s in %s", name, mode)
                .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
          });
    }
  }

  private static Map<String, Tensor> inputs(Graph graph) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (Value input : graph.inputs()) {
      float[] values = ZooNetworks.numbers(BATCH * input.shape().elements(), 11);
      Tensor tensor = Beside.tensor(values, BATCH, input.shape()).to(ScalarType.Double);
      tensor.set_requires_grad(true);
      inputs.put(input.name(), tensor);
    }
    return inputs;
  }

  private static double difference(
      TorchNetwork network, Map<String, Tensor> inputs, Mode mode, Tensor moved, Tensor direction) {
    try (NoGrad _ = NoGrad.open()) {
      moved.add_(direction.mul(new Scalar(STEP)));
      double above = loss(network, inputs, mode).item_double();
      moved.sub_(direction.mul(new Scalar(2 * STEP)));
      double below = loss(network, inputs, mode).item_double();
      moved.add_(direction.mul(new Scalar(STEP)));
      return (above - below) / (2 * STEP);
    }
  }

  private static Tensor loss(TorchNetwork network, Map<String, Tensor> inputs, Mode mode) {
    Tensor sum = Tensors.of(new float[1], 1).to(ScalarType.Double);
    for (Map.Entry<String, Tensor> output : network.forward(inputs, mode).entrySet()) {
      Tensor values = output.getValue();
      sum = sum.add(values.mul(numbers(values, output.getKey().hashCode())).sum());
    }
    return sum;
  }

  private static Tensor numbers(Tensor like, long seed) {
    float[] values = ZooNetworks.numbers((int) like.numel(), seed);
    long[] extents = Tensors.extents(like).stream().mapToLong(Long::longValue).toArray();
    return Tensors.of(values, extents).to(ScalarType.Double);
  }
}
