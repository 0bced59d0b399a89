package liviano.train.network;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import liviano.graph.Graph;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Times forward and backward of MobileNetV2 in turns: as a graph of ours, and as TorchScript. Run
 * by hand: {@code [resolution] [batch] [threads] [rounds] [width]}. With one thread it is that
 * thread's processor time, which says something on a machine that does other things too; with more,
 * the time on the wall.
 */
public final class StepBenchmark {
  private static final int CLASSES = 1000;

  private StepBenchmark() {}

  /**
   * @param arguments resolution, batch, threads, rounds, width; 224, 16, 2, 10 and 1.0 where they
   *     are left out
   */
  public static void main(String[] arguments) {
    int side = argument(arguments, 0, 224);
    int batch = argument(arguments, 1, 16);
    int threads = argument(arguments, 2, 2);
    Torch.threads(threads);
    boolean alone = threads == 1;
    int rounds = argument(arguments, 3, 10);
    double width = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 1;
    Recipe recipe = Recipe.of("mobilenet_v2").withResolution(side).withWidth(width);
    Graph graph = Zoo.graph(recipe).endingAt("logits");
    Weights weights = InitialWeights.of(graph, 1);
    Tensor maps =
        Tensors.maps(ZooNetworks.numbers(batch * side * side * 3, 1), batch, side, side, 3);
    long[] numbers = new long[batch];
    for (int i = 0; i < batch; i++) {
      numbers[i] = i * 37L % CLASSES;
    }
    Tensor labels = Tensors.of(numbers, batch);
    try (TorchNetwork ours = TorchNetwork.of(graph, weights);
        ScriptedNetwork script = new ScriptedNetwork(graph, weights, "logits")) {
      UnaryOperator<Tensor> forward =
          x -> ours.forward(Map.of("image", x), Mode.TRAINING).get("logits");
      double[] graphs = new double[rounds];
      double[] scripts = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        double one = step(forward, maps, labels, ours.parameters().values(), alone);
        double other = step(script::forward, maps, labels, script.parameters(), alone);
        graphs[round] = one;
        scripts[round] = other;
        System.out.printf(Locale.ROOT, "%2d  graph %6.0f ms  script %6.0f ms%n", round, one, other);
      }
      Arrays.sort(graphs);
      Arrays.sort(scripts);
      report("best", graphs[0], scripts[0]);
      report("median", graphs[rounds / 2], scripts[rounds / 2]);
    }
  }

  private static void report(String what, double graph, double script) {
    System.out.printf(
        Locale.ROOT,
        "%s: graph %.0f ms, script %.0f ms, ratio %.3f%n",
        what,
        graph,
        script,
        graph / script);
  }

  /** In nanoseconds. */
  private static long time(boolean alone) {
    return alone
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  /** Milliseconds of one step. */
  private static double step(
      UnaryOperator<Tensor> forward,
      Tensor maps,
      Tensor labels,
      Collection<Tensor> parameters,
      boolean alone) {
    long start = time(alone);
    try (TorchScope _ = TorchScope.open()) {
      for (Tensor parameter : parameters) {
        Tensor gradient = parameter.grad();
        if (gradient.defined()) {
          gradient.zero_();
        }
      }
      Tensor loss = torch.cross_entropy_loss(forward.apply(maps), labels);
      loss.backward();
      Tensors.number(loss);
    }
    return (time(alone) - start) / 1e6;
  }
}
