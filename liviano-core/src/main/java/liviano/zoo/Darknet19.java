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
import liviano.zoo.layers.Norm;

/**
 * Darknet-19, the classifier that YOLOv2 grew from (<em>YOLO9000: Better, Faster, Stronger</em>,
 * Redmon and Farhadi; CVPR 2017, arXiv:1612.08242, table 6).
 *
 * <p>Layers are called {@code conv1} to {@code conv18}, {@code pool1} to {@code pool5}, {@code
 * classifier} and {@code head.pool}: the classes are judged at every position and then averaged.
 */
public final class Darknet19 {

  /**
   * Table 6, one list for each size of the map: the channels of convolutions that are 3x3 and 1x1
   * in turn.
   */
  public static final List<List<Integer>> TABLE_6 =
      List.of(
          List.of(32),
          List.of(64),
          List.of(128, 64, 128),
          List.of(256, 128, 256),
          List.of(512, 256, 512, 256, 512),
          List.of(1024, 512, 1024, 512, 1024));

  /** The last map at output stride 16, of 512 channels, which YOLOv2 passes through. */
  static final String TAP = "conv13.leaky";

  /**
   * Darknet divides by the root of the variance plus 1e-6. The square of that sum, as the variance,
   * gives the same here.
   */
  private static final float EPSILON = 1e-12f;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "darknet_19",
              "Darknet-19",
              "Redmon and Farhadi, CVPR 2017, arXiv:1612.08242",
              Recipe.of("darknet_19").withConvention(Convention.PYTORCH),
              Darknet19::graph)
          .taking(Setting.RESOLUTION);

  private Darknet19() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = layers(graph, recipe.norm());
    Value judged = layers.linear("classifier", features(layers, image), recipe.classes());
    return layers.classifier(graph.add("head.pool", new Op.GlobalAveragePool(), judged));
  }

  /** Layers with Darknet's padding and batch norm. */
  static Layers layers(GraphBuilder graph, Norm norm) {
    return new Layers(graph, Convention.PYTORCH, norm, EPSILON);
  }

  /** Everything before the classifier: 1024 channels at output stride 32. */
  static Value features(Layers layers, Value image) {
    Value x = image;
    int number = 1;
    for (int size = 0; size < TABLE_6.size(); size++) {
      if (size > 0) {
        // An odd map ends in half a window, as in Darknet.
        Op pool = new Op.MaxPool(Window.square(2, 2, Padding.SAME));
        x = layers.graph().add("pool" + size, pool, x);
      }
      List<Integer> channels = TABLE_6.get(size);
      for (int i = 0; i < channels.size(); i++) {
        int kernel = i % 2 == 0 ? 3 : 1;
        x = layers.convolution("conv" + number++, x, channels.get(i), kernel, 1, Activation.LEAKY);
      }
    }
    return x;
  }
}
