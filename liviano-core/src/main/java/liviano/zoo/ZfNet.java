package liviano.zoo;

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
 * ZFNet (<em>Visualizing and Understanding Convolutional Networks</em>, Zeiler, Fergus; ECCV 2014,
 * arXiv:1311.2901, figure 3): AlexNet without groups, its first windows smaller and closer.
 *
 * <p>Layers are called as in {@link AlexNet}; the maps are normalised after pooling ({@code
 * pool1.response_norm}). {@code fc6} reads the whole last map, so that the count of its weights
 * follows the resolution.
 */
public final class ZfNet {
  private static final Op RESPONSE_NORM = new Op.LocalResponseNorm(5, 1e-4f, 0.75f, 2);
  private static final int FC = 4096;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "zfnet",
              "ZFNet",
              "Zeiler and Fergus, ECCV 2014, arXiv:1311.2901",
              Recipe.of("zfnet").withConvention(Convention.PYTORCH),
              ZfNet::graph)
          .taking(Setting.RESOLUTION);

  private ZfNet() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    Layers layers = Layers.plain(graph);
    int side = recipe.resolution();
    Value x = graph.input("image", Shape.of(side, side, 3));
    x = convolution(layers, "conv1", x, 96, Window.square(7, 2, Padding.all(1)));
    x = pooled(layers, "pool1", x);
    x = convolution(layers, "conv2", x, 256, Window.square(5, 2, Padding.NONE));
    x = pooled(layers, "pool2", x);
    x = convolution(layers, "conv3", x, 384, layers.window(3, 1, 1));
    x = convolution(layers, "conv4", x, 384, layers.window(3, 1, 1));
    x = convolution(layers, "conv5", x, 256, layers.window(3, 1, 1));
    x = layers.maxPool("pool5", x, 3, 2, 0);
    x = layers.dense("fc6", x, FC, Activation.RELU);
    x = layers.dense("fc7", x, FC, Activation.RELU);
    return layers.classifier(layers.dense("classifier", x, recipe.classes(), Activation.LINEAR));
  }

  private static Value convolution(
      Layers layers, String name, Value in, int channels, Window window) {
    return layers.convolution(name, in, channels, window, Activation.RELU);
  }

  private static Value pooled(Layers layers, String name, Value in) {
    Value most = layers.maxPool(name, in, 3, 2, 1);
    return layers.graph().add(name + ".response_norm", RESPONSE_NORM, most);
  }
}
