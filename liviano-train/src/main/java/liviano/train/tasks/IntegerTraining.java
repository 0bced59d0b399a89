package liviano.train.tasks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.UnsupportedModelException;
import liviano.engine.CompileOptions;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.train.data.ClassificationData;
import liviano.train.network.RoundingRules;
import liviano.train.network.TorchNetwork;
import liviano.vision.Picture;
import liviano.vision.PictureReader;
import liviano.vision.eval.Example;
import liviano.vision.quantize.IntegerPlan;
import liviano.vision.quantize.Quantizer;
import liviano.vision.quantize.QuantizerOptions;
import liviano.vision.quantize.RangeRule;
import liviano.vision.quantize.Scheme;
import liviano.weights.Weights;

/**
 * Training of a classifier that is to be computed in integers of 8 bits: from a trained one of
 * floats, whose batch norms are folded with the statistics that it was trained to and stay so, and
 * whose values have the ranges that they have on training pictures at first.
 *
 * @param scheme of the weights
 */
record IntegerTraining(Scheme scheme) {
  /** Training pictures that ranges are measured on. */
  private static final int MEASURED = 100;

  /**
   * The model that it starts from: the base with its norms folded.
   *
   * @param base of these classes
   * @param resolution height and width of the input
   * @throws UnsupportedModelException if the base tells other classes apart, has another
   *     resolution, or cannot be quantized
   */
  Model start(Model base, List<String> classes, int resolution) {
    ModelCard card = base.card();
    if (!card.labels().equals(classes)) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "--quantize goes on from a classifier of the data's classes, and '%s' has %s where the"
                  + " data has %s: train one first, and give its best.safetensors as --base",
              card.title(),
              named(card.labels()),
              named(classes)));
    }
    if (card.preprocessing().height() != resolution || card.preprocessing().width() != resolution) {
      throw new UnsupportedModelException(
          String.format(
              Locale.ROOT,
              "--quantize keeps the resolution of its base, %dx%d: leave out --resolution",
              card.preprocessing().height(),
              card.preprocessing().width()));
    }
    Model floats = IntegerPlan.of(base).floats();
    return floats.withCard(floats.card().withOrigin(Origins.of(base), card.licence()));
  }

  private static String named(List<String> classes) {
    int shown = Math.min(3, classes.size());
    String names = String.join(", ", classes.subList(0, shown));
    return classes.isEmpty()
        ? "no names"
        : String.format(
            Locale.ROOT, "%d (%s%s)", classes.size(), names, shown < classes.size() ? ", ..." : "");
  }

  /**
   * The network, which rounds.
   *
   * @throws IOException if a picture cannot be read
   */
  TorchNetwork network(Model start, ClassificationData data) throws IOException {
    IntegerPlan plan = IntegerPlan.of(start);
    RoundingRules rules =
        new RoundingRules(
            scheme, plan.measured(measured(data), RangeRule.PERCENTILE, CompileOptions.defaults()));
    return TorchNetwork.ofIntegers(start.graph(), start.weights(), rules);
  }

  /**
   * The model in integers that weights and ranges make.
   *
   * @param weights of the network, as it gives them
   */
  Model integers(Model start, Weights weights) {
    IntegerPlan plan = IntegerPlan.of(start);
    return plan.integers(weights, scheme, RoundingRules.rangesIn(weights, plan.rounded()));
  }

  /**
   * The model in integers that it starts from, without training.
   *
   * @throws IOException if a picture cannot be read
   */
  Model untrained(Model start, ClassificationData data) throws IOException {
    QuantizerOptions options = QuantizerOptions.builder().scheme(scheme).build();
    return Quantizer.of(start, options).quantize(measured(data)).model();
  }

  /** Evenly out of all classes. */
  private static List<Picture> measured(ClassificationData data) throws IOException {
    List<Example> all = data.training();
    int count = Math.min(MEASURED, all.size());
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Example example = all.get((int) ((long) i * all.size() / count));
      pictures.add(PictureReader.defaults().read(example.source().bytes(), example.name()));
    }
    return pictures;
  }
}
