package liviano.zoo;

import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * <em>MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications</em>
 * (Howard, Zhu, Chen, Kalenichenko, Wang, Weyand, Andreetto, Adam; 2017, arXiv:1704.04861).
 *
 * <p>Layers are called {@code stem.conv}, {@code blocks.0} to {@code blocks.12} ({@code
 * .depthwise}, {@code .pointwise}; TensorFlow's {@code Conv2d_1} to {@code Conv2d_13}), {@code
 * head.pool} and {@code classifier}. The paper says ReLU; the published checkpoints have ReLU6, and
 * so has this.
 */
public final class MobileNetV1 {

  /**
   * Two lines of table 1: a 3x3 depthwise convolution and a 1x1 one.
   *
   * @param channels of the second, at width 1.0
   * @param stride of the first
   */
  public record Block(int channels, int stride) {}

  /** The blocks of table 1. It prints stride 2 for the last, whose map stays 7x7: a misprint. */
  public static final List<Block> TABLE_1 =
      List.of(
          new Block(64, 1),
          new Block(128, 2),
          new Block(128, 1),
          new Block(256, 2),
          new Block(256, 1),
          new Block(512, 2),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(512, 1),
          new Block(1024, 2),
          new Block(1024, 1));

  private static final int STEM = 32;

  /** The least channels of a layer, at any width. */
  private static final int MIN_DEPTH = 8;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "mobilenet_v1",
              "MobileNetV1",
              "Howard et al., 2017, arXiv:1704.04861",
              Recipe.of("mobilenet_v1"),
              MobileNetV1::graph)
          .taking(Setting.WIDTH, Setting.RESOLUTION, Setting.OUTPUT_STRIDE, Setting.CONVENTION);

  private MobileNetV1() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    Value map = features(layers, recipe, image);
    Value embedding = graph.add("head.pool", new Op.GlobalAveragePool(), map);
    return layers.classifier(
        layers.dense("classifier", embedding, recipe.classes(), Activation.LINEAR));
  }

  /** Stem and blocks: everything before the pooling, 1024 channels at width 1.0. */
  static Value features(Layers layers, Recipe recipe, Value image) {
    Value x = layers.convolution("stem.conv", image, depth(STEM, recipe), 3, 2, Activation.RELU6);
    int index = 0;
    int strideSoFar = 2;
    int dilation = 1;
    for (Block block : TABLE_1) {
      String name = "blocks." + index++;
      // Once the output stride is reached a stride becomes a dilation, of the layers after it.
      int stride = strideSoFar == recipe.outputStride() ? 1 : block.stride();
      x = layers.depthwise(name + ".depthwise", x, 3, stride, dilation, Activation.RELU6);
      x =
          layers.convolution(
              name + ".pointwise", x, depth(block.channels(), recipe), 1, 1, Activation.RELU6);
      strideSoFar *= stride;
      dilation *= block.stride() / stride;
    }
    return x;
  }

  private static int depth(int channels, Recipe recipe) {
    return Math.max(MIN_DEPTH, (int) (channels * recipe.width()));
  }
}
