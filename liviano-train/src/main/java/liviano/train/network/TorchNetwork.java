package liviano.train.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.ParamSpec;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.train.torch.NoGrad;
import liviano.train.torch.SummedGradients;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import liviano.weights.Weights;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A graph as a network that libtorch trains: its constants as tensors under their own names, and
 * its nodes as operations whose gradients libtorch knows.
 *
 * <p>A value of three extents, {@code [height, width, channels]}, is a tensor {@code [batch,
 * channels, height, width]}, best with the channels innermost in memory; a value of any other
 * number of extents has them in the graph's order after the batch, so that a vector is {@code
 * [batch, channels]}. Parameters are laid out as libtorch's operations take them, and {@link
 * #weights} gives them back as the graph has them.
 *
 * <p>For one thread at a time. Parameters and statistics belong to the network: change their
 * numbers in place, and do not close them.
 */
public final class TorchNetwork implements AutoCloseable {
  private static final double KEPT = 0.9;

  private final Graph graph;
  private final Weights given;
  private final Constants constants;
  private final Optional<FakeIntegers> integers;
  private final Schedule schedule;
  private final Map<String, Double> dropouts = new HashMap<>();
  private final Set<String> frozen = new HashSet<>(); // names of nodes
  private Optional<SummedGradients> workers = Optional.empty();
  private double kept = KEPT;

  private TorchNetwork(
      Graph graph, Weights given, ScalarType format, Optional<RoundingRules> rounding) {
    this.graph = graph;
    this.given = given;
    try (TorchScope scope = TorchScope.open();
        NoGrad _ = NoGrad.open()) {
      this.constants = Constants.of(graph, given, format);
      rounding.ifPresent(
          rules ->
              rules
                  .ranges()
                  .forEach((name, range) -> constants.addRange(name, range.low(), range.high())));
      this.integers = rounding.map(rules -> new FakeIntegers(rules.scheme(), constants));
      this.schedule = Schedule.of(graph, Operations.of(graph, constants, norms(), integers));
      constants.keep(scope);
    }
  }

  /**
   * A network that starts from these weights, which are copied.
   *
   * @param weights every constant of the graph; what else they hold stays as it is
   * @throws UnsupportedModelException naming the node of an operation that cannot be trained
   * @throws liviano.MalformedModelException if a constant is missing or has other extents
   * @throws TorchException if libtorch does not load
   */
  public static TorchNetwork of(Graph graph, Weights weights) {
    return new TorchNetwork(graph, weights, ScalarType.Float, Optional.empty());
  }

  /**
   * The same, rounding weights and values while it is trained and used.
   *
   * @throws UnsupportedModelException naming the node of an operation that cannot be trained
   * @throws liviano.MalformedModelException if a constant is missing or has other extents
   * @throws TorchException if libtorch does not load
   */
  public static TorchNetwork ofIntegers(Graph graph, Weights weights, RoundingRules rounding) {
    return new TorchNetwork(graph, weights, ScalarType.Float, Optional.of(rounding));
  }

  /** The same in double precision, for exact comparisons. */
  static TorchNetwork ofDoubles(Graph graph, Weights weights) {
    return new TorchNetwork(graph, weights, ScalarType.Double, Optional.empty());
  }

  private NormSettings norms() {
    return new NormSettings(() -> kept, node -> frozen.contains(node.name()), () -> workers);
  }

  /** What is computed. */
  public Graph graph() {
    return graph;
  }

  /**
   * What is trained, by the weights' names, such as {@code blocks.3.expand.weight}: leaf tensors
   * that require gradients.
   */
  public SequencedMap<String, Tensor> parameters() {
    return constants.trained();
  }

  /**
   * Mean and variance of batch norms, by their names; steps in {@link Mode#TRAINING} move them. And
   * the ranges of values that are rounded, which every step moves.
   */
  public SequencedMap<String, Tensor> statistics() {
    return constants.statistics();
  }

  /**
   * How slowly the statistics of batch norm follow the batches.
   *
   * @param momentum part of the old statistics that stays at each step, from 0 to 1; 0.9 at first
   */
  public void batchNormMomentum(double momentum) {
    requireShare("momentum", momentum);
    this.kept = momentum;
  }

  /**
   * Lets batch norm take mean and variance over the batches of all workers together.
   *
   * @param sum makes the numbers of a tensor their sums over all workers; called while outputs and
   *     while gradients are computed, by all workers in the same order
   */
  public void synchronizeNorms(Consumer<Tensor> sum) {
    workers.ifPresent(SummedGradients::close);
    workers = Optional.of(new SummedGradients(sum));
  }

  /**
   * Leaves layers as they are: what the graph computes up to one of them. Their parameters are
   * {@link #isFrozen}, and their batch norms keep to their statistics in every mode.
   *
   * @param last the last of them, or the block that it is in, such as {@code blocks.3}
   * @throws IllegalArgumentException if there is no such layer, or none is left to train; the
   *     message names some
   */
  public void freeze(String last) {
    frozen.addAll(FrozenLayers.upTo(last, graph));
  }

