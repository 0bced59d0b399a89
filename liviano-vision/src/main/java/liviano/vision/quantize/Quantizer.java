package liviano.vision.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Value;
import liviano.model.FoldedNorms;
import liviano.model.Model;
import liviano.tensor.Quantization;
import liviano.vision.Picture;

/**
 * Makes a network of 8-bit integers of one of 32-bit floats, after training. Weights become signed
 * bytes, values between the layers unsigned ones, whose ranges are those seen on calibration
 * pictures; a hundred are enough. Layers that have no formula of integers stay as they are.
 *
 * <pre>{@code
 * Model small = Quantizer.of(model, QuantizerOptions.defaults()).quantize(pictures).model();
 * }</pre>
 */
public final class Quantizer {
  /** As it was given. */
  private final Model given;

  /** With its norms folded. */
  private final Model model;

  private final QuantizerOptions options;

  private Quantizer(Model given, QuantizerOptions options) {
    this.given = given;
    this.model = FoldedNorms.of(given);
    this.options = options;
  }

  /**
   * Of a model that reads one picture.
   *
   * @throws UnsupportedModelException if it is quantized already, or has no layer that could be
   */
  public static Quantizer of(Model model, QuantizerOptions options) {
    if (model.graph().isQuantized()) {
      throw new UnsupportedModelException("'" + model.card().title() + "' is quantized already");
    }
    if (model.graph().nodes().stream().noneMatch(node -> Filter.is(node.op()))) {
      throw new UnsupportedModelException(
          "'" + model.card().title() + "' has no convolution and no dense layer to quantize");
    }
    return new Quantizer(model, options);
  }

  /** The model with its norms folded. */
  Model folded() {
    return model;
  }

  /**
   * The model in integers.
   *
   * @param pictures to measure ranges on, like those that it will see; at least one, and the same
   *     ones each time they are asked for, which is once, or twice to equalize
   * @throws UnsupportedModelException if the network gives a number on one of them that is not
   *     finite
   * @throws IllegalArgumentException if there are no pictures
   */
  public Quantized quantize(Iterable<Picture> pictures) {
    return quantized((floats, _) -> Observed.of(floats, pictures, options.compile()));
  }

  /**
   * The model in integers without looking at pictures: ranges are those that its batch norms say.
   * They are not as good as measured ones.
   *
   * @throws UnsupportedModelException if it has no batch norms, or these do not say what a layer
   *     gives; the message names the layer
   */
  public Quantized quantizeByNorms() {
    Map<Value, Spread> spreads = NormSpreads.of(given, model);
    return quantized((floats, factors) -> NormSpreads.observed(floats, spreads, factors));
  }

  private Quantized quantized(BiFunction<Model, Map<Value, double[]>, Observed> observer) {
    Observed plain = observer.apply(model, Map.of());
    Observed used = options.equalize() ? plain.equalized(observer) : plain;
    return new Quantized(integers(used, options.correctBias()), plain, used);
  }

  private Model integers(Observed observed, boolean correctBias) {
    IntegerLayers layers = new IntegerLayers(model.graph());
    return new IntegerNetwork(
            model.graph(),
            observed.filters(),
            model.weights(),
            options.scheme(),
            value -> range(layers, value, observed.values()),
            value -> correctBias ? observed.values().get(value).means() : new double[0])
        .build()
        .model(model.card());
  }

  /** Answers keep all of their range: the greatest of them are what is asked for. */
  private Quantization range(
      IntegerLayers layers, Value value, Map<Value, ValueStatistics> values) {
    Value ranging = layers.ranging(value);
    RangeRule rule = layers.isAnswer(ranging) ? RangeRule.MINMAX : options.ranges();
    return Ranges.of(values.get(ranging), rule);
  }

  /**
   * How near the integers come, layer by layer, and what each step of the options brought.
   *
   * @param quantized what {@link #quantize} of this quantizer gave
   * @param compared the pictures to compare both networks on; at least one
   * @throws IllegalArgumentException if there is nothing to compare on
   */
  public QuantizationReport report(Quantized quantized, List<Picture> compared) {
    if (compared.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures to compare on");
    }
    SequencedMap<String, Model> steps = new LinkedHashMap<>();
    steps.put("rounded", integers(quantized.plain(), false));
    if (options.equalize()) {
      steps.put("equalized", integers(quantized.used(), false));
    }
    if (options.correctBias()) {
      steps.put("biases corrected", quantized.model());
    }
    List<Measure> measures = new ArrayList<>();
    steps.forEach((name, step) -> measures.add(measure(name, step, compared)));
    return new QuantizationReport(layers(quantized, compared), measures, compared.size());
  }

  private Measure measure(String name, Model step, List<Picture> compared) {
    NoiseMeter meter = NoiseMeter.ofOutputs(model, step, options.compile());
    double mean =
        meter.read(compared).values().stream().mapToDouble(one -> one).average().orElseThrow();
    return new Measure(name, mean);
  }

  private List<LayerNoise> layers(Quantized quantized, List<Picture> compared) {
    Graph graph = quantized.model().graph();
    NoiseMeter meter =
        NoiseMeter.ofLayers(quantized.floats(), quantized.model(), options.compile());
    List<LayerNoise> layers = new ArrayList<>();
    meter
        .read(compared)
        .forEach(
            (name, decibels) -> {
              Quantization bytes =
                  graph.find(name).orElseThrow().type().quantization().orElseThrow();
              layers.add(new LayerNoise(name, bytes.scale(0), bytes.zeroPoint(0), decibels));
            });
    return layers;
  }
}
