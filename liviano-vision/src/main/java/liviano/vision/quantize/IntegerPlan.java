package liviano.vision.quantize;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.tensor.Quantization;
import liviano.vision.Picture;
import liviano.weights.Weights;

/**
 * A network that is to become one of integers by ranges from elsewhere, such as those that training
 * finds: which values are rounded, and the model in integers that weights and ranges make. Weights
 * of convolutions and dense layers are rounded symmetrically, from -127 to 127, and values to
 * unsigned bytes, both as {@link Quantizer} does it.
 */
public final class IntegerPlan {
  private final Model floats;
  private final IntegerLayers layers;
  private final SequencedSet<Value> rounded = new LinkedHashSet<>();

  private IntegerPlan(Model floats) {
    this.floats = floats;
    this.layers = new IntegerLayers(floats.graph());
    network(floats.weights(), Scheme.PER_CHANNEL, this::noted).build();
  }

  /**
   * Of a model that reads one picture; its norms are folded.
   *
   * @throws UnsupportedModelException if it is quantized already, or has no layer that could be
   */
  public static IntegerPlan of(Model model) {
    return new IntegerPlan(Quantizer.of(model, QuantizerOptions.defaults()).folded());
  }

  private Quantization noted(Value value) {
    rounded.add(layers.ranging(value));
    return Quantization.of(1, 0);
  }

  /** The network of floats, with its norms folded. */
  public Model floats() {
    return floats;
  }

  /**
   * The values of the network of floats that bytes stand for, each with a range of its own. What a
   * ReLU alone reads is not among them: there the range is that of the ReLU.
   */
  public SequencedSet<Value> rounded() {
    return new LinkedHashSet<>(rounded);
  }

  /**
   * The ranges of all {@link #rounded} values on pictures, by the values' names.
   *
   * @param pictures at least one
   * @throws UnsupportedModelException if the network gives a number on one of them that is not
   *     finite
   * @throws IllegalArgumentException if there are no pictures
   */
  public SequencedMap<String, ByteRange> measured(
      Iterable<Picture> pictures, RangeRule rule, CompileOptions compile) {
    Map<Value, ValueStatistics> seen = Observed.of(floats, pictures, compile).values();
    SequencedMap<String, ByteRange> ranges = new LinkedHashMap<>();
    for (Value value : rounded) {
      RangeRule used = layers.isAnswer(value) ? RangeRule.MINMAX : rule;
      ranges.put(value.name(), Ranges.range(seen.get(value), used));
    }
    return ranges;
  }

  /**
   * The model in integers.
   *
   * @param weights of the network of floats
   * @param ranges of all {@link #rounded} values, by the values' names
   * @throws IllegalArgumentException if a range is missing
   */
  public Model integers(Weights weights, Scheme scheme, Map<String, ByteRange> ranges) {
    return network(weights, scheme, value -> range(layers.ranging(value), ranges))
        .build()
        .model(floats.card());
  }

  private static Quantization range(Value value, Map<String, ByteRange> ranges) {
    ByteRange range = ranges.get(value.name());
    if (range == null) {
      throw new IllegalArgumentException("there is no range of '" + value.name() + "'");
    }
    return range.quantization();
  }

  private IntegerNetwork network(
      Weights weights, Scheme scheme, Function<Value, Quantization> ranges) {
    return new IntegerNetwork(
        floats.graph(),
        Filter.of(floats.graph().nodes(), weights),
        weights,
        scheme,
        ranges,
        _ -> new double[0]);
  }
}
