package liviano.train.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.RandomWeights;
import liviano.tensor.Shape;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batch norm over several workers against batch norm over their batches in one. */
@Tag("libtorch")
@Timeout(60)
class WorkersNormTest {
  private static final Shape PICTURE = Shape.of(6, 5, 2);
  private static final int SIZE = PICTURE.elements();
  private static final int CLASSES = 3;

  private static Graph graph() {
    GraphBuilder graph = Graph.builder();
    Value map = graph.input("image", PICTURE);
    map = graph.add("a", new Op.Conv2d(4, Window.square(3, 1, Padding.SAME), 1, false), map);
    map = graph.add("a.norm", new Op.BatchNorm(1e-3f), map);
    map = graph.add("a.relu6", new Op.Relu6(), map);
    map = graph.add("b", new Op.Conv2d(5, Window.square(3, 2, Padding.SAME), 1, false), map);
    map = graph.add("b.norm", new Op.BatchNorm(1e-3f), map);
    Value flat = graph.add("flat", new Op.Reshape(Shape.of(map.shape().elements())), map);
    flat = graph.add("c", new Op.Dense(CLASSES, false), flat);
    flat = graph.add("c.norm", new Op.BatchNorm(1e-3f), flat);
    return graph.output("logits", flat).build();
  }

  /** What a worker comes to: outputs, gradients and statistics by their names. */
  private static Map<String, float[]> trained(
      TorchNetwork network, float[] pictures, float[] weights, int from, int to) {
    try (TorchScope _ = TorchScope.open()) {
      Tensor maps =
          Tensors.maps(
              Arrays.copyOfRange(pictures, from * SIZE, to * SIZE),
              to - from,
              PICTURE.height(),
              PICTURE.width(),
              PICTURE.channels());
      Tensor logits = network.forward(Map.of("image", maps), Mode.TRAINING).get("logits");
      Tensor factors =
          Tensors.of(Arrays.copyOfRange(weights, from * CLASSES, to * CLASSES), to - from, CLASSES);
      logits.square().mul(factors).sum().backward();
      Map<String, float[]> numbers = new LinkedHashMap<>();
      numbers.put("logits", Tensors.floats(logits));
      network.parameters().forEach((name, one) -> numbers.put(name, Tensors.floats(one.grad())));
      network.statistics().forEach((name, one) -> numbers.put(name, Tensors.floats(one)));
      return numbers;
    }
  }

  private static float[] numbers(int count, long seed) {
    float[] numbers = new float[count];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian(0.5, 1);
    }
    return numbers;
  }

  /** Adds up the tensors of two threads that call it at the same time. */
  private static Consumer<Tensor> addition(CyclicBarrier barrier, float[][] shared, int rank) {
    return tensor -> {
      try (NoGrad _ = NoGrad.open();
          TorchScope _ = TorchScope.open()) {
        shared[rank] = Tensors.floats(tensor);
        barrier.await();
        tensor.add_(Tensors.of(shared[1 - rank], tensor.shape()));
        barrier.await();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  void twoWorkersComeToWhatOneComesToOnBothBatches() throws Exception {
    Graph graph = graph();
    float[] pictures = numbers(8 * SIZE, 1);
    float[] factors = numbers(8 * CLASSES, 2);
    Map<String, float[]> whole;
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 3))) {
      whole = trained(network, pictures, factors, 0, 8);
    }
    CyclicBarrier barrier = new CyclicBarrier(2);
    float[][] shared = new float[2][];
    List<Callable<Map<String, float[]>>> workers =
        List.of(
            () -> worker(graph, addition(barrier, shared, 0), pictures, factors, 0, 3),
            () -> worker(graph, addition(barrier, shared, 1), pictures, factors, 3, 8));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Map<String, float[]>>> parts = threads.invokeAll(workers);
      Map<String, float[]> first = parts.get(0).get();
      Map<String, float[]> second = parts.get(1).get();
      whole.forEach(
          (name, expected) -> {
            float[] one = first.get(name);
            float[] other = second.get(name);
            if (name.equals("logits")) {
              assertClose(name, joined(one, other), expected);
            } else if (name.endsWith(".mean") || name.endsWith(".variance")) {
              assertClose(name, one, expected);
              assertClose(name, other, expected);
            } else {
              assertClose(name, sum(one, other), expected);
            }
          });
    }
  }

  private static Map<String, float[]> worker(
      Graph graph, Consumer<Tensor> sum, float[] pictures, float[] factors, int from, int to) {
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 3))) {
      network.synchronizeNorms(sum);
      return trained(network, pictures, factors, from, to);
    }
  }

  private static float[] joined(float[] one, float[] other) {
    float[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static float[] sum(float[] one, float[] other) {
    float[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  private static void assertClose(String name, float[] actual, float[] expected) {
    float range = 0.1f;
    for (float number : expected) {
      range = Math.max(range, Math.abs(number));
    }
    assertThat(actual).as(name).containsExactly(expected, within(1e-4f * range));
  }

  @Test
  void oneNumberHasNoVariance() {
    GraphBuilder builder = Graph.builder();
    Value in = builder.input("in", Shape.of(4));
    Graph graph = builder.output("out", builder.add("norm", new Op.BatchNorm(0), in)).build();
    try (TorchNetwork network = TorchNetwork.of(graph, RandomWeights.of(graph, 1));
        TorchScope _ = TorchScope.open()) {
      network.synchronizeNorms(_ -> {});
      Tensor one = Tensors.of(new float[] {1, 2, 3, 4}, 1, 4);
      assertThatThrownBy(() -> network.forward(Map.of("in", one), Mode.TRAINING))
          .isInstanceOf(TorchException.class)
          .hasMessageContaining("layer norm: batch norm needs more than one number");
    }
  }
}
