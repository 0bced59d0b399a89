package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.model.ChannelOrder;
import liviano.model.Model;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Rgb;

/**
 * What values hold by what batch norms know: after a norm each channel has the mean {@code offset}
 * and the deviation {@code scale}, if the pictures are like those of the training (Nagel et al.
 * 2019, section 4.1: data-free). Sums of such values, and the few layers after the last norm, are
 * concluded from them.
 */
final class NormSpreads {
  /** Layers with weights and without a norm behind one another, of which more is no knowledge. */
  private static final int MOST_GUESSES = 2;

  private static final int MOST_PIXEL = 255;

  private final Model given;
  private final Model folded;
  private final Map<String, Spread> norms;
  private final Map<String, Filter> filters;
  private final Map<Value, Spread> spreads = new HashMap<>();

  private NormSpreads(Model given, Model folded) {
    this.given = given;
    this.folded = folded;
    this.norms = norms(given, folded.graph());
    this.filters = Filter.of(folded.graph().nodes(), folded.weights());
  }

  /**
   * Of all values of the folded network that are known.
   *
   * @param given with its norms
   * @param folded the same network without those that follow convolutions
   * @throws UnsupportedModelException if it has no norms
   */
  static Map<Value, Spread> of(Model given, Model folded) {
    NormSpreads all = new NormSpreads(given, folded);
    if (given.graph().nodes().stream().noneMatch(node -> node.op() instanceof Op.BatchNorm)) {
      throw new UnsupportedModelException(
          "it has no batch norms left that say what its layers give: measure ranges on pictures");
    }
    for (Value input : folded.graph().inputs()) {
      picture(input, folded.card().preprocessing()).ifPresent(s -> all.spreads.put(input, s));
    }
    for (Node node : folded.graph().nodes()) {
      if (node.outputs().size() == 1) {
        all.spread(node).ifPresent(spread -> all.spreads.put(node.output(), spread));
      }
    }
    return all.spreads;
  }

  /**
   * What the values of a network would have held on pictures.
   *
   * @param floats the folded network, perhaps with equalized filters
   * @param factors of channels that were equalized
   * @throws UnsupportedModelException if a value that needs a range is not known, or not finite;
   *     the message names its layer
   */
  static Observed observed(Model floats, Map<Value, Spread> spreads, Map<Value, double[]> factors) {
    Map<Value, ValueStatistics> values = new LinkedHashMap<>();
    for (Value value : IntegerLayers.ranged(floats.graph())) {
      Spread spread = spreads.get(value);
      ValueStatistics seen = new ValueStatistics(value.shape().channels());
      if (spread == null || !scaled(spread, factors.get(value)).into(seen)) {
        throw new UnsupportedModelException(
            "layer "
                + value.name()
                + ": batch norms do not say what it gives: measure ranges on pictures");
      }
      values.put(value, seen);
    }
    return new Observed(floats, Filter.of(floats.graph().nodes(), floats.weights()), values);
  }

  private static Spread scaled(Spread spread, double[] factors) {
    return factors == null ? spread : spread.times(factors);
  }

  /** By the convolution that each norm is folded into. */
  private static Map<String, Spread> norms(Model given, Graph folded) {
    Wiring wiring = new Wiring(given.graph());
    Map<String, Spread> norms = new HashMap<>();
    for (Node node : given.graph().nodes()) {
      if (node.op() instanceof Op.BatchNorm(float epsilon)) {
        String layer =
            folded.find(node.name()).isPresent()
                ? node.name()
                : wiring.giver(node.input()).orElseThrow().name();
        norms.put(layer, norm(given, node, epsilon));
      }
    }
    return norms;
  }

  private static Spread norm(Model model, Node node, float epsilon) {
    float[] offset = numbers(model, node, Role.OFFSET);
    float[] scale = numbers(model, node, Role.SCALE);
    float[] variance = numbers(model, node, Role.VARIANCE);
    double[] mean = new double[offset.length];
    double[] deviation = new double[offset.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = offset[c];
      deviation[c] = Math.abs(scale[c]) * Math.sqrt(variance[c] / ((double) variance[c] + epsilon));
    }
    return Spread.normal(mean, deviation, 0);
  }

  private static float[] numbers(Model model, Node node, Role role) {
    return node.param(role)
        .map(spec -> model.weights().require(spec.name(), spec.shape().extents()).toFloats())
        .orElseThrow();
  }

  /** Pixels from black to white, around the middle. */
  private static Optional<Spread> picture(Value input, Preprocessing preprocessing) {
    ChannelOrder order = preprocessing.channels();
    if (!input.shape().isMap() || input.shape().channels() != order.count()) {
      return Optional.empty();
    }
    Normalization normalization = preprocessing.normalization();
    double[] means = channels(normalization.mean(), order);
    double[] deviations = channels(normalization.deviation(), order);
    int channels = means.length;
    Spread pixels = Spread.normal(new double[channels], new double[channels], 0);
    for (int c = 0; c < channels; c++) {
      double black = -means[c] / deviations[c];
      double white = (MOST_PIXEL - means[c]) / deviations[c];
      pixels.mean()[c] = (black + white) / 2;
      pixels.deviation()[c] = Math.abs(white - black) / 4;
      pixels.least()[c] = Math.min(black, white);
      pixels.greatest()[c] = Math.max(black, white);
    }
    return Optional.of(pixels);
  }

  private static double[] channels(Rgb rgb, ChannelOrder order) {
    return switch (order) {
      case RGB -> new double[] {rgb.red(), rgb.green(), rgb.blue()};
      case BGR -> new double[] {rgb.blue(), rgb.green(), rgb.red()};
      case GRAY -> new double[] {rgb.red()};
    };
  }

  private Optional<Spread> spread(Node node) {
    if (norms.containsKey(node.name())) {
      return Optional.of(norms.get(node.name()));
    }
    List<Spread> reads = new ArrayList<>();
    for (Value read : node.inputs()) {
      Optional.ofNullable(spreads.get(read)).ifPresent(reads::add);
    }
    if (reads.isEmpty() || reads.size() < node.inputs().size()) {
      return Optional.empty();
    }
    int channels = node.output().shape().channels();
    Spread first = reads.getFirst();
    return switch (node.op()) {
      case Op.Convolution _, Op.Dense _ ->
          first.guesses() < MOST_GUESSES
              ? Optional.of(first.through(filters.get(node.name())))
              : Optional.empty();
      case Op.Relu _ -> Optional.of(first.within(0, Double.POSITIVE_INFINITY));
      case Op.Relu6 _ -> Optional.of(first.within(0, 6));
      case Op.Add _ -> sum(reads);
      case Op.Concat _ -> reads.stream().reduce(Spread::then).filter(s -> s.channels() == channels);
      case Op.AveragePool _, Op.GlobalAveragePool _, Op.Mean _, Op.MaxPool _, Op.Reshape _ ->
          Optional.of(first).filter(s -> s.channels() == channels);
      case Op.ResizeBilinear _, Op.ResizeNearest _ -> Optional.of(first);
      default -> Optional.empty();
    };
  }

  private static Optional<Spread> sum(List<Spread> reads) {
    Spread one = reads.get(0);
    Spread two = reads.get(1);
    return one.channels() == two.channels() ? Optional.of(one.plus(two)) : Optional.empty();
  }
}
