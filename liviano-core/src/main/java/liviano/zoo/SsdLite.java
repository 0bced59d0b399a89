package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * SSDLite on MobileNets (section 6.2 of the paper, arXiv:1801.04381): SSD whose predictors and
 * extra layers are separable; and on MobileNetV2 also SSD with dense ones, which table 5 compares
 * it with. Settings are those of TensorFlow's Object Detection API, {@code
 * ssdlite_mobilenet_v2_coco}.
 *
 * <p>Six maps are looked at: one of output stride 16 (what the 14th block of MobileNetV2 expands
 * to, the 11th of MobileNetV1 gives), the last convolution (32), and four more, each half the size
 * of the one before. At every position of a map the boxes and the classes are predicted by a
 * depthwise 3x3 convolution and a linear 1x1 one.
 *
 * <p>Layers are called as in {@link MobileNetV1} or {@link MobileNetV2}, then {@code extras.0} to
 * {@code extras.3} ({@code .squeeze}, {@code .depthwise}, {@code .pointwise}; {@code .convolution}
 * where it is dense) and {@code predictors.0} to {@code predictors.5} ({@code .boxes.depthwise},
 * {@code .boxes}, {@code .logits.depthwise}, {@code .logits}).
 */
public final class SsdLite {
  /** Numbers that place a box: see {@link SsdAnchors}. */
  public static final int BOX = 4;

  /** Channels of the extra maps at width 1.0. */
  private static final int[] EXTRAS = {512, 256, 256, 128};

  /** The least channels of an extra layer, at any width. */
  private static final int MIN_DEPTH = 16;

  /**
   * One of the networks.
   *
   * @param tap the layer whose map is looked at first
   * @param separable whether its own layers are
   */
  private record Network(
      String id, String title, Backbone backbone, String tap, boolean separable) {}

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "ssdlite_mobilenet_v1",
              "SSDLite MobileNetV1",
              MobileNetV1::features,
              "blocks.10.pointwise.relu6",
              true),
          new Network(
              "ssdlite_mobilenet_v2",
              "SSDLite MobileNetV2",
              MobileNetV2::features,
              "blocks.13.expand.relu6",
              true),
          new Network(
              "ssd_mobilenet_v2",
              "SSD MobileNetV2",
              MobileNetV2::features,
              "blocks.13.expand.relu6",
              false));

  static final Architecture MOBILENET_V1 =
      architecture(NETWORKS.get(0)).taking(Setting.WIDTH, Setting.RESOLUTION, Setting.CONVENTION);

  static final Architecture MOBILENET_V2 = architecture(NETWORKS.get(1));

  static final Architecture DENSE_MOBILENET_V2 = architecture(NETWORKS.get(2));

  private SsdLite() {}

  /**
   * The detector: input {@code image} of {@code resolution x resolution x 3}; outputs {@code boxes}
   * of {@code anchors x 4}, offsets from the anchors of {@link SsdAnchors}, and {@code logits} of
   * {@code anchors x (classes + 1)}, of which the first is the background.
   *
   * @param recipe its classes do not count the background
   * @throws IllegalArgumentException if the recipe is for another network, or the expansion factor
   *     is 1: there is nothing to look at inside the 14th block then
   */
  public static Graph graph(Recipe recipe) {
    Network network =
        NETWORKS.stream()
            .filter(n -> n.id().equals(recipe.architecture()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "a recipe for %s, not for SSDLite",
                            recipe.architecture())));
    if (recipe.expansion() == 1) {
      throw new IllegalArgumentException(
          "expansion must be above 1: SSDLite looks at what block 13 expands to");
    }
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    return new SsdHead(layers, network.separable())
        .graph(maps(layers, network, recipe, image), SsdAnchors::boxesAt, recipe.classes());
  }

  /**
   * The shapes of the maps that boxes are predicted from, the largest first: height, width, and the
   * numbers that place the boxes of one position.
   *
   * @param graph a detector, of this network or with predictors called as here
   * @return empty if the graph has no such predictors
   */
  public static List<Shape> predictedMaps(Graph graph) {
    List<Shape> maps = new ArrayList<>();
    Optional<Value> map = graph.find(SsdHead.predictor(0, "boxes"));
    while (map.isPresent()) {
      maps.add(map.get().shape());
      map = graph.find(SsdHead.predictor(maps.size(), "boxes"));
    }
    return List.copyOf(maps);
  }

  private static List<Value> maps(Layers layers, Network network, Recipe recipe, Value image) {
    List<Value> maps = new ArrayList<>();
    Value last = network.backbone().map(layers, recipe, image);
    maps.add(layers.graph().value(network.tap()));
    maps.add(last);
    for (int i = 0; i < EXTRAS.length; i++) {
      String name = "extras." + i;
      int channels = depth(EXTRAS[i], recipe);
      int squeezed = depth(EXTRAS[i] / 2, recipe);
      Value x =
          layers.convolution(name + ".squeeze", maps.getLast(), squeezed, 1, 1, Activation.RELU6);
      maps.add(
          network.separable()
              ? separable(layers, name, x, channels)
              : layers.convolution(name + ".convolution", x, channels, 3, 2, Activation.RELU6));
    }
    return maps;
  }

  private static Value separable(Layers layers, String name, Value in, int channels) {
    Value x = layers.depthwise(name + ".depthwise", in, 3, 2, 1, Activation.RELU6);
    return layers.convolution(name + ".pointwise", x, channels, 1, 1, Activation.RELU6);
  }

  private static int depth(int channels, Recipe recipe) {
    return Math.max(MIN_DEPTH, (int) (channels * recipe.width()));
  }

  private static Architecture architecture(Network network) {
    return new Architecture(
        network.id(),
        network.title(),
        "Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.2",
        Recipe.of(network.id()).withResolution(320).withClasses(80),
        SsdLite::graph);
  }
}
