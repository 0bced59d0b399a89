package liviano.vision.quantize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import liviano.UnsupportedModelException;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.model.FoldedNorms;
import liviano.model.Model;
import liviano.tensor.Quantization;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

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
  private final Model model;
  private final QuantizerOptions options;
  private final IntConsumer progress;

  private Quantizer(Model model, QuantizerOptions options, IntConsumer progress) {
    this.model = model;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Of a model that reads one picture.
   *
   * @throws UnsupportedModelException if it is quantized already, or has no layer that could be
   */
  public static Quantizer of(Model model, QuantizerOptions options) {
    for (Node node : model.graph().nodes()) {
      if (node.op() instanceof Op.Quantized
          || node.op() instanceof Op.Quantize
          || node.op() instanceof Op.IntegerSums
          || node.op() instanceof Op.DynamicQuantize) {
        throw new UnsupportedModelException(
            String.format(
                Locale.ROOT,
                "'%s' is quantized already: layer %s",
                model.card().title(),
                node.name()));
      }
    }
    if (model.graph().nodes().stream().noneMatch(node -> Filter.is(node.op()))) {
      throw new UnsupportedModelException(
          "'" + model.card().title() + "' has no convolution and no dense layer to quantize");
    }
    return new Quantizer(FoldedNorms.of(model), options, _ -> {});
  }

  /**
   * The same, which tells of its progress.
   *
   * @param told after each picture, how many were seen in this pass over them
   */
  public Quantizer withProgress(IntConsumer told) {
    return new Quantizer(model, options, told);
  }

  /**
   * The model in integers.
   *
   * @param pictures to measure ranges on, like those that it will see; at least one, and the same
   *     ones each time they are asked for
   * @throws UnsupportedModelException if the network gives a number on one of them that is not
   *     finite
   * @throws IllegalArgumentException if there are no pictures
   */
  public Quantized quantize(Iterable<Picture> pictures) {
    return quantized(options, pictures);
  }

  private Quantized quantized(QuantizerOptions chosen, Iterable<Picture> pictures) {
    Map<Value, ValueStatistics> seen = statistics(model, pictures);
    Map<String, Filter> filters = Filter.of(model.graph().nodes(), model.weights());
    if (!chosen.equalize()) {
      return new Quantized(integers(filters, seen, chosen), model);
    }
    Equalization.apply(model.graph(), filters, value -> seen.get(value).magnitudes());
    Model equalized = FilteredModel.of(model, filters);
    return new Quantized(integers(filters, statistics(equalized, pictures), chosen), equalized);
  }

  private Model integers(
      Map<String, Filter> filters, Map<Value, ValueStatistics> seen, QuantizerOptions chosen) {
    IntegerLayers layers = new IntegerLayers(model.graph());
    IntegerNetwork.Built built =
        new IntegerNetwork(
                model.graph(),
                filters,
                model.weights(),
                chosen.scheme(),
                value -> range(layers, value, seen, chosen.ranges()),
                value -> chosen.correctBias() ? seen.get(value).means() : new double[0])
            .build();
    return new Model(
        built.graph(),
        built.weights(),
        model.card().withTitle(model.card().title() + " int8").withAccuracy(new LinkedHashMap<>()),
        Optional.empty());
  }

  /** Answers keep all of their range: the greatest of them are what is asked for. */
  private static Quantization range(
      IntegerLayers layers, Value value, Map<Value, ValueStatistics> seen, RangeRule rule) {
    Value ranging = layers.ranging(value);
    RangeRule used = layers.isAnswer(ranging) ? RangeRule.MINMAX : rule;
    return Ranges.of(seen.get(ranging), used);
  }

  private Map<Value, ValueStatistics> statistics(Model floats, Iterable<Picture> pictures) {
    SequencedMap<String, Value> ends = new LinkedHashMap<>();
    SequencedMap<Value, ValueStatistics> seen = new LinkedHashMap<>();
    for (Value value : IntegerLayers.ranged(floats.graph())) {
      ends.put(value.name(), value);
      seen.put(value, new ValueStatistics(value.shape().channels()));
    }
    PictureRunner runner = runner(floats, floats.graph().endingAt(ends));
    int done = 0;
    for (Picture picture : pictures) {
      runner.run(
          picture,
          Region.whole(picture),
          session -> {
            seen.forEach(
                (value, statistics) ->
                    add(value, statistics, session.output(value.name()).segment()));
            return true;
          });
      progress.accept(++done);
    }
    if (done == 0) {
      throw new IllegalArgumentException("there are no pictures to measure ranges on");
    }
    return seen;
  }

  private static void add(Value value, ValueStatistics statistics, MemorySegment numbers) {
    if (!statistics.add(numbers)) {
      throw new UnsupportedModelException(
          "layer " + value.name() + " gives a number that is not finite");
    }
  }

  private PictureRunner runner(Model of, Graph graph) {
    return new PictureRunner(of, graph, of.card().preprocessing(), options.compile());
  }

  /**
   * How near the integers come, layer by layer, and what each step of the options brought. For that
   * it quantizes once more for each step but the last.
   *
   * @param quantized what {@link #quantize} gave
   * @param calibration the pictures that ranges were measured on
   * @param compared the pictures to compare both networks on; at least one
   * @throws IllegalArgumentException if there is nothing to compare on
   */
  public QuantizationReport report(
      Quantized quantized, Iterable<Picture> calibration, List<Picture> compared) {
    if (compared.isEmpty()) {
      throw new IllegalArgumentException("there are no pictures to compare on");
    }
    List<Measure> measures = new ArrayList<>();
    QuantizerOptions step = options.toBuilder().equalize(false).correctBias(false).build();
    String name = "rounded";
    if (options.equalize()) {
      measures.add(measure(name, quantized(step, calibration), compared));
      step = step.toBuilder().equalize(true).build();
      name = "equalized";
    }
    if (options.correctBias()) {
      measures.add(measure(name, quantized(step, calibration), compared));
      name = "biases corrected";
    }
    measures.add(measure(name, quantized, compared));
    return new QuantizationReport(layers(quantized, compared), measures, compared.size());
  }

  private Measure measure(String name, Quantized quantized, List<Picture> compared) {
    NoiseMeter meter = NoiseMeter.ofOutputs(model, quantized.model(), options.compile());
    double mean =
        meter.read(compared).values().stream().mapToDouble(one -> one).average().orElseThrow();
    return new Measure(name, mean);
  }

  private List<LayerNoise> layers(Quantized quantized, List<Picture> compared) {
    NoiseMeter meter =
        NoiseMeter.ofLayers(quantized.floats(), quantized.model(), options.compile());
    List<LayerNoise> layers = new ArrayList<>();
    meter
        .read(compared)
        .forEach(
            (name, decibels) -> {
              Quantization quantization =
                  quantized
                      .model()
                      .graph()
                      .find(name)
                      .orElseThrow()
                      .type()
                      .quantization()
                      .orElseThrow();
              layers.add(
                  new LayerNoise(name, quantization.scale(0), quantization.zeroPoint(0), decibels));
            });
    return layers;
  }
}
