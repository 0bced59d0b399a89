package liviano.zoo;

import java.util.List;
import java.util.Locale;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.BlockOrder;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;

/**
 * YOLOv2 (<em>YOLO9000: Better, Faster, Stronger</em>, Redmon and Farhadi; CVPR 2017,
 * arXiv:1612.08242) on Darknet-19, as the files {@code yolov2.cfg} and {@code yolo-voc.cfg} of
 * Darknet have it. Variant {@value #DIRECT} is that of the older {@code 2.0} files.
 *
 * <p>Darknet-19's last 1024 channels are followed by two more convolutions ({@code head.0}, {@code
 * head.1}). The passthrough brings the finer map of 512 channels to their size, four positions
 * becoming channels of one, in Darknet's own order ({@code passthrough.reorg}); first a 1x1
 * convolution leaves 64 channels of it ({@code passthrough}), but not in variant {@value #DIRECT}.
 * Side by side, the passthrough first, they go through {@code head.2} to {@code regions}. Every
 * convolution but the last has batch norm and a leaky ReLU.
 */
public final class YoloV2 {

  /** Boxes of one position. */
  public static final int BOXES = 5;

  /**
   * Numbers of a box before those of its classes: x, y, width, height, and whether there is one.
   */
  public static final int BOX = 5;

  /** Input size over the size of the last map. */
  public static final int STRIDE = 32;

  /** The passthrough without its 1x1 convolution. */
  public static final String DIRECT = "direct";

  /**
   * The size of a box that the network starts from.
   *
   * @param width in positions of the last map, 32 pixels each
   * @param height in the same
   */
  public record Anchor(double width, double height) {}

  private static final List<Anchor> COCO =
      List.of(
          new Anchor(0.57273, 0.677385),
          new Anchor(1.87446, 2.06253),
          new Anchor(3.33843, 5.47434),
          new Anchor(7.88282, 3.52778),
          new Anchor(9.77052, 9.16828));

  private static final List<Anchor> VOC =
      List.of(
          new Anchor(1.3221, 1.73145),
          new Anchor(3.19275, 4.00944),
          new Anchor(5.05587, 8.09892),
          new Anchor(9.47112, 4.84053),
          new Anchor(11.2364, 10.0071));

  private static final List<Anchor> DIRECT_COCO =
      List.of(
          new Anchor(0.738768, 0.874946),
          new Anchor(2.42204, 2.65704),
          new Anchor(4.30971, 7.04493),
          new Anchor(10.246, 4.59428),
          new Anchor(12.6868, 11.8741));

  private static final List<Anchor> DIRECT_VOC =
      List.of(
          new Anchor(1.08, 1.19),
          new Anchor(3.42, 4.41),
          new Anchor(6.63, 11.38),
          new Anchor(9.42, 5.11),
          new Anchor(16.62, 10.52));

  private static final String ID = "yolo_v2";
  private static final int CHANNELS = 1024;
  private static final int PASSTHROUGH = 64;

  /** The number of classes of PASCAL VOC, whose objects are larger than those of COCO. */
  private static final int VOC_CLASSES = 20;

  static final Architecture ARCHITECTURE =
      new Architecture(
              ID,
              "YOLOv2",
              "Redmon and Farhadi, CVPR 2017, arXiv:1612.08242",
              Recipe.of(ID).withResolution(416).withClasses(80).withConvention(Convention.PYTORCH),
              YoloV2::graph)
          .taking(Setting.RESOLUTION)
          .withVariants(List.of(DIRECT));

  private YoloV2() {}

  /**
   * The detector: input {@code image} of {@code resolution x resolution x 3}; output {@code
   * regions} of {@code resolution / 32} rows and columns and {@code 5 x (5 + classes)} channels:
   * box by box x, y, width and height against the box's anchor, whether there is an object, and a
   * number a class. There is no background among the classes.
   *
   * @throws IllegalArgumentException if the recipe is for another network, or the resolution no
   *     multiple of 32
   */
  public static Graph graph(Recipe recipe) {
    require(recipe);
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, recipe.convention(), recipe.norm());
    Value deep = Darknet19.features(layers, image);
    Value fine = graph.value(Darknet19.TAP);
    deep = layers.convolution("head.0", deep, CHANNELS, 3, 1, Activation.LEAKY);
    deep = layers.convolution("head.1", deep, CHANNELS, 3, 1, Activation.LEAKY);
    Value both = graph.add("head.concat", new Op.Concat(), passthrough(layers, recipe, fine), deep);
    Value mixed = layers.convolution("head.2", both, CHANNELS, 3, 1, Activation.LEAKY);
    Value regions = layers.linear("regions", mixed, BOXES * (BOX + recipe.classes()));
    return graph.output("regions", regions).build();
  }

  /** Whether a recipe is for this network. */
  public static boolean isFor(Recipe recipe) {
    return recipe.architecture().equals(ID);
  }

  /**
   * The boxes that every position starts from, in the order of the output.
   *
   * @param recipe with 20 classes they are those for PASCAL VOC, with any other number those for
   *     COCO; each variant has its own
   * @throws IllegalArgumentException if the recipe is for another network
   */
  public static List<Anchor> anchors(Recipe recipe) {
    require(recipe);
    boolean voc = recipe.classes() == VOC_CLASSES;
    return recipe.variant().equals(DIRECT) ? (voc ? DIRECT_VOC : DIRECT_COCO) : voc ? VOC : COCO;
  }

  private static Value passthrough(Layers layers, Recipe recipe, Value fine) {
    Value x = fine;
    if (!recipe.variant().equals(DIRECT)) {
      x = layers.convolution("passthrough", x, PASSTHROUGH, 1, 1, Activation.LEAKY);
    }
    return layers.graph().add("passthrough.reorg", new Op.SpaceToDepth(2, BlockOrder.DARKNET), x);
  }

  private static void require(Recipe recipe) {
    if (!isFor(recipe)) {
      throw new IllegalArgumentException("a recipe for " + recipe.architecture() + ", not " + ID);
    }
    ARCHITECTURE.require(recipe);
    if (recipe.resolution() % STRIDE != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: resolution must be a multiple of %d, is %d",
              ID,
              STRIDE,
              recipe.resolution()));
    }
  }
}
