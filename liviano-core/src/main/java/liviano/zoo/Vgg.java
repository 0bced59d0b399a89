package liviano.zoo;

import java.util.List;
import java.util.Locale;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;

/**
 * <em>Very Deep Convolutional Networks for Large-Scale Image Recognition</em> (Simonyan, Zisserman;
 * ICLR 2015, arXiv:1409.1556): configurations D and E, 16 and 19 layers.
 *
 * <p>Layers are called {@code conv1_1} to {@code conv5_3} or {@code conv5_4}, {@code pool1} to
 * {@code pool5}, {@code fc6}, {@code fc7} and {@code classifier}. Every convolution is 3x3 and
 * keeps the map's size; there is no batch norm. {@code fc6} reads the whole last map, so that the
 * count of its weights follows the resolution.
 */
public final class Vgg {

  /**
   * One part of table 1: convolutions up to a max pooling.
   *
   * @param channels of each
   * @param convolutions16 how many the network of 16 layers has
   * @param convolutions19 how many that of 19 layers
   */
  public record Stage(int channels, int convolutions16, int convolutions19) {}

  /** Columns D and E of table 1. */
  public static final List<Stage> TABLE_1 =
      List.of(
          new Stage(64, 2, 2),
          new Stage(128, 2, 2),
          new Stage(256, 3, 4),
          new Stage(512, 3, 4),
          new Stage(512, 3, 4));

  private static final int FC = 4096;

  static final Architecture VGG_16 = architecture("vgg_16", "VGG-16", false);
  static final Architecture VGG_19 = architecture("vgg_19", "VGG-19", true);

  private Vgg() {}

  private static Architecture architecture(String id, String title, boolean nineteen) {
    return new Architecture(
            id,
            title,
            "Simonyan and Zisserman, ICLR 2015, arXiv:1409.1556",
            Recipe.of(id).withConvention(Convention.PYTORCH),
            recipe -> graph(recipe, nineteen))
        .taking(Setting.RESOLUTION);
  }

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  private static Graph graph(Recipe recipe, boolean nineteen) {
    GraphBuilder graph = Graph.builder();
    Layers layers = Layers.plain(graph);
    int side = recipe.resolution();
    Value x = graph.input("image", Shape.of(side, side, 3));
    for (int stage = 1; stage <= TABLE_1.size(); stage++) {
      x = stage(layers, stage, nineteen, x);
      x = layers.maxPool("pool" + stage, x, 2, 2, 0);
    }
    x = layers.dense("fc6", x, FC, Activation.RELU);
    x = layers.dense("fc7", x, FC, Activation.RELU);
    return layers.classifier(layers.dense("classifier", x, recipe.classes(), Activation.LINEAR));
  }

  /**
   * The convolutions of a stage of VGG-16, without the pooling after them.
   *
   * @param stage counted from 1
   */
  static Value stage(GraphBuilder graph, int stage, Value in) {
    return stage(Layers.plain(graph), stage, false, in);
  }

  private static Value stage(Layers layers, int number, boolean nineteen, Value in) {
    Stage stage = TABLE_1.get(number - 1);
    int convolutions = nineteen ? stage.convolutions19() : stage.convolutions16();
    Value x = in;
    for (int i = 1; i <= convolutions; i++) {
      String name = String.format(Locale.ROOT, "conv%d_%d", number, i);
      x = layers.convolution(name, x, stage.channels(), 3, 1, Activation.RELU);
    }
    return x;
  }
}
