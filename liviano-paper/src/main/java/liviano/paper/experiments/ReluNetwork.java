package liviano.paper.experiments;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/**
 * A network whose ReLUs of all kinds are of one kind, with its weights as they are: the ranges that
 * its layers have on pictures, and what eight bits make of them. The layers are those with a ReLU,
 * after it, and the linear bottlenecks. Immutable and thread-safe.
 */
public final class ReluNetwork {
  private final List<Layer> layers;
  private final PictureRunner runner;

  /**
   * A layer that is watched.
   *
   * @param name for people: that of the convolution
   * @param value what is watched: after the ReLU
   */
  private record Layer(String name, String value, boolean linear) {}

  private ReluNetwork(Model model, CompileOptions options) {
    this.layers = layers(model.graph());
    this.runner =
        new PictureRunner(
            model,
            model.graph().endingAt(layers.stream().map(Layer::value).toArray(String[]::new)),
            model.card().preprocessing(),
            options);
  }

  /**
   * The network with this in place of every ReLU.
   *
   * @param relu {@code Relu} or {@code Relu6}
   * @throws IllegalArgumentException if the model has no ReLU of any kind
   */
  public static ReluNetwork of(Model model, Op.Activation relu, CompileOptions options) {
    return new ReluNetwork(with(model, relu), options);
  }

  /**
   * The model with this in place of every ReLU.
   *
   * @throws IllegalArgumentException if it has none
   */
  static Model with(Model model, Op.Activation relu) {
    Graph graph = model.graph();
    if (graph.nodes().stream().noneMatch(ReluNetwork::isRelu)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' has no ReLU and no ReLU6", model.card().title()));
    }
    GraphBuilder builder = Graph.builder();
    Map<String, Value> now = new HashMap<>();
    graph.inputs().forEach(in -> now.put(in.name(), builder.input(in.name(), in.type())));
    for (Node node : graph.nodes()) {
      List<Value> reads = node.inputs().stream().map(read -> now.get(read.name())).toList();
      List<String> gives = node.outputs().stream().map(Value::name).toList();
      builder
          .add(node.name(), isRelu(node) ? relu : node.op(), reads, gives)
          .forEach(value -> now.put(value.name(), value));
    }
    graph.outputs().forEach((name, value) -> builder.output(name, now.get(value.name())));
    // The recipe would build the network as it was.
    return new Model(builder.build(), model.weights(), model.card(), Optional.empty());
  }

  private static boolean isRelu(Node node) {
    return switch (node.op()) {
      case Op.Relu _, Op.Relu6 _ -> true;
      case Op.Clip(float least, _) -> least == 0;
      default -> false;
    };
  }

  private static List<Layer> layers(Graph graph) {
    Set<String> linear =
        Bottleneck.of(graph).stream()
            .map(block -> block.output().name())
            .collect(Collectors.toSet());
    List<Layer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (isRelu(node)) {
        layers.add(new Layer(node.input().name(), node.output().name(), false));
      } else if (linear.contains(node.outputs().getFirst().name())) {
        layers.add(new Layer(node.name(), node.output().name(), true));
      }
    }
    return layers;
  }

  /** The ranges of the layers on one picture, in the network's order. */
  public List<LayerRange> ranges(Picture picture) {
    return watch(
        picture,
        values ->
            IntStream.range(0, layers.size())
                .mapToObj(
                    i ->
                        LayerRange.of(
                            layers.get(i).name(), layers.get(i).linear(), values.apply(i)))
                .toList());
  }

  /**
   * Layer by layer what rounding to these ranges changes on one picture, as {@link
   * LayerRange#noise} has it; each layer alone, the layers before it in floats.
   *
   * @param ranges of all pictures
   */
  public List<Double> noise(Picture picture, List<LayerRange> ranges) {
    return watch(
        picture,
        values ->
            IntStream.range(0, layers.size())
                .mapToObj(i -> ranges.get(i).noise(values.apply(i)))
                .toList());
  }

  private <R> R watch(Picture picture, Function<Function<Integer, float[]>, R> read) {
    return runner.run(
        picture,
        Region.whole(picture),
        session -> read.apply(i -> session.output(layers.get(i).value()).toArray()));
  }

  /**
   * Layer by layer the sum of two measurements.
   *
   * @param before empty where there is none yet
   */
  public static List<LayerRange> sum(Optional<List<LayerRange>> before, List<LayerRange> more) {
    return LayerSums.sum(before, more, LayerRange::plus);
  }

  /**
   * The same of noise.
   *
   * @param before empty where there is none yet
   */
  public static List<Double> sumNoise(Optional<List<Double>> before, List<Double> more) {
    return LayerSums.sum(before, more, Double::sum);
  }
}
