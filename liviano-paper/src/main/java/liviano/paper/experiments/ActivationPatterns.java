package liviano.paper.experiments;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.engine.CompileOptions;
import liviano.graph.Bottleneck;
import liviano.graph.Value;
import liviano.model.Model;
import liviano.model.RandomWeights;
import liviano.vision.Picture;
import liviano.vision.PictureRunner;
import liviano.vision.Region;

/**
 * How many channels of each expansion layer are positive: the paper's appendix A, figure 7.
 * Immutable and thread-safe.
 */
public final class ActivationPatterns {
  private final List<Bottleneck> layers;
  private final PictureRunner runner;

  private ActivationPatterns(Model model, List<Bottleneck> layers, CompileOptions options) {
    this.layers = layers;
    this.runner =
        new PictureRunner(
            model,
            model
                .graph()
                .endingAt(layers.stream().map(ActivationPatterns::name).toArray(String[]::new)),
            model.card().preprocessing(),
            options);
  }

  /**
   * For a network of inverted residuals.
   *
   * @throws IllegalArgumentException if the model has none that expand
   */
  public static ActivationPatterns of(Model model, CompileOptions options) {
    List<Bottleneck> layers =
        Bottleneck.of(model.graph()).stream().filter(b -> b.expanded().isPresent()).toList();
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' has no inverted residual: a 1x1 convolution that expands, a depthwise and a linear one",
              model.card().title()));
    }
    return new ActivationPatterns(model, layers, options);
  }

  /** The same network before any training: random weights, as at the paper's step 0. */
  public static Model untrained(Model model, long seed) {
    return new Model(
        model.graph(), RandomWeights.of(model.graph(), seed), model.card(), model.recipe());
  }

  /** What one picture does to each layer, in the network's order. */
  public List<LayerActivity> measure(Picture picture) {
    return runner.run(
        picture,
        Region.whole(picture),
        session ->
            layers.stream()
                .map(
                    layer ->
                        LayerActivity.of(
                            layer.name(),
                            layer.narrow(),
                            expanded(layer).shape().channels(),
                            session.output(name(layer)).toArray()))
                .toList());
  }

  /**
   * Layer by layer the sum of two measurements.
   *
   * @param before empty where there is none yet
   */
  public static List<LayerActivity> sum(
      Optional<List<LayerActivity>> before, List<LayerActivity> more) {
    return LayerSums.sum(before, more, LayerActivity::plus);
  }

  private static Value expanded(Bottleneck layer) {
    return layer.expanded().orElseThrow();
  }

  private static String name(Bottleneck layer) {
    return expanded(layer).name();
  }
}
