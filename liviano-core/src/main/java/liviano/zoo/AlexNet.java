package liviano.zoo;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;

/**
 * AlexNet (<em>ImageNet Classification with Deep Convolutional Neural Networks</em>, Krizhevsky,
 * Sutskever, Hinton; NIPS 2012), section 3.5.
 *
 * <p>Layers are called {@code conv1} to {@code conv5} ({@code .response_norm}), {@code pool1},
 * {@code pool2}, {@code pool5}, {@code fc6}, {@code fc7} and {@code classifier}. The paper prints
 * 224x224 pixels; its 55x55 map needs 227. {@code fc6} reads the whole last map, so that the count
 * of its weights follows the resolution.
 *
 * <p>The paper's network lived on two graphics cards, and most of its convolutions saw one card's
 * channels: two groups. Variant {@value #UNGROUPED} has the same widths without them. Variant
 * {@value #ONE_TOWER} is the later one for a single card (Krizhevsky 2014, arXiv:1404.5997), which
 * torchvision has: other widths, no response normalisation, 224 pixels. Response normalisation has
 * the paper's constants; Caffe's adds 1 where the paper adds 2, and a fifth of alpha.
 */
public final class AlexNet {

  /** One group of twice the channels, instead of two cards. */
  public static final String UNGROUPED = "ungrouped";

  /** The network of 2014. */
  public static final String ONE_TOWER = "one_tower";

  /**
   * A convolution and what follows it.
   *
   * @param groups 2 where each card sees its own channels only
   * @param normed whether response normalisation follows
   * @param pooled whether max pooling follows, 3x3 at stride 2
   */
  private record Layer(
      int channels,
      int kernel,
      int stride,
      int padding,
      int groups,
      boolean normed,
      boolean pooled) {

    Layer ungrouped() {
      return new Layer(channels, kernel, stride, padding, 1, normed, pooled);
    }
  }

  private static final List<Layer> TWO_TOWERS =
      List.of(
          new Layer(96, 11, 4, 0, 1, true, true),
          new Layer(256, 5, 1, 2, 2, true, true),
          new Layer(384, 3, 1, 1, 1, false, false),
          new Layer(384, 3, 1, 1, 2, false, false),
          new Layer(256, 3, 1, 1, 2, false, true));

  private static final List<Layer> SINGLE_TOWER =
      List.of(
          new Layer(64, 11, 4, 2, 1, false, true),
          new Layer(192, 5, 1, 2, 1, false, true),
          new Layer(384, 3, 1, 1, 1, false, false),
          new Layer(256, 3, 1, 1, 1, false, false),
          new Layer(256, 3, 1, 1, 1, false, true));

  /** n = 5, alpha = 1e-4, beta = 0.75, k = 2: section 3.3. */
  private static final Op RESPONSE_NORM = new Op.LocalResponseNorm(5, 1e-4f, 0.75f, 2);

  private static final int FC = 4096;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "alexnet",
              "AlexNet",
              "Krizhevsky et al., NIPS 2012",
              Recipe.of("alexnet").withConvention(Convention.PYTORCH).withResolution(227),
              AlexNet::graph)
          .taking(Setting.RESOLUTION)
          .withVariants(List.of(ONE_TOWER, UNGROUPED))
          .at(ONE_TOWER, 224);

  private AlexNet() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    Layers layers = Layers.plain(graph);
    int side = recipe.resolution();
    Value x = graph.input("image", Shape.of(side, side, 3));
    int number = 1;
    for (Layer layer : convolutions(recipe.variant())) {
      x = apply(layers, layer, number++, x);
    }
    x = layers.dense("fc6", x, FC, Activation.RELU);
    x = layers.dense("fc7", x, FC, Activation.RELU);
    return layers.classifier(layers.dense("classifier", x, recipe.classes(), Activation.LINEAR));
  }

  private static List<Layer> convolutions(String variant) {
    return switch (variant) {
      case ONE_TOWER -> SINGLE_TOWER;
      case UNGROUPED -> TWO_TOWERS.stream().map(Layer::ungrouped).toList();
      default -> TWO_TOWERS;
    };
  }

  private static Value apply(Layers layers, Layer layer, int number, Value in) {
    String name = "conv" + number;
    Window window = Window.square(layer.kernel(), layer.stride(), Padding.all(layer.padding()));
    Value x = layers.grouped(name, in, layer.channels(), window, layer.groups(), Activation.RELU);
    if (layer.normed()) {
      x = layers.graph().add(name + ".response_norm", RESPONSE_NORM, x);
    }
    return layer.pooled() ? layers.maxPool("pool" + number, x, 3, 2, 0) : x;
  }
}
