package liviano.formats.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import liviano.MalformedModelException;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.ParamSpec.Role;
import liviano.graph.Value;
import liviano.tensor.Shape;
import liviano.weights.Weights;
import liviano.zoo.Channels;
import liviano.zoo.MobileNetV2;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import liviano.zoo.layers.Activation;
import liviano.zoo.layers.Convention;
import liviano.zoo.layers.Layers;
import liviano.zoo.layers.Norm;

/**
 * The channels of a MobileNetV2 of any width and depth, as the weights in a file tell them.
 *
 * @param expanded channels inside each block
 * @param projected channels that each block gives
 */
record NetworkShape(
    List<Block> blocks,
    int stem,
    List<Integer> expanded,
    List<Integer> projected,
    int head,
    int classes) {

  private static final List<Double> USUAL_WIDTHS =
      List.of(1.0, 1.4, 1.3, 0.75, 0.5, 0.35, 0.25, 0.1, 1.1, 1.2, 2.0);

  /** Three times as wide as the paper's. */
  private static final int MOST_HUNDREDTHS = 300;

  /**
   * Reads it off a file's weights.
   *
   * @throws MalformedModelException if one is missing
   */
  static NetworkShape of(Layout layout, Weights tensors) {
    List<Block> blocks = Block.of(layout.stages(tensors::contains));
    List<Integer> expanded = new ArrayList<>();
    List<Integer> projected = new ArrayList<>();
    int stem = channels(layout, tensors, new Layer.Stem());
    int before = stem;
    for (Block block : blocks) {
      expanded.add(
          block.isExpanded() ? channels(layout, tensors, new Layer.Expand(block)) : before);
      before = channels(layout, tensors, new Layer.Project(block));
      projected.add(before);
    }
    return new NetworkShape(
        blocks,
        stem,
        List.copyOf(expanded),
        List.copyOf(projected),
        channels(layout, tensors, new Layer.Head()),
        channels(layout, tensors, new Layer.Classifier()));
  }

  private static int channels(Layout layout, Weights tensors, Layer layer) {
    String name = layout.name(layer, Role.WEIGHT);
    int channels = layout.order().outChannels(tensors.get(name));
    if (channels < 1) {
      throw new MalformedModelException(
          String.format(
              Locale.ROOT,
              "tensor '%s' has shape %s, which is no layer's",
              name,
              tensors.get(name).dims()));
    }
    return channels;
  }

  /** The network, its layers named as those of the zoo. */
  Graph graph(int side, Convention convention, Norm norm) {
    GraphBuilder graph = Graph.builder();
    Value x = graph.input("image", Shape.of(side, side, 3));
    Layers layers = new Layers(graph, convention, norm);
    x = layers.convolution(new Layer.Stem().ours(), x, stem, 3, 2, Activation.RELU6);
    for (Block block : blocks) {
      x = add(layers, block, x);
    }
    x = layers.convolution(new Layer.Head().ours(), x, head, 1, 1, Activation.RELU6);
    x = graph.add("head.pool", new Op.GlobalAveragePool(), x);
    String classifier = new Layer.Classifier().ours();
    return layers.classifier(layers.dense(classifier, x, classes, Activation.LINEAR));
  }

  private Value add(Layers layers, Block block, Value in) {
    int stride = block.stride();
    int channels = projected.get(block.index());
    Value x = in;
    if (block.isExpanded()) {
      String expand = new Layer.Expand(block).ours();
      x = layers.convolution(expand, x, expanded.get(block.index()), 1, 1, Activation.RELU6);
    }
    x = layers.depthwise(new Layer.Depthwise(block).ours(), x, 3, stride, 1, Activation.RELU6);
    x = layers.convolution(new Layer.Project(block).ours(), x, channels, 1, 1, Activation.LINEAR);
    boolean keepsShape = stride == 1 && in.shape().channels() == channels;
    return keepsShape
        ? layers.graph().add("blocks." + block.index() + ".add", new Op.Add(), in, x)
        : x;
  }

  /**
   * The recipe by which the zoo builds a graph of this shape; empty if it does not: the network is
   * deeper, or its channels follow another rule.
   */
  Optional<Recipe> recipe(Graph graph, int side, Convention convention, Norm norm) {
    Block first = blocks.stream().filter(Block::isExpanded).findFirst().orElseThrow();
    int expansion = expanded.get(first.index()) / projected.get(first.index() - 1);
    if (expansion < 1 || expansion > 64) {
      return Optional.empty();
    }
    Recipe base =
        Recipe.of("mobilenet_v2")
            .withResolution(side)
            .withClasses(classes)
            .withExpansion(expansion)
            .withConvention(convention)
            .withNorm(norm);
    return widths()
        .filter(this::isOfWidth)
        .mapToObj(base::withWidth)
        .filter(recipe -> Zoo.graph(recipe).equals(graph))
        .findFirst();
  }

  /** Those that are published, then all hundredths. */
  private static DoubleStream widths() {
    return DoubleStream.concat(
        USUAL_WIDTHS.stream().mapToDouble(Double::doubleValue),
        IntStream.rangeClosed(5, MOST_HUNDREDTHS).mapToDouble(hundredths -> hundredths / 100.0));
  }

  private boolean isOfWidth(double width) {
    return blocks.stream()
        .allMatch(
            block ->
                projected.get(block.index())
                    == Channels.divisible(MobileNetV2.TABLE_2.get(block.stage()).c() * width));
  }
}
