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
import liviano.zoo.layers.ResNetBottleneck;

/**
 * <em>Deep Residual Learning for Image Recognition</em> (He, Zhang, Ren, Sun; CVPR 2016,
 * arXiv:1512.03385), the networks made of bottlenecks: 50, 101 and 152 layers.
 *
 * <p>Layers are called {@code stem.conv}, {@code stem.pool}, {@code blocks.0} and so on ({@code
 * .reduce}, {@code .filter}, {@code .restore}, {@code .shortcut}, {@code .add}), {@code head.pool}
 * and {@code classifier}.
 *
 * <p>The paper, and with it Caffe's and Keras' networks, puts the stride of a stage on the first
 * 1x1 convolution. Variant {@value #STRIDE_ON_3X3} has it on the 3x3 one, as torchvision's: as many
 * parameters, more multiply-adds. Variant {@value #KERAS} has a bias in every convolution, which
 * the batch norm after it makes superfluous.
 */
public final class ResNet {

  /** The stride of a stage on its first 3x3 convolution. */
  public static final String STRIDE_ON_3X3 = "stride_on_3x3";

  /** A bias in every convolution. */
  public static final String KERAS = "keras";

  /**
   * One line of table 1.
   *
   * @param name the paper's
   * @param channels of the 3x3 convolutions; a unit gives four times as many
   * @param units50 how many units the network of 50 layers has
   * @param units101 how many that of 101 layers
   * @param units152 how many that of 152 layers
   */
  public record Stage(String name, int channels, int units50, int units101, int units152) {}

  /** The stages of table 1. The first keeps the size of its map, the others halve it. */
  public static final List<Stage> TABLE_1 =
      List.of(
          new Stage("conv2_x", 64, 3, 3, 3),
          new Stage("conv3_x", 128, 4, 4, 8),
          new Stage("conv4_x", 256, 6, 23, 36),
          new Stage("conv5_x", 512, 3, 3, 3));

  private static final int STEM = 64;
  private static final float KERAS_EPSILON = 1.001e-5f;

  /** A column of table 1. */
  private enum Depth {
    LAYERS_50,
    LAYERS_101,
    LAYERS_152;

    int units(Stage stage) {
      return switch (this) {
        case LAYERS_50 -> stage.units50();
        case LAYERS_101 -> stage.units101();
        case LAYERS_152 -> stage.units152();
      };
    }
  }

  /** Which convolution of a stage halves the map. */
  private enum Halving {
    FIRST_1X1,
    FIRST_3X3,
    /** And not in the stage itself, but in the one before it. */
    LAST_3X3;

    int stride(int stage, int unit, int units) {
      boolean here =
          this == LAST_3X3
              ? stage < TABLE_1.size() - 1 && unit == units - 1
              : stage > 0 && unit == 0;
      return here ? 2 : 1;
    }
  }

  /**
   * What the units of the network are made to.
   *
   * @param outputStride once it is reached, a stride becomes a dilation of the layers after it
   * @param grid what the dilations of the last stage's units are multiplied with
   */
  private record Form(Depth depth, Halving halving, int outputStride, List<Integer> grid) {}

  static final Architecture RESNET_50 = architecture("resnet_50", "ResNet-50", Depth.LAYERS_50);
  static final Architecture RESNET_101 = architecture("resnet_101", "ResNet-101", Depth.LAYERS_101);
  static final Architecture RESNET_152 = architecture("resnet_152", "ResNet-152", Depth.LAYERS_152);

  private ResNet() {}

  private static Architecture architecture(String id, String title, Depth depth) {
    return new Architecture(
            id,
            title,
            "He et al., CVPR 2016, arXiv:1512.03385",
            Recipe.of(id).withConvention(Convention.PYTORCH),
            recipe -> graph(depth, recipe))
        .taking(Setting.RESOLUTION)
        .withVariants(List.of(STRIDE_ON_3X3, KERAS));
  }

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}.
   */
  private static Graph graph(Depth depth, Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    int side = recipe.resolution();
    Value image = graph.input("image", Shape.of(side, side, 3));
    Layers layers =
        recipe.variant().equals(KERAS)
            ? new Layers(graph, Convention.PYTORCH, recipe.norm(), KERAS_EPSILON, true)
            : new Layers(graph, Convention.PYTORCH, recipe.norm());
    Halving halving =
        recipe.variant().equals(STRIDE_ON_3X3) ? Halving.FIRST_3X3 : Halving.FIRST_1X1;
    Value x = layers.convolution("stem.conv", image, STEM, 7, 2, Activation.RELU);
    x = layers.maxPool("stem.pool", x, 3, 2, 1);
    x = units(layers, new Form(depth, halving, recipe.outputStride(), List.of(1, 1, 1)), x);
    x = graph.add("head.pool", new Op.GlobalAveragePool(), x);
    return layers.classifier(layers.dense("classifier", x, recipe.classes(), Activation.LINEAR));
  }

  /**
   * ResNet-101 as the backbone of DeepLabv3, the <em>beta</em> variant of the DeepLab project:
   * three 3x3 convolutions ({@code stem.conv1} to {@code stem.conv3}) in place of the 7x7 one; each
   * stride on the last unit of the stage before; the last stage's dilations times 1, 2 and 4 (its
   * <em>multi-grid</em>). Padding and epsilon are {@link Convention#PYTORCH}'s, whichever the
   * recipe names: slim pads these convolutions on all sides.
   *
   * @return the last map, of 2048 channels
   */
  static Value deepLab101(Layers given, Recipe recipe, Value image) {
    Layers layers = new Layers(given.graph(), Convention.PYTORCH, given.norm());
    Value x = layers.convolution("stem.conv1", image, STEM, 3, 2, Activation.RELU);
    x = layers.convolution("stem.conv2", x, STEM, 3, 1, Activation.RELU);
    x = layers.convolution("stem.conv3", x, 2 * STEM, 3, 1, Activation.RELU);
    Op pool = new Op.MaxPool(Window.square(3, 2, Padding.SAME));
    x = layers.graph().add("stem.pool", pool, x);
    Form form =
        new Form(Depth.LAYERS_101, Halving.LAST_3X3, recipe.outputStride(), List.of(1, 2, 4));
    return units(layers, form, x);
  }

  private static Value units(Layers layers, Form form, Value in) {
    Value x = in;
    int index = 0;
    int strideSoFar = 4;
    int dilation = 1;
    for (int s = 0; s < TABLE_1.size(); s++) {
      Stage stage = TABLE_1.get(s);
      int units = form.depth().units(stage);
      for (int u = 0; u < units; u++) {
        int wanted = form.halving().stride(s, u, units);
        int stride = strideSoFar == form.outputStride() ? 1 : wanted;
        int times = s == TABLE_1.size() - 1 ? form.grid().get(u) : 1;
        x =
            new ResNetBottleneck(
                    "blocks." + index++,
                    stage.channels(),
                    stride,
                    form.halving() == Halving.FIRST_1X1,
                    dilation * times)
                .apply(layers, x);
        strideSoFar *= stride;
        dilation *= wanted / stride;
      }
    }
    return x;
  }
}
