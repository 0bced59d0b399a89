package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Sampling;
import liviano.graph.Shape;
import liviano.graph.Value;
import liviano.graph.Window;

/**
 * DeepLabv3 on MobileNetV2, without a decoder: the paper's section 6.4 and table 7, after
 * <em>Rethinking Atrous Convolution for Semantic Image Segmentation</em> (Chen, Papandreou,
 * Schroff, Adam; 2017, arXiv:1706.05587).
 *
 * <p>The head stands on the last bottleneck ({@code blocks.16.project}, 320 channels) instead of
 * the 1280 channels after it. Head {@value #POOL}: the average over the whole map, through a 1x1
 * convolution and spread over the map again ({@code head.image_pooling}), beside a 1x1 convolution
 * ({@code head.aspp0}). Head {@value #ASPP} adds three 3x3 atrous convolutions ({@code head.aspp1}
 * to {@code head.aspp3}) of rates 6, 12, 18 at output stride 16, and twice these at 8. Side by side
 * they go through {@code head.projection} to {@code classifier}, which gives each position's {@code
 * logits}.
 *
 * <p>The layers of the head are dense, followed by ReLU, and their batch norm's epsilon is 1e-5
 * where the backbone's is 1e-3.
 */
public final class DeepLabV3 {

  /** Image pooling beside a 1x1 convolution. */
  public static final String POOL = "pool";

  /** Image pooling beside atrous spatial pyramid pooling. */
  public static final String ASPP = "aspp";

  private static final String ID = "deeplab_v3_mobilenet_v2";
  private static final int DEPTH = 256;
  private static final float EPSILON = 1e-5f;

  /** At output stride 16. */
  private static final List<Integer> RATES = List.of(6, 12, 18);

  static final Architecture ARCHITECTURE =
      new Architecture(
          ID,
          "DeepLabv3 on MobileNetV2",
          "Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.4",
          Recipe.of(ID).withResolution(513).withClasses(21).withOutputStride(16).withHead(POOL),
          List.of(POOL, ASPP),
          DeepLabV3::graph);

  private DeepLabV3() {}

  /**
   * The network for square pictures.
   *
   * @throws IllegalArgumentException as {@link #graph(Recipe, int, int)}
   */
  static Graph graph(Recipe recipe) {
    return graph(recipe, recipe.resolution(), recipe.resolution());
  }

  /**
   * The network for pictures of any size, which takes the place of the recipe's resolution: input
   * {@code image} of {@code height x width x 3}, output {@code logits} at the size of the last map
   * and {@code upsampled}, the same brought to {@code height x width}, corners on corners.
   *
   * <p>Corners fall on pixels' centres where height and width are a multiple of the output stride
   * plus 1, such as 513.
   *
   * @throws IllegalArgumentException if the recipe is another architecture's, or has a head or an
   *     output stride that this one has not
   */
  public static Graph graph(Recipe recipe, int height, int width) {
    require(recipe);
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(height, width, 3));
    Layers backbone = new Layers(graph, recipe.convention(), recipe.norm());
    Value map = MobileNetV2.blocks(backbone, recipe, image);
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm(), EPSILON);
    Value seen = graph.add("head.concat", new Op.Concat(), branches(layers, recipe, map));
    Value mixed = layers.convolution("head.projection", seen, DEPTH, 1, 1, Activation.RELU);
    Value logits =
        graph.add(
            "classifier",
            new Op.Conv2d(recipe.classes(), Window.square(1, 1, Padding.NONE), 1, true),
            mixed);
    Value upsampled =
        graph.add("upsample", new Op.ResizeBilinear(height, width, Sampling.ALIGN_CORNERS), logits);
    return graph.output("logits", logits).output("upsampled", upsampled).build();
  }

  /** Whether a recipe is for this network. */
  public static boolean isFor(Recipe recipe) {
    return recipe.architecture().equals(ID);
  }

  private static List<Value> branches(Layers layers, Recipe recipe, Value map) {
    List<Value> branches = new ArrayList<>();
    branches.add(imagePooling(layers, map));
    branches.add(layers.convolution("head.aspp0", map, DEPTH, 1, 1, Activation.RELU));
    if (recipe.head().equals(ASPP)) {
      for (int i = 0; i < RATES.size(); i++) {
        int rate = RATES.get(i) * 16 / recipe.outputStride();
        branches.add(layers.atrous("head.aspp" + (i + 1), map, DEPTH, 3, rate, Activation.RELU));
      }
    }
    return branches;
  }

  /** What the picture shows as a whole, told to every position. */
  private static Value imagePooling(Layers layers, Value map) {
    GraphBuilder graph = layers.graph();
    Value average = graph.add("head.pool", new Op.GlobalAveragePool(), map);
    Value point =
        graph.add("head.pool.map", new Op.Reshape(Shape.of(1, 1, map.shape().channels())), average);
    Value seen = layers.convolution("head.image_pooling", point, DEPTH, 1, 1, Activation.RELU);
    return graph.add(
        "head.image_pooling.spread",
        new Op.ResizeBilinear(map.shape().height(), map.shape().width(), Sampling.ALIGN_CORNERS),
        seen);
  }

  private static void require(Recipe recipe) {
    if (!isFor(recipe)) {
      throw new IllegalArgumentException("a recipe for " + recipe.architecture() + ", not " + ID);
    }
    ARCHITECTURE.require(recipe);
    if (recipe.outputStride() > 16) {
      throw new IllegalArgumentException(
          ID + ": output stride must be 8 or 16, is " + recipe.outputStride());
    }
  }
}
