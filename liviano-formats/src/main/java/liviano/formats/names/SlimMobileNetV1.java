package liviano.formats.names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ReadModel;
import liviano.graph.Graph;
import liviano.graph.ParamSpec;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.VisionTask;
import liviano.weights.Tensor;
import liviano.weights.Weights;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Norm;

/** MobileNetV1 by the names that TensorFlow's slim gives its variables. */
final class SlimMobileNetV1 {
  private static final String ID = "mobilenet_v1";
  private static final String ROOT = "MobilenetV1/";
  private static final String CLASSIFIER = ROOT + "Logits/Conv2d_1c_1x1/weights";
  private static final String LAST = ROOT + "Conv2d_13_pointwise/weights";

  /** Channels of the last convolution at width 1. */
  private static final int CHANNELS = 1024;

  private static final int SIDE = 224;
  private static final int MOST_HUNDREDTHS = 200;

  /** Of ours: a block's number and layer, else the layer; whether it is of a norm; its role. */
  private static final Pattern OURS =
      Pattern.compile("(?:blocks\\.(\\d+)\\.(\\w+)|[a-z.]+?)(\\.norm)?\\.([a-z]+)");

  private SlimMobileNetV1() {}

  /**
   * The model; empty if the names are others.
   *
   * @throws MalformedModelException if a tensor is missing, has another shape than its layer, or
   *     belongs to no layer
   * @throws UnsupportedModelException if the channels are those of no width
   */
  static Optional<ReadModel> read(Checkpoint checkpoint) {
    Weights tensors = checkpoint.tensors();
    if (!tensors.contains(CLASSIFIER) || !tensors.contains(LAST)) {
      return Optional.empty();
    }
    int classes = TensorOrder.OUT_LAST.outChannels(tensors.get(CLASSIFIER));
    int channels = TensorOrder.OUT_LAST.outChannels(tensors.get(LAST));
    boolean norms = tensors.contains(ROOT + "Conv2d_0/BatchNorm/moving_mean");
    Recipe recipe =
        Recipe.of(ID)
            .withWidth(width(channels))
            .withResolution(SIDE)
            .withClasses(classes)
            .withConvention(Convention.TENSORFLOW)
            .withNorm(norms ? Norm.BATCH : Norm.FOLDED);
    Graph graph = Zoo.graph(recipe);
    Weights weights = weights(graph, tensors);
    List<String> labels = NamedNetwork.labels(classes);
    String title =
        String.format(
            Locale.ROOT, "%s %s, %dx%d", Zoo.architecture(ID).title(), recipe.width(), SIDE, SIDE);
    Preprocessing preprocessing = Preprocessing.tensorflow(SIDE, SIDE);
    ModelCard card =
        new ModelCard(
            VisionTask.CLASSIFICATION, title, labels, preprocessing, "", "", new LinkedHashMap<>());
    Habit habit = new Habit(preprocessing, "TensorFlow's");
    return Optional.of(
        new ReadModel(
            new Model(graph, weights, card, Optional.of(recipe)),
            List.of(
                NamedNetwork.notice(
                    checkpoint.kind(), "TensorFlow's", title, habit, SIDE, labels))));
  }

  private static double width(int channels) {
    return IntStream.rangeClosed(1, MOST_HUNDREDTHS)
        .mapToDouble(hundredths -> hundredths / 100.0)
        .filter(width -> (int) (CHANNELS * width) == channels)
        .findFirst()
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    String.format(
                        Locale.ROOT,
                        "tensor '%s' gives %d channels: no MobileNetV1 of a width up to 2 has these",
                        LAST,
                        channels)));
  }

  private static Weights weights(Graph graph, Weights tensors) {
    List<Tensor> weights = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (ParamSpec spec : (Iterable<ParamSpec>) graph.params()::iterator) {
      Tensor tensor = tensors.get(theirs(spec));
      NamedNetwork.requireReal(tensor);
      weights.add(TensorOrder.OUT_LAST.ours(spec, tensor));
      used.add(tensor.name());
    }
    for (String name : tensors.names()) {
      if (!used.contains(name) && name.startsWith(ROOT) && !Slim.isOfTraining(name)) {
        throw new MalformedModelException(
            String.format(
                Locale.ROOT,
                "tensor '%s' belongs to no layer of MobileNetV1 in TensorFlow's names",
                name));
      }
    }
    return Weights.of(weights);
  }

  /** What slim calls a parameter of ours. */
  private static String theirs(ParamSpec spec) {
    Matcher ours = OURS.matcher(spec.name());
    if (!ours.matches()) {
      throw new IllegalStateException("a layer of MobileNetV1 is called " + spec.name());
    }
    return ROOT + scope(spec, ours) + Slim.variable(spec.role(), isDepthwise(ours));
  }

  private static String scope(ParamSpec spec, MatchResult ours) {
    if (ours.group(1) != null) {
      return "Conv2d_" + (Integer.parseInt(ours.group(1)) + 1) + "_" + ours.group(2);
    }
    return spec.name().startsWith("stem.") ? "Conv2d_0" : "Logits/Conv2d_1c_1x1";
  }

  private static boolean isDepthwise(MatchResult ours) {
    return "depthwise".equals(ours.group(2));
  }
}
