package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Shape;
import liviano.graph.Value;

/**
 * SSDLite on MobileNetV2 (section 6.2 of the paper, arXiv:1801.04381): SSD whose predictors and
 * extra layers are separable. Settings are those of TensorFlow's Object Detection API, {@code
 * ssdlite_mobilenet_v2_coco}.
 *
 * <p>Six maps are looked at: what the 14th block expands to (output stride 16), the last
 * convolution (32), and four more, each half the size of the one before. At every position of a map
 * the boxes and the classes are predicted by a depthwise 3x3 convolution and a linear 1x1 one.
 *
 * <p>Layers are called as in {@link MobileNetV2}, then {@code extras.0} to {@code extras.3} ({@code
 * .squeeze}, {@code .depthwise}, {@code .pointwise}) and {@code predictors.0} to {@code
 * predictors.5} ({@code .boxes.depthwise}, {@code .boxes}, {@code .logits.depthwise}, {@code
 * .logits}).
 */
public final class SsdLite {
  /** Numbers that place a box: see {@link SsdAnchors}. */
  public static final int BOX = 4;

  private static final String FIRST_TAP = "blocks.13.expand.relu6";

  /** Channels of the extra maps at width 1.0. */
  private static final int[] EXTRAS = {512, 256, 256, 128};

  /** The least channels of an extra layer, at any width. */
  private static final int MIN_DEPTH = 16;

  static final Architecture ARCHITECTURE =
      new Architecture(
          "ssdlite_mobilenet_v2",
          "SSDLite MobileNetV2",
          "Sandler et al., CVPR 2018, arXiv:1801.04381, section 6.2",
          Recipe.of("ssdlite_mobilenet_v2").withResolution(320).withClasses(80),
          SsdLite::graph);

  private SsdLite() {}

  /**
   * The detector: input {@code image} of {@code resolution x resolution x 3}; outputs {@code boxes}
   * of {@code anchors x 4}, offsets from the anchors of {@link SsdAnchors}, and {@code logits} of
   * {@code anchors x (classes + 1)}, of which the first is the background.
   *
   * @param recipe its classes do not count the background
   * @throws IllegalArgumentException if the expansion factor is 1: there is nothing to look at
   *     inside the 14th block then
   */
  public static Graph graph(Recipe recipe) {
    if (recipe.expansion() == 1) {
      throw new IllegalArgumentException(
          "expansion must be above 1: SSDLite looks at what block 13 expands to");
    }
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    List<Value> maps = maps(layers, recipe, image);
    Value boxes = predict(layers, maps, "boxes", map -> SsdAnchors.boxesAt(map) * BOX);
    Value logits =
        predict(layers, maps, "logits", map -> SsdAnchors.boxesAt(map) * (recipe.classes() + 1));
    int anchors = boxes.shape().elements() / BOX;
    return graph
        .output("boxes", graph.add("boxes", new Op.Reshape(Shape.of(anchors, BOX)), boxes))
        .output(
            "logits",
            graph.add("logits", new Op.Reshape(Shape.of(anchors, recipe.classes() + 1)), logits))
        .build();
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
    Optional<Value> map = graph.find(predictor(0, "boxes"));
    while (map.isPresent()) {
      maps.add(map.get().shape());
      map = graph.find(predictor(maps.size(), "boxes"));
    }
    return List.copyOf(maps);
  }

  private static List<Value> maps(Layers layers, Recipe recipe, Value image) {
    List<Value> maps = new ArrayList<>();
    Value last = MobileNetV2.features(layers, recipe, image);
    maps.add(layers.graph().value(FIRST_TAP));
    maps.add(last);
    for (int i = 0; i < EXTRAS.length; i++) {
      String name = "extras." + i;
      int squeezed = depth(EXTRAS[i] / 2, recipe);
      Value x =
          layers.convolution(name + ".squeeze", maps.getLast(), squeezed, 1, 1, Activation.RELU6);
      x = layers.depthwise(name + ".depthwise", x, 3, 2, 1, Activation.RELU6);
      maps.add(
          layers.convolution(
              name + ".pointwise", x, depth(EXTRAS[i], recipe), 1, 1, Activation.RELU6));
    }
    return maps;
  }

  /** One separable predictor a map; all their numbers in one vector, map by map, row by row. */
  private static Value predict(
      Layers layers, List<Value> maps, String what, IntUnaryOperator channels) {
    GraphBuilder graph = layers.graph();
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      String name = predictor(i, what);
      Value x = layers.depthwise(name + ".depthwise", maps.get(i), 3, 1, 1, Activation.RELU6);
      x = layers.linear(name, x, channels.applyAsInt(i));
      all.add(graph.add(name + ".flat", new Op.Reshape(Shape.of(x.shape().elements())), x));
    }
    return graph.add(what + ".flat", new Op.Concat(), all);
  }

  private static String predictor(int map, String what) {
    return "predictors." + map + "." + what;
  }

  private static int depth(int channels, Recipe recipe) {
    return Math.max(MIN_DEPTH, (int) (channels * recipe.width()));
  }
}
