package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Session;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;

/** What a network gives in libtorch beside what it gives in the engine. */
final class Beside {
  /** Of the greatest number of an output: both add in different orders. */
  static final double TOLERANCE = 1e-4;

  private static final int BATCH = 2;

  static {
    // More threads spin while they wait for each other, which a busy machine pays for.
    Torch.threads(1);
  }

  private Beside() {}

  /** Both give the same for two samples, and the weights come back bit for bit. */
  static void agree(Graph graph, Weights weights) {
    SequencedMap<String, float[]> inputs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      inputs.put(input.name(), ZooNetworks.numbers(BATCH * input.shape().elements(), 7));
    }
    Map<String, float[]> expected = engine(graph, weights, inputs, BATCH);
    try (TorchNetwork network = TorchNetwork.of(graph, weights)) {
      assertThat(network.weights()).isEqualTo(weights);
      Map<String, float[]> actual = libtorch(network, inputs, BATCH, Mode.EVALUATION);
      assertThat(actual.keySet()).containsExactlyElementsOf(graph.outputs().keySet());
      expected.forEach(
          (name, values) ->
              assertThat(difference(values, actual.get(name))).as(name).isLessThan(TOLERANCE));
    }
  }

  static Map<String, float[]> engine(
      Graph graph, Weights weights, Map<String, float[]> inputs, int batch) {
    Session session =
        Engine.compile(graph, weights, CompileOptions.builder().batch(batch).build()).newSession();
    inputs.forEach((name, values) -> session.input(name).copyFrom(values));
    session.run();
    Map<String, float[]> outputs = new HashMap<>();
    graph.outputs().keySet().forEach(name -> outputs.put(name, session.output(name).toArray()));
    return outputs;
  }

  /** In the engine's order of numbers. */
  static Map<String, float[]> libtorch(
      TorchNetwork network, Map<String, float[]> inputs, int batch, Mode mode) {
    Graph graph = network.graph();
    try (TorchScope _ = TorchScope.open();
        NoGrad _ = NoGrad.open()) {
      Map<String, Tensor> given = new HashMap<>();
      for (Value input : graph.inputs()) {
        given.put(input.name(), tensor(inputs.get(input.name()), batch, input.shape()));
      }
      Map<String, float[]> outputs = new LinkedHashMap<>();
      network
          .forward(given, mode)
          .forEach(
              (name, tensor) -> {
                boolean map = graph.outputs().get(name).shape().isMap();
                outputs.put(name, map ? Tensors.mapFloats(tensor) : Tensors.floats(tensor));
              });
      return outputs;
    }
  }

  /** Samples in the engine's order of numbers as libtorch takes them. */
  static Tensor tensor(float[] values, int batch, Shape shape) {
    return shape.isMap()
        ? Tensors.maps(values, batch, shape.height(), shape.width(), shape.channels())
        : Tensors.of(values, Layout.batched(batch, shape.dims()));
  }

  /** The greatest, as a share of the greatest number that is expected. */
  static double difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    double range = 0;
    for (int i = 0; i < expected.length; i++) {
      most = Math.max(most, Math.abs((double) expected[i] - actual[i]));
      range = Math.max(range, Math.abs((double) expected[i]));
    }
    return most == 0 ? 0 : most / range;
  }
}
