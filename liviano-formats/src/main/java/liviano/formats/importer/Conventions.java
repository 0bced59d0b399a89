package liviano.formats.importer;

import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.Node;
import liviano.graph.Op;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.model.ChannelOrder;
import liviano.model.Normalization;
import liviano.model.Preprocessing;
import liviano.model.Preset;
import liviano.model.Rgb;
import liviano.tensor.DType;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.zoo.Recipe;
import liviano.zoo.layers.Convention;

/**
 * How pictures are prepared for a network, and why so: as its file says, else by signs of the tool
 * that made it.
 *
 * @param reason one line for people, the preset's name first
 */
record Conventions(Preprocessing preprocessing, String reason) {
  private static final int TEACHABLE_SIDE = 224;
  private static final int TEACHABLE_FEATURES = 1280;
  private static final int TEACHABLE_UNITS = 100;

  /** How a preset fits, and its sign. */
  private record Found(Preset preset, String sign) {}

  /**
   * The convention of a network.
   *
   * @param graph outputs called by their roles
   * @param stated from pixels to input values, where the file says it
   * @param recipe where it is a network of the zoo
   */
  static Conventions of(Graph graph, Optional<Normalization> stated, Optional<Recipe> recipe) {
    TensorType image = graph.inputs().getFirst().type();
    boolean map = image.shape().isMap();
    int width = map ? side(image.shape().width()) : 1;
    int height = map ? side(image.shape().height()) : 1;
    Optional<Normalization> range = stated.isPresent() ? Optional.empty() : range(image);
    Found found = found(graph, stated.isPresent(), range.isPresent(), recipe);
    Preprocessing preset = found.preset().preprocessing(width, height);
    Normalization normalization = stated.or(() -> range).orElse(preset.normalization());
    ChannelOrder channels =
        map && image.shape().channels() == 1 ? ChannelOrder.GRAY : ChannelOrder.RGB;
    return new Conventions(
        preset.withNormalization(normalization).withChannels(channels),
        String.format(
            Locale.ROOT,
            "preset %s at %dx%d%s%s, %s",
            found.preset(),
            width,
            height,
            channels == ChannelOrder.GRAY ? " in grey" : "",
            numbers(stated, range, image),
            found.sign()));
  }

  private static int side(int pixels) {
    return Math.min(pixels, Preprocessing.MAX_SIDE);
  }

  private static String numbers(
      Optional<Normalization> stated, Optional<Normalization> range, TensorType image) {
    if (stated.isPresent()) {
      return ", normalised as the file's metadata say";
    }
    if (range.isEmpty()) {
      return "";
    }
    return image.dtype() == DType.I8 ? ", its int8 input is pixel - 128" : ", its input is pixels";
  }

  private static Found found(
      Graph graph, boolean isStated, boolean isQuantized, Optional<Recipe> recipe) {
    if (isTeachableMachine(graph)) {
      return new Found(Preset.TEACHABLE_MACHINE, "as its head is Teachable Machine's");
    }
    if (hasHeadOfPlaces(graph)) {
      return new Found(Preset.EDGE_IMPULSE, "as its head is Edge Impulse's, which does not pool");
    }
    if (graph.inputs().getFirst().shape().isMap()
        && graph.inputs().getFirst().shape().channels() == 1) {
      return new Found(Preset.EDGE_IMPULSE, "as pictures in grey are mostly Edge Impulse's");
    }
    if (isStated) {
      return new Found(Preset.KERAS, "the whole picture");
    }
    if (recipe.filter(r -> r.convention() == Convention.PYTORCH).isPresent()) {
      return new Found(Preset.TORCHVISION, "as its padding is PyTorch's");
    }
    if (recipe.isPresent()) {
      return new Found(Preset.KERAS, "as TensorFlow's networks have it");
    }
    return new Found(
        Preset.KERAS,
        isQuantized ? "the whole picture" : "which is a guess: the file says nothing of it");
  }

  /**
   * Quantised inputs of 8 bits take pixels as they are, or less 128: their scale says what these
   * stand for.
   */
  private static Optional<Normalization> range(TensorType image) {
    int least =
        switch (image.dtype()) {
          case U8 -> 0;
          case I8 -> -128;
          default -> Integer.MIN_VALUE;
        };
    Optional<Quantization> quantization =
        image.quantization().filter(q -> q.scales().size() == 1 && least > Integer.MIN_VALUE);
    if (quantization.isEmpty()) {
      return image.dtype() == DType.U8 ? Optional.of(Normalization.none()) : Optional.empty();
    }
    float deviation = (float) (1 / (double) quantization.get().scales().getFirst());
    return Float.isFinite(deviation) && deviation > 0
        ? Optional.of(
            new Normalization(
                Rgb.all((float) quantization.get().zeroPoint(0) - least), Rgb.all(deviation)))
        : Optional.empty();
  }

  /**
   * Pooled features of MobileNetV2, a dense layer of 100 with ReLU, another one, softmax: the head
   * that Teachable Machine trains, whatever its layers are called.
   */
  private static boolean isTeachableMachine(Graph graph) {
    Shape side = Shape.of(TEACHABLE_SIDE, TEACHABLE_SIDE, 3);
    return graph.inputs().size() == 1
        && graph.inputs().getFirst().shape().equals(side)
        && logits(graph)
            .filter(node -> node.onReals().op() instanceof Op.Dense)
            .flatMap(node -> giver(graph, node.input()))
            .filter(node -> node.onReals().op() instanceof Op.Relu)
            .flatMap(node -> giver(graph, node.input()))
            .filter(
                node ->
                    node.onReals().op() instanceof Op.Dense(int units, _)
                        && units == TEACHABLE_UNITS)
            .flatMap(node -> giver(graph, node.input()))
            .filter(node -> node.onReals().op() instanceof Op.GlobalAveragePool)
            .filter(node -> node.output().shape().channels() == TEACHABLE_FEATURES)
            .isPresent();
  }

  /** A dense layer over the numbers of all places of a small map, with layers of each place. */
  private static boolean hasHeadOfPlaces(Graph graph) {
    return logits(graph)
        .filter(node -> node.onReals().op() instanceof Op.Dense)
        .flatMap(node -> giver(graph, node.input()))
        .filter(node -> node.onReals().op() instanceof Op.Activation)
        .flatMap(node -> giver(graph, node.input()))
        .filter(node -> node.onReals().op() instanceof Op.Conv2d && node.output().shape().isMap())
        .filter(node -> node.output().shape().elements() > node.output().shape().channels())
        .isPresent();
  }

  private static Optional<Node> logits(Graph graph) {
    return Optional.ofNullable(graph.outputs().get("logits")).flatMap(v -> giver(graph, v));
  }

  /** Reshaping and the changes of a number's format compute nothing. */
  private static Optional<Node> giver(Graph graph, Value value) {
    Optional<Node> giver =
        graph.nodes().stream().filter(node -> node.outputs().contains(value)).findFirst();
    return giver.filter(node -> Ending.isPassedOver(node.onReals().op())).isPresent()
        ? giver(graph, giver.get().input())
        : giver;
  }
}
