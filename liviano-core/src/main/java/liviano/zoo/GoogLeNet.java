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

/**
 * GoogLeNet (<em>Going Deeper with Convolutions</em>, Szegedy, Liu, Jia, Sermanet, Reed, Anguelov,
 * Erhan, Vanhoucke, Rabinovich; CVPR 2015, arXiv:1409.4842), table 1.
 *
 * <p>Layers are called {@code stem.conv}, {@code stem.pool}, {@code stem.reduce}, {@code
 * stem.conv2}, {@code stem.pool2}, {@code inception.3a} to {@code inception.5b} ({@code .1x1},
 * {@code .3x3.reduce}, {@code .3x3}, {@code .5x5.reduce}, {@code .5x5}, {@code .pool}, {@code
 * .pool.project}, {@code .concat}), {@code pool3}, {@code pool4}, {@code head.pool} and {@code
 * classifier}. Head {@value #AUX} adds the two classifiers that helped in training, {@code aux.0}
 * after 4a and {@code aux.1} after 4d ({@code .pool}, {@code .conv}, {@code .fc}, {@code
 * .classifier}).
 *
 * <p>Variant {@value #BATCH_NORM} has batch norm in place of biases and response normalisation.
 * Variant {@value #TORCHVISION} is torchvision's: that too, with a 3x3 convolution where the paper
 * has 5x5 ({@code .5x5} all the same) and a window of 2x2 in {@code pool4}; its auxiliary
 * classifiers pool adaptively, which at 224 pixels gives the paper's 4x4 of other windows.
 */
public final class GoogLeNet {

  /** The classifiers of training. */
  public static final String AUX = "aux";

  /** Torchvision's network. */
  public static final String TORCHVISION = "torchvision";

  /** The paper's network with batch norm. */
  public static final String BATCH_NORM = "batch_norm";

  /**
   * One inception module: the channels of each of its convolutions.
   *
   * @param name the paper's
   * @param one of the 1x1 convolution
   * @param reduce3 of the 1x1 convolution before the 3x3 one
   * @param three of the 3x3 one
   * @param reduce5 of the 1x1 convolution before the 5x5 one
   * @param five of the 5x5 one
   * @param project of the 1x1 convolution after the pooling
   */
  public record Inception(
      String name, int one, int reduce3, int three, int reduce5, int five, int project) {}

  /** The modules of table 1. */
  public static final List<Inception> TABLE_1 =
      List.of(
          new Inception("3a", 64, 96, 128, 16, 32, 32),
          new Inception("3b", 128, 128, 192, 32, 96, 64),
          new Inception("4a", 192, 96, 208, 16, 48, 64),
          new Inception("4b", 160, 112, 224, 24, 64, 64),
          new Inception("4c", 128, 128, 256, 24, 64, 64),
          new Inception("4d", 112, 144, 288, 32, 64, 64),
          new Inception("4e", 256, 160, 320, 32, 128, 128),
          new Inception("5a", 256, 160, 320, 32, 128, 128),
          new Inception("5b", 384, 192, 384, 48, 128, 128));

  /** As Caffe's network has it: alpha is divided by the window. */
  private static final Op RESPONSE_NORM = new Op.LocalResponseNorm(5, 1e-4f / 5, 0.75f, 1);

  private static final float EPSILON = 1e-3f;
  private static final int AUX_CHANNELS = 128;
  private static final int AUX_UNITS = 1024;

  static final Architecture ARCHITECTURE =
      new Architecture(
              "googlenet",
              "GoogLeNet",
              "Szegedy et al., CVPR 2015, arXiv:1409.4842",
              Recipe.of("googlenet").withConvention(Convention.PYTORCH),
              List.of("", AUX),
              GoogLeNet::graph)
          .taking(Setting.RESOLUTION)
          .withVariants(List.of(TORCHVISION, BATCH_NORM));

  private final Layers layers;
  private final Recipe recipe;

  private GoogLeNet(Layers layers, Recipe recipe) {
    this.layers = layers;
    this.recipe = recipe;
  }

  /**
   * The classifier: input {@code image} of {@code resolution x resolution x 3}, outputs {@code
   * logits} and {@code probabilities}; with head {@value #AUX} also {@code aux.0.logits} and {@code
   * aux.1.logits}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    boolean normed = !recipe.variant().isEmpty();
    Layers layers =
        normed
            ? new Layers(graph, Convention.PYTORCH, recipe.norm(), EPSILON)
            : Layers.plain(graph);
    int side = recipe.resolution();
    return new GoogLeNet(layers, recipe).graph(graph.input("image", Shape.of(side, side, 3)));
  }

  private Graph graph(Value image) {
    Value x = stem(image);
    for (Inception module : TABLE_1) {
      x =
          switch (module.name()) {
            case "4a" -> layers.maxPoolCeil("pool3", x, 3, 2, 0);
            case "5a" -> layers.maxPoolCeil("pool4", x, isTorchvision() ? 2 : 3, 2, 0);
            default -> x;
          };
      x = module(module, x);
    }
    x = layers.graph().add("head.pool", new Op.GlobalAveragePool(), x);
    layers.answer(layers.dense("classifier", x, recipe.classes(), Activation.LINEAR));
    if (recipe.head().equals(AUX)) {
      auxiliary("aux.0", "inception.4a.concat");
      auxiliary("aux.1", "inception.4d.concat");
    }
    return layers.graph().build();
  }

  private Value stem(Value image) {
    Value x = layers.convolution("stem.conv", image, 64, 7, 2, Activation.RELU);
    x = responseNormed(layers.maxPoolCeil("stem.pool", x, 3, 2, 0));
    x = layers.convolution("stem.reduce", x, 64, 1, 1, Activation.RELU);
    x = responseNormed(layers.convolution("stem.conv2", x, 192, 3, 1, Activation.RELU));
    return layers.maxPoolCeil("stem.pool2", x, 3, 2, 0);
  }

  private Value module(Inception module, Value in) {
    String name = "inception." + module.name();
    Value one = convolution(name + ".1x1", in, module.one(), 1);
    Value three = convolution(name + ".3x3.reduce", in, module.reduce3(), 1);
    three = convolution(name + ".3x3", three, module.three(), 3);
    Value five = convolution(name + ".5x5.reduce", in, module.reduce5(), 1);
    five = convolution(name + ".5x5", five, module.five(), isTorchvision() ? 3 : 5);
    Value pooled = layers.maxPool(name + ".pool", in, 3, 1, 1);
    pooled = convolution(name + ".pool.project", pooled, module.project(), 1);
    return layers.graph().add(name + ".concat", new Op.Concat(), one, three, five, pooled);
  }

  private void auxiliary(String name, String tap) {
    GraphBuilder graph = layers.graph();
    Op average = new Op.AveragePool(Window.square(5, 3, Padding.NONE), false);
    Value x = graph.add(name + ".pool", average, graph.value(tap));
    x = convolution(name + ".conv", x, AUX_CHANNELS, 1);
    x = layers.dense(name + ".fc", x, AUX_UNITS, Activation.RELU);
    x = layers.dense(name + ".classifier", x, recipe.classes(), Activation.LINEAR);
    graph.output(name + ".logits", x);
  }

  private Value convolution(String name, Value in, int channels, int kernel) {
    return layers.convolution(name, in, channels, kernel, 1, Activation.RELU);
  }

  private Value responseNormed(Value value) {
    return recipe.variant().isEmpty()
        ? layers.graph().add(value.name() + ".response_norm", RESPONSE_NORM, value)
        : value;
  }

  private boolean isTorchvision() {
    return recipe.variant().equals(TORCHVISION);
  }
}
