package liviano.zoo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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
 * <em>ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices</em>
 * (Zhang, Zhou, Lin, Sun; CVPR 2018, arXiv:1707.01083), with three groups.
 *
 * <p>Layers are called {@code stem.conv}, {@code stem.pool}, {@code blocks.0} to {@code blocks.15}
 * ({@code .reduce}, {@code .shuffle}, {@code .depthwise}, {@code .restore}, {@code .add}; where the
 * stride is 2 {@code .shortcut} and {@code .concat}), {@code head.pool} and {@code classifier},
 * which has no bias. The authors' code shuffles after the depthwise convolution, which is the same
 * function with its weights in another order.
 */
public final class ShuffleNetV1 {

  /**
   * A column of table 1 for three groups, scaled.
   *
   * @param width the scale
   * @param stem channels of the first convolution, which do not follow the scale: the published
   *     multiply-adds come out only with these
   * @param stages channels of stages 2, 3 and 4
   */
  public record Column(double width, int stem, List<Integer> stages) {}

  /** The scales that were published. */
  public static final List<Column> TABLE_1 =
      List.of(
          new Column(0.5, 12, List.of(120, 240, 480)),
          new Column(1, 24, List.of(240, 480, 960)),
          new Column(1.5, 24, List.of(360, 720, 1440)),
          new Column(2, 48, List.of(480, 960, 1920)));

  /** Units of stages 2, 3 and 4. The first of a stage has stride 2. */
  private static final List<Integer> UNITS = List.of(4, 8, 4);

  private static final int GROUPS = 3;

  /** A unit's output has this many times as many channels as its 3x3 convolution. */
  private static final int REDUCTION = 4;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "shufflenet_v1",
              "ShuffleNet",
              "Zhang et al., CVPR 2018, arXiv:1707.01083",
              Recipe.of("shufflenet_v1").withConvention(Convention.PYTORCH),
              ShuffleNetV1::graph)
          .taking(Setting.WIDTH, Setting.RESOLUTION);

  private ShuffleNetV1() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   *
   * @throws IllegalArgumentException if the width was never published
   */
  static Graph graph(Recipe recipe) {
    Column column = column(recipe.width());
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    Value x = layers.convolution("stem.conv", image, column.stem(), 3, 2, Activation.RELU);
    x = layers.maxPool("stem.pool", x, 3, 2, 1);
    int index = 0;
    for (int stage = 0; stage < UNITS.size(); stage++) {
      int channels = column.stages().get(stage);
      for (int unit = 0; unit < UNITS.get(stage); unit++) {
        // The stem has too few channels to be split into groups (section 3.2).
        int groups = index == 0 ? 1 : GROUPS;
        x = unit(layers, "blocks." + index++, x, channels, groups, unit == 0 ? 2 : 1);
      }
    }
    Value embedding = graph.add("head.pool", new Op.GlobalAveragePool(), x);
    return layers.classifier(
        graph.add("classifier", new Op.Dense(recipe.classes(), false), embedding));
  }

  /**
   * The unit of figure 2: (b) at stride 1, where the input is added; (c) at stride 2, where the
   * input, averaged to half its size, is concatenated.
   *
   * @param groups of the first convolution; the last always has three
   */
  private static Value unit(
      Layers layers, String name, Value in, int channels, int groups, int stride) {
    GraphBuilder graph = layers.graph();
    int given = stride == 1 ? channels : channels - in.shape().channels();
    Window point = layers.window(1, 1, 1);
    Value x =
        layers.grouped(name + ".reduce", in, channels / REDUCTION, point, groups, Activation.RELU);
    x = graph.add(name + ".shuffle", new Op.ChannelShuffle(GROUPS), x);
    x = layers.depthwise(name + ".depthwise", x, 3, stride, 1, Activation.LINEAR);
    if (stride == 1) {
      x = layers.grouped(name + ".restore", x, given, point, GROUPS, Activation.LINEAR);
      return layers.activated(graph.add(name + ".add", new Op.Add(), in, x), Activation.RELU);
    }
    x = layers.grouped(name + ".restore", x, given, point, GROUPS, Activation.RELU);
    Op half = new Op.AveragePool(Window.square(3, 2, Padding.all(1)), true);
    Value shortcut = graph.add(name + ".shortcut", half, in);
    return graph.add(name + ".concat", new Op.Concat(), shortcut, x);
  }

  private static Column column(double width) {
    return TABLE_1.stream()
        .filter(column -> column.width() == width)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "shufflenet_v1: width must be one of %s, is %s",
                        widths(),
                        width)));
  }

  private static String widths() {
    return TABLE_1.stream()
        .map(column -> String.valueOf(column.width()))
        .collect(Collectors.joining(", "));
  }
}
