package liviano.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import liviano.cost.LayerCost;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Formats;
import liviano.kernels.Geometry;
import liviano.kernels.KernelProvider;
import liviano.kernels.Linear;
import liviano.kernels.Param;
import liviano.kernels.Providers;
import liviano.kernels.Requantize;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;

/**
 * What MobileNetV2 1.0 at 224 pixels takes at least in integers of 8 bits on one core, and of what:
 * multiply-adds of all but the depthwise layers at the speed of registers, each of their sums made
 * a byte, and the depthwise layers. The last two are measured within the caches: a pointwise layer
 * of four channels, which has one instruction of products for each vector of sums, and a depthwise
 * layer.
 *
 * <pre>java --enable-native-access=ALL-UNNAMED -cp liviano-bench/target/liviano-bench.jar
 *     liviano.bench.IntegerFloor</pre>
 */
public final class IntegerFloor {
  private static final int RUNS = 4000;
  private static final int ROWS = 196;
  private static final int CHANNELS = 384;
  private static final int SIDE = 14;

  private final Random random = new Random(1);
  private final KernelProvider provider;

  private IntegerFloor(KernelProvider provider) {
    this.provider = provider;
  }

  /**
   * @param args none
   * @throws IOException if the ceilings cannot be measured
   */
  public static void main(String[] args) throws IOException {
    Ceiling ceiling = Ceiling.measure(List.of());
    if (ceiling.int8().isEmpty()) {
      System.err.println("machine code does not serve here");
      System.exit(2);
    }
    new IntegerFloor(Providers.ask().getFirst()).print(ceiling.int8().getAsDouble());
  }

  /**
   * @param rate 10^9 multiply-adds a second
   */
  private void print(double rate) {
    long products = 0;
    long sums = 0;
    long filtered = 0;
    for (Node node : Zoo.graph(Recipe.of("mobilenet_v2")).nodes()) {
      switch (node.op()) {
        case Op.Conv2d _, Op.Dense _ -> {
          products += LayerCost.of(node).multiplyAdds();
          sums += node.output().shape().elements();
        }
        case Op.DepthwiseConv2d _ -> filtered += node.output().shape().elements();
        default -> {} // at most a fiftieth of the others
      }
    }
    double each = nanos(pointwise(), (long) ROWS * CHANNELS);
    double filter = nanos(depthwise(), (long) SIDE * SIDE * CHANNELS);
    double[] parts = {products / rate, sums * each, filtered * filter};
    System.out.println(provider.description());
    String[] names = {"multiply-adds", "sums made bytes", "depthwise values"};
    long[] counts = {products, sums, filtered};
    double whole = 0;
    for (int i = 0; i < parts.length; i++) {
      whole += parts[i];
      System.out.printf(
          Locale.ROOT, "%-18s %,12d  %.3f ms%n", names[i], counts[i], parts[i] * 1e-6);
    }
    System.out.printf(Locale.ROOT, "%-18s %12s  %.3f ms%n", "at least", "", whole * 1e-6);
  }

  /** The best time of a kernel, for each number that it gives. */
  private double nanos(Task task, long outputs) {
    TaskList.Step step = new TaskList.Step("", task, 0, List.of(outputs), outputs, 0);
    TimedKernel kernel = TimedKernel.prepare(List.of(step), List.of(provider)).getFirst();
    for (int i = 0; i < RUNS; i++) {
      kernel.run(10);
    }
    return kernel.millis() * 1e6 / outputs;
  }

  private Task pointwise() {
    return new Linear.Pointwise(
        ROWS, 4, CHANNELS, weight(CHANNELS, 4), end(CHANNELS), Formats.of(DType.U8, DType.U8));
  }

  private Task depthwise() {
    Geometry same =
        new Geometry(1, SIDE, SIDE, CHANNELS, SIDE, SIDE, CHANNELS, 3, 3, 1, 1, 1, 1, 1, 1);
    return new Linear.Depthwise(
        same, weight(3, 3, CHANNELS), end(CHANNELS), Formats.of(DType.U8, DType.U8));
  }

  private Param weight(Integer... dims) {
    Shape shape = new Shape(List.of(dims));
    byte[] bytes = new byte[shape.elements()];
    random.nextBytes(bytes);
    return new Param("w", DType.I8, shape, MemorySegment.ofArray(bytes));
  }

  /** To bytes, with a factor for each channel and a bias, as networks have it. */
  private Epilogue end(int channels) {
    List<Float> factors =
        random.doubles(channels).mapToObj(x -> (float) (0.001 + 0.01 * x)).toList();
    Param bias =
        new Param(
            "b", DType.I32, Shape.of(channels), MemorySegment.ofArray(new byte[4 * channels]));
    Requantize bytes = new Requantize(0, factors, 0, DType.U8);
    return new Epilogue(Optional.of(bias), false, Clamp.NONE, Optional.of(bytes));
  }
}
