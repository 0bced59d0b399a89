package liviano.zoo;

import java.util.ArrayList;
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
 * LeNet-5 (<em>Gradient-Based Learning Applied to Document Recognition</em>, LeCun, Bottou, Bengio,
 * Haffner; Proceedings of the IEEE 86(11), 1998), section II.B.
 *
 * <p>Layers are called as in the paper, {@code c1}, {@code s2}, {@code c3}, {@code s4}, {@code c5},
 * {@code f6}. Input is one channel of 32x32 numbers: -0.1 for the background, 1.175 for ink.
 *
 * <p>A subsampling layer of the paper adds four numbers and multiplies the sum with a trained
 * coefficient. Here it averages them ({@code s2.pool}) and multiplies the average ({@code s2}), so
 * that its coefficient is four times the paper's. A feature map of {@code c3} reads only some maps
 * of {@code s2} ({@code c3.0.inputs}, {@code c3.0} and so on). What a class looks like is drawn,
 * not trained ({@code rbf.centre}).
 *
 * <p>Variant {@value #MODERN} is what later books call LeNet-5: {@code c3} reads every map, max
 * pooling, ReLU, and a fully connected layer with a softmax.
 */
public final class LeNet5 {

  /** The network without what made it special. */
  public static final String MODERN = "modern";

  /** Table I: which maps of S2 each of the sixteen maps of C3 reads. */
  public static final List<List<Integer>> TABLE_1 =
      List.of(
          List.of(0, 1, 2),
          List.of(1, 2, 3),
          List.of(2, 3, 4),
          List.of(3, 4, 5),
          List.of(0, 4, 5),
          List.of(0, 1, 5),
          List.of(0, 1, 2, 3),
          List.of(1, 2, 3, 4),
          List.of(2, 3, 4, 5),
          List.of(0, 3, 4, 5),
          List.of(0, 1, 4, 5),
          List.of(0, 1, 2, 5),
          List.of(0, 1, 3, 4),
          List.of(1, 2, 4, 5),
          List.of(0, 2, 3, 5),
          List.of(0, 1, 2, 3, 4, 5));

  private static final int SIDE = 32;
  private static final int C1 = 6;
  private static final int C5 = 120;

  /** A 7x12 bitmap of a character. */
  private static final int F6 = 84;

  /** {@code f(a) = A tanh(S a)}: appendix A. */
  private static final Op SQUASH = new Op.Tanh(1.7159f, 2f / 3);

  private static final Window WINDOW = Window.square(5, 1, Padding.NONE);
  private static final Window HALVES = Window.square(2, 2, Padding.NONE);

  static final Architecture ARCHITECTURE =
      new Architecture(
              "lenet_5",
              "LeNet-5",
              "LeCun et al., Proc. IEEE 86(11), 1998",
              Recipe.of("lenet_5")
                  .withConvention(Convention.PYTORCH)
                  .withResolution(SIDE)
                  .withClasses(10),
              LeNet5::graph)
          .taking()
          .withVariants(List.of(MODERN));

  private LeNet5() {}

  /**
   * The classifier: input {@code image} of {@code 32 x 32 x 1}; output {@code distances}, of which
   * the smallest wins. Variant {@value #MODERN} gives {@code logits} and {@code probabilities}.
   */
  static Graph graph(Recipe recipe) {
    GraphBuilder graph = Graph.builder();
    Value image = graph.input("image", Shape.of(SIDE, SIDE, 1));
    return recipe.variant().equals(MODERN)
        ? modern(Layers.plain(graph), image, recipe.classes())
        : paper(Layers.plain(graph), image, recipe.classes());
  }

  private static Graph paper(Layers layers, Value image, int classes) {
    GraphBuilder graph = layers.graph();
    Value x = squashed(graph, layers.convolution("c1", image, C1, WINDOW, Activation.LINEAR));
    x = squashed(graph, subsampled(graph, "s2", x));
    x = squashed(graph, sparse(layers, x));
    x = squashed(graph, subsampled(graph, "s4", x));
    x = squashed(graph, layers.convolution("c5", x, C5, WINDOW, Activation.LINEAR));
    x = squashed(graph, layers.dense("f6", x, F6, Activation.LINEAR));
    return graph.output("distances", graph.add("rbf", new Op.SquaredDistance(classes), x)).build();
  }

  private static Graph modern(Layers layers, Value image, int classes) {
    Value x = layers.convolution("c1", image, C1, WINDOW, Activation.RELU);
    x = layers.maxPool("s2", x, 2, 2, 0);
    x = layers.convolution("c3", x, TABLE_1.size(), WINDOW, Activation.RELU);
    x = layers.maxPool("s4", x, 2, 2, 0);
    x = layers.convolution("c5", x, C5, WINDOW, Activation.RELU);
    x = layers.dense("f6", x, F6, Activation.RELU);
    return layers.classifier(layers.dense("classifier", x, classes, Activation.LINEAR));
  }

  private static Value subsampled(GraphBuilder graph, String name, Value in) {
    Value average = graph.add(name + ".pool", new Op.AveragePool(HALVES, false), in);
    return graph.add(name, new Op.Scale(true), average);
  }

  private static Value sparse(Layers layers, Value in) {
    List<Value> maps = new ArrayList<>();
    for (int map = 0; map < TABLE_1.size(); map++) {
      String name = "c3." + map;
      Op select = new Op.SelectChannels(TABLE_1.get(map));
      Value inputs = layers.graph().add(name + ".inputs", select, in);
      maps.add(layers.convolution(name, inputs, 1, WINDOW, Activation.LINEAR));
    }
    return layers.graph().add("c3", new Op.Concat(), maps);
  }

  private static Value squashed(GraphBuilder graph, Value value) {
    return graph.add(value.name() + ".tanh", SQUASH, value);
  }
}