  /**
   * Whether a parameter stays as it is.
   *
   * @param parameter its name
   */
  public boolean isFrozen(String parameter) {
    int end = parameter.lastIndexOf('.');
    return end > 0 && frozen.contains(parameter.substring(0, end));
  }

  /**
   * Drops numbers of what a node reads, each with this probability, and scales the others up; in
   * {@link Mode#TRAINING} and {@link Mode#FROZEN_NORM} alone.
   *
   * @param node its name: {@code classifier} for the classifiers of the zoo
   * @param rate from 0 to 1
   * @throws IllegalArgumentException if there is no such node, or it reads nothing
   */
  public void dropout(String node, double rate) {
    requireShare("dropout", rate);
    if (graph.nodes().stream()
        .noneMatch(each -> each.name().equals(node) && !each.inputs().isEmpty())) {
      throw new IllegalArgumentException("there is no layer '" + node + "' that reads a value");
    }
    dropouts.put(node, rate);
  }

  /**
   * Computes the outputs for a batch.
   *
   * @param inputs by the graph's names, all of one batch, laid out as said above
   * @return the outputs by the graph's names, in its order; they live in the scope that is open on
   *     this thread, or until they are closed
   * @throws IllegalArgumentException if an input is missing or has other extents
   * @throws TorchException if libtorch refuses, naming the layer
   */
  public SequencedMap<String, Tensor> forward(Map<String, Tensor> inputs, Mode mode) {
    try (TorchScope scope = TorchScope.open()) {
      List<Tensor> read =
          graph.inputs().stream().map(value -> rounded(value, input(value, inputs), mode)).toList();
      Tensor[] values = schedule.run(read, mode, (node, first) -> dropped(node, first, mode));
      SequencedMap<String, Tensor> outputs = new LinkedHashMap<>();
      graph
          .outputs()
          .forEach((name, value) -> outputs.put(name, scope.pass(schedule.get(values, value))));
      return outputs;
    }
  }

  /**
   * Runs samples as in use and shows what each node reads first.
   *
   * @param samples of the only input, one after another, each in the graph's order
   * @param count how many they are
   */
  void watch(float[] samples, int count, BiConsumer<Node, Tensor> watcher) {
    Shape shape = graph.inputs().getFirst().shape();
    try (TorchScope _ = TorchScope.open();
        NoGrad _ = NoGrad.open()) {
      Tensor given = Tensors.of(samples, Layout.batched(count, shape.dims()));
      schedule.run(
          List.of(Layout.fromGraph(given, shape)),
          Mode.EVALUATION,
          (node, first) -> {
            watcher.accept(node, first);
            return first;
          });
    }
  }

  private Tensor rounded(Value value, Tensor numbers, Mode mode) {
    return integers.map(all -> all.rounded(value, numbers, mode)).orElse(numbers);
  }

  private Tensor dropped(Node node, Tensor first, Mode mode) {
    double rate = mode == Mode.EVALUATION ? 0 : dropouts.getOrDefault(node.name(), 0.0);
    return rate == 0 ? first : torch.dropout(first, rate, true);
  }

  private static Tensor input(Value value, Map<String, Tensor> inputs) {
    Tensor tensor = inputs.get(value.name());
    List<Integer> extents = Layout.extents(value.shape());
    if (tensor == null || !has(tensor, extents)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input '%s' must be [batch, %s]%s",
              value.name(),
              extents.toString().substring(1).replace("]", ""),
              tensor == null ? ", and is missing" : ", is " + Tensors.extents(tensor)));
    }
    return value.shape().isMap() ? Tensors.channelsLast(tensor) : tensor.alias();
  }

  private static boolean has(Tensor tensor, List<Integer> extents) {
    boolean has = tensor.dim() == extents.size() + 1;
    for (int i = 0; has && i < extents.size(); i++) {
      has = tensor.size(i + 1) == extents.get(i);
    }
    return has;
  }

  /**
   * The weights as they are now, in the order in which they were given. Numbers that were given
   * come back bit for bit; those that were stored in another format come as 32-bit floats. Where
   * values are rounded, their ranges are among them: {@link RoundingRules#rangesIn}.
   */
  public Weights weights() {
    Map<String, float[]> now = new HashMap<>();
    try (TorchScope _ = TorchScope.open()) {
      for (Node node : graph.nodes()) {
        for (ParamSpec spec : node.params()) {
          now.put(spec.name(), Stored.values(node, spec, constants.get(spec.name())));
        }
      }
    }
    List<liviano.weights.Tensor> tensors = new ArrayList<>();
    for (liviano.weights.Tensor tensor : given.tensors()) {
      float[] values = now.get(tensor.name());
      tensors.add(
          values == null
              ? tensor
              : liviano.weights.Tensor.of(tensor.name(), tensor.dims(), values));
    }
    constants
        .ranges()
        .forEach((name, ends) -> tensors.add(RoundingRules.tensor(name, Tensors.floats(ends))));
    return Weights.of(tensors);
  }

  /** Frees its tensors; it must not be used any more. */
  @Override
  public void close() {
    workers.ifPresent(SummedGradients::close);
    constants.close();
  }

  private static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be from 0 to 1, is " + value);
    }
  }
}
