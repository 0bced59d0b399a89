package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Layers;

/**
 * <em>SSD: Single Shot MultiBox Detector</em> (Liu, Anguelov, Erhan, Szegedy, Reed, Fu, Berg; ECCV
 * 2016, arXiv:1512.02325), SSD300 and SSD512 on VGG-16.
 *
 * <p>The fully connected layers of VGG-16 become convolutions, the first of them atrous ({@code
 * fc6}: 3x3, taps 6 apart; {@code fc7}: 1x1), behind a fifth pooling that keeps the map's size.
 * Extra layers ({@code extras.0} and so on: {@code .squeeze}, {@code .convolution}) give ever
 * smaller maps. The first map that boxes are predicted from is {@code conv4_3}, each position
 * brought to length 1 ({@code tap.normalize}) and each channel scaled ({@code tap.scale}, which
 * training starts at 20): its numbers are larger than those of the maps behind. There is no batch
 * norm; every convolution has a bias, and all but the predictors are followed by ReLU.
 */
public final class Ssd {

  /**
   * One extra: a 1x1 convolution to {@code squeeze} channels, then one to {@code channels}.
   *
   * @param kernel of the second, as stride and padding are
   */
  private record Extra(int squeeze, int channels, int kernel, int stride, int padding) {}

  /** To 10, 5, 3 and 1 positions a side. The paper calls them conv8 to conv11. */
  private static final List<Extra> EXTRAS_300 =
      List.of(
          new Extra(256, 512, 3, 2, 1),
          new Extra(128, 256, 3, 2, 1),
          new Extra(128, 256, 3, 1, 0),
          new Extra(128, 256, 3, 1, 0));

  /** To 16, 8, 4, 2 and 1 positions a side: conv8 to conv12. */
  private static final List<Extra> EXTRAS_512 =
      List.of(
          new Extra(256, 512, 3, 2, 1),
          new Extra(128, 256, 3, 2, 1),
          new Extra(128, 256, 3, 2, 1),
          new Extra(128, 256, 3, 2, 1),
          new Extra(128, 256, 4, 1, 1));

  private static final int FC_CHANNELS = 1024;
  private static final int FC6_DILATION = 6;
  private static final float EPSILON = 1e-10f;

  private static final String ID_300 = "ssd_300";
  private static final String ID_512 = "ssd_512";

  static final Architecture SSD_300 = architecture(ID_300, "SSD300", 300);
  static final Architecture SSD_512 = architecture(ID_512, "SSD512", 512);

  private Ssd() {}

  /**
   * The detector: input {@code image} of {@code resolution x resolution x 3}; outputs {@code boxes}
   * of {@code priors x 4}, how to move those of {@link SsdPriors} (x, y, width, height: Caffe's
   * order), and {@code logits} of {@code priors x (classes + 1)}, of which the first is the
   * background.
   *
   * @param recipe its classes do not count the background
   * @throws IllegalArgumentException if the recipe is for another network, or another resolution
   *     than the network's
   */
  public static Graph graph(Recipe recipe) {
    require(recipe);
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers = Layers.plain(graph);
    return new SsdHead(layers, false)
        .graph(
            maps(layers, recipe, image), map -> SsdPriors.boxesAt(recipe, map), recipe.classes());
  }

  /** Whether a recipe is for one of these networks. */
  public static boolean isFor(Recipe recipe) {
    String id = recipe.architecture();
    return id.equals(ID_300) || id.equals(ID_512);
  }

  /**
   * @throws IllegalArgumentException if a recipe is for another network, or sets what these do not
   *     take
   */
  public static void require(Recipe recipe) {
    if (!isFor(recipe)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a recipe for %s, not for SSD300 or SSD512", recipe.architecture()));
    }
    Zoo.architecture(recipe.architecture()).require(recipe);
  }

  private static List<Value> maps(Layers layers, Recipe recipe, Value image) {
    GraphBuilder graph = layers.graph();
    Value x = image;
    for (int stage = 1; stage < 4; stage++) {
      x = pool(graph, "pool" + stage, Vgg.stage(graph, stage, x));
    }
    Value conv4 = Vgg.stage(graph, 4, x);
    Value conv5 = Vgg.stage(graph, 5, pool(graph, "pool4", conv4));
    Value pool5 = layers.maxPool("pool5", conv5, 3, 1, 1);
    Value fc6 = layers.atrous("fc6", pool5, FC_CHANNELS, 3, FC6_DILATION, Activation.RELU);
    Value fc7 = layers.convolution("fc7", fc6, FC_CHANNELS, 1, 1, Activation.RELU);
    List<Value> maps = new ArrayList<>(List.of(tap(graph, conv4), fc7));
    List<Extra> extras = recipe.architecture().equals(ID_300) ? EXTRAS_300 : EXTRAS_512;
    for (int i = 0; i < extras.size(); i++) {
      maps.add(extra(layers, "extras." + i, maps.getLast(), extras.get(i)));
    }
    return maps;
  }

  /** Caffe's: what is left over at the bottom and on the right counts, so that 75 become 38. */
  private static Value pool(GraphBuilder graph, String name, Value in) {
    return graph.add(name, new Op.MaxPool(Window.square(2, 2, Padding.SAME)), in);
  }

  private static Value tap(GraphBuilder graph, Value map) {
    Value normal = graph.add("tap.normalize", new Op.L2Normalize(EPSILON), map);
    return graph.add("tap.scale", new Op.Scale(false), normal);
  }

  private static Value extra(Layers layers, String name, Value in, Extra extra) {
    Value x = layers.convolution(name + ".squeeze", in, extra.squeeze(), 1, 1, Activation.RELU);
    Window window = Window.square(extra.kernel(), extra.stride(), Padding.all(extra.padding()));
    return layers.convolution(name + ".convolution", x, extra.channels(), window, Activation.RELU);
  }

  private static Architecture architecture(String id, String title, int resolution) {
    return new Architecture(
            id,
            title,
            "Liu et al., ECCV 2016, arXiv:1512.02325",
            Recipe.of(id).withResolution(resolution).withClasses(80),
            Ssd::graph)
        .taking();
  }
}
