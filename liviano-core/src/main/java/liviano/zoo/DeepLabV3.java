package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * DeepLabv3 without a decoder (<em>Rethinking Atrous Convolution for Semantic Image
 * Segmentation</em>, Chen, Papandreou, Schroff, Adam; 2017, arXiv:1706.05587) on MobileNetV1,
 * MobileNetV2 and ResNet-101: section 6.4 and table 7 of the paper, arXiv:1801.04381.
 *
 * <p>The head reads the backbone's last map; on MobileNetV2 the last bottleneck ({@code
 * blocks.16.project}, 320 channels) instead of the 1280 channels after it. Head {@value #POOL}: the
 * average over the whole map, through a 1x1 convolution and spread over the map again ({@code
 * head.image_pooling}), beside a 1x1 convolution ({@code head.aspp0}). Head {@value #ASPP} adds
 * three 3x3 atrous convolutions ({@code head.aspp1} to {@code head.aspp3}) of rates 6, 12, 18 at
 * output stride 16, and twice these at 8. Side by side they go through {@code head.projection} to
 * {@code classifier}, which gives each position's {@code logits}.
 *
 * <p>The layers of the head are dense, followed by ReLU, and their batch norm's epsilon is 1e-5,
 * where that of the MobileNets is 1e-3.
 */
public final class DeepLabV3 {

  /** Image pooling in parallel with a 1x1 convolution. */
  public static final String POOL = "pool";

  /** Image pooling in parallel with atrous spatial pyramid pooling. */
  public static final String ASPP = "aspp";

  private static final int DEPTH = 256;
  private static final float EPSILON = 1e-5f;

  /** At output stride 16. */
  private static final List<Integer> RATES = List.of(6, 12, 18);

  /**
   * One of the networks.
   *
   * @param head which the paper recommends on this backbone
   */
  private record Network(String id, String title, Backbone backbone, String head) {}

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "deeplab_v3_mobilenet_v1", "DeepLabv3 on MobileNetV1", MobileNetV1::features, ASPP),
          new Network(
              "deeplab_v3_mobilenet_v2", "DeepLabv3 on MobileNetV2", MobileNetV2::blocks, POOL),
          new Network(
              "deeplab_v3_resnet_101", "DeepLabv3 on ResNet-101", ResNet::deepLab101, ASPP));

  static final Architecture MOBILENET_V1 =
      architecture(NETWORKS.get(0))
          .taking(Setting.WIDTH, Setting.RESOLUTION, Setting.OUTPUT_STRIDE, Setting.CONVENTION);

  static final Architecture MOBILENET_V2 = architecture(NETWORKS.get(1));

  static final Architecture RESNET_101 =
      architecture(NETWORKS.get(2)).taking(Setting.RESOLUTION, Setting.OUTPUT_STRIDE);

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
    Network network = require(recipe);
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(height, width, 3));
    Layers backbone = new Layers(graph, recipe.convention(), recipe.norm());
    Value map = network.backbone().map(backbone, recipe, image);
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

  /** Whether a recipe is for one of these networks. */
  public static boolean isFor(Recipe recipe) {
    return network(recipe).isPresent();
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

  /** Image pooling: the average over the whole map, copied to every position. */
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

  private static Optional<Network> network(Recipe recipe) {
    return NETWORKS.stream().filter(n -> n.id().equals(recipe.architecture())).findFirst();
  }

  private static Network require(Recipe recipe) {
    Network network =
        network(recipe)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "a recipe for %s, not for DeepLabv3",
                            recipe.architecture())));
    Zoo.architecture(network.id()).require(recipe);
    if (recipe.outputStride() > 16) {
      throw new IllegalArgumentException(
          network.id() + ": output stride must be 8 or 16, is " + recipe.outputStride());
    }
    return network;
  }

  private static Architecture architecture(Network network) {
    return new Architecture(
        network.id(),
        network.title(),
        "Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.4",
        Recipe.of(network.id())
            .withResolution(513)
            .withClasses(21)
            .withOutputStride(16)
            .withHead(network.head()),
        List.of(POOL, ASPP),
        DeepLabV3::graph);
  }
}
