package liviano.zoo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.InvertedResidual.Form;
import liviano.zoo.InvertedResidual.Shortcut;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * <em>MobileNetV2: Inverted Residuals and Linear Bottlenecks</em> (Sandler, Howard, Zhu, Zhmoginov,
 * Chen; CVPR 2018, arXiv:1801.04381).
 *
 * <p>Layers are called {@code stem.conv}, {@code blocks.0} to {@code blocks.16} ({@code .expand},
 * {@code .depthwise}, {@code .project}, {@code .add}), {@code head.conv}, {@code head.pool} and
 * {@code classifier}; what follows a convolution is called after it, {@code .norm} and {@code
 * .relu6}.
 *
 * <p>The variants are what figure 6 compares the network with; none costs a parameter or a
 * multiply-add more or less. {@value #RELU6_BOTTLENECK} has ReLU6 after the projection too. {@value
 * #SHORTCUT_EXPANSIONS} joins the expanded tensors of one block and the next instead of
 * bottlenecks, and {@value #NO_SHORTCUT} joins nothing.
 */
public final class MobileNetV2 {

  /** A non-linearity in the bottleneck. */
  public static final String RELU6_BOTTLENECK = "relu6_bottleneck";

  /** Shortcuts between expanded tensors. */
  public static final String SHORTCUT_EXPANSIONS = "shortcut_expansions";

  /** No shortcuts. */
  public static final String NO_SHORTCUT = "no_shortcut";

  /**
   * One line of table 2.
   *
   * @param t expansion factor
   * @param c output channels at width 1.0
   * @param n how many blocks
   * @param s stride of the first of them
   */
  public record Stage(int t, int c, int n, int s) {}

  /**
   * The blocks of table 2: t, c, n, s. Seventeen in all, between a stem of 32 and a head of 1280.
   */
  public static final List<Stage> TABLE_2 =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private static final int STEM = 32;
  private static final int HEAD = 1280;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "mobilenet_v2",
              "MobileNetV2",
              "Sandler et al., CVPR 2018, arXiv:1801.04381",
              Recipe.of("mobilenet_v2"),
              MobileNetV2::graph)
          .withVariants(List.of(RELU6_BOTTLENECK, SHORTCUT_EXPANSIONS, NO_SHORTCUT));

  private MobileNetV2() {}

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   *
   * @throws IllegalArgumentException if shortcuts are to join expanded tensors and the expansion
   *     factor is 1: there are none then
   */
  public static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    Value map = features(layers, recipe, image);
    Value embedding = graph.add("head.pool", new Op.GlobalAveragePool(), map);
    return layers.classifier(
        layers.dense("classifier", embedding, recipe.classes(), Activation.LINEAR));
  }

  /** Stem, blocks and the last 1x1 convolution: everything before the pooling. */
  static Value features(Layers layers, Recipe recipe, Value image) {
    // The width multiplier widens the last convolution but does not narrow it (section 6.1).
    int head = Channels.divisible(HEAD * Math.max(1, recipe.width()));
    Value map = blocks(layers, recipe, image);
    return layers.convolution("head.conv", map, head, 1, 1, Activation.RELU6);
  }

  /** Stem and blocks: everything up to the last bottleneck, 320 channels at width 1.0. */
  static Value blocks(Layers layers, Recipe recipe, Value image) {
    double width = recipe.width();
    Form form = form(recipe);
    Value x =
        layers.convolution(
            "stem.conv", image, Channels.divisible(STEM * width), 3, 2, Activation.RELU6);
    int index = 0;
    int strideSoFar = 2;
    int dilation = 1;
    Optional<Value> carried = Optional.empty();
    for (Stage stage : TABLE_2) {
      int t = stage.t() == 1 ? 1 : recipe.expansion();
      for (int i = 0; i < stage.n(); i++) {
        int wanted = i == 0 ? stage.s() : 1;
        // Once the output stride is reached a stride becomes a dilation, of the layers after it.
        int stride = strideSoFar == recipe.outputStride() ? 1 : wanted;
        String name = "blocks." + index++;
        int channels = Channels.divisible(stage.c() * width);
        InvertedResidual.Result result =
            new InvertedResidual(name, t, channels, stride, dilation, form)
                .apply(layers, x, carried);
        x = result.bottleneck();
        carried = result.carried();
        strideSoFar *= stride;
        dilation *= wanted / stride;
      }
    }
    return x;
  }

  private static Form form(Recipe recipe) {
    return switch (recipe.variant()) {
      case RELU6_BOTTLENECK -> new Form(Activation.RELU6, Shortcut.BOTTLENECKS);
      case SHORTCUT_EXPANSIONS -> {
        if (recipe.expansion() == 1) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "expansion must be above 1: variant '%s' joins expanded tensors",
                  SHORTCUT_EXPANSIONS));
        }
        yield new Form(Activation.LINEAR, Shortcut.EXPANSIONS);
      }
      case NO_SHORTCUT -> new Form(Activation.LINEAR, Shortcut.NONE);
      default -> Form.PAPER;
    };
  }
}
