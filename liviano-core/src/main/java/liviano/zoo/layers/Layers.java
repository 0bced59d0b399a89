package liviano.zoo.layers;

import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Shape;

/**
 * Layers as the networks write them: convolution, batch norm or bias, non-linearity. What follows a
 * convolution is called after it: {@code .norm}, {@code .relu6}.
 *
 * @param epsilon what batch norm adds to a variance
 * @param biased whether a convolution has a bias of its own even where batch norm follows it
 */
public record Layers(
    GraphBuilder graph, Convention convention, Norm norm, float epsilon, boolean biased) {
  private static final float LEAK = 0.1f;

  /** With the convention's epsilon. */
  public Layers(GraphBuilder graph, Convention convention, Norm norm) {
    this(graph, convention, norm, convention.epsilon());
  }

  /** Biased only where no batch norm follows. */
  public Layers(GraphBuilder graph, Convention convention, Norm norm, float epsilon) {
    this(graph, convention, norm, epsilon, false);
  }

  /**
   * Those of a network without batch norm: every convolution has a bias, its padding is the same on
   * all sides.
   */
  public static Layers plain(GraphBuilder graph) {
    return new Layers(graph, Convention.PYTORCH, Norm.FOLDED);
  }

  /** A dense convolution. */
  public Value convolution(
      String name, Value in, int channels, int kernel, int stride, Activation activation) {
    return convolution(name, in, channels, window(kernel, stride, 1), activation);
  }

  /** A dense convolution under any window. */
  public Value convolution(
      String name, Value in, int channels, Window window, Activation activation) {
    return grouped(name, in, channels, window, 1, activation);
  }

  /** A dense convolution at stride 1, its taps {@code rate} positions apart. */
  public Value atrous(
      String name, Value in, int channels, int kernel, int rate, Activation activation) {
    return convolution(name, in, channels, window(kernel, 1, rate), activation);
  }

  /** A convolution whose channels are split into {@code groups} independent parts. */
  public Value grouped(
      String name, Value in, int channels, Window window, int groups, Activation activation) {
    return normed(convolved(name, in, channels, window, groups), activation);
  }

  /** A depthwise convolution. */
  public Value depthwise(
      String name, Value in, int kernel, int stride, int dilation, Activation activation) {
    Window window = window(kernel, stride, dilation);
    return normed(graph.add(name, new Op.DepthwiseConv2d(window, 1, hasBias()), in), activation);
  }

  /** A depthwise convolution alone: no bias, nothing after it. */
  Value filter(String name, Value in, int kernel, int stride) {
    return graph.add(name, new Op.DepthwiseConv2d(window(kernel, stride, 1), 1, false), in);
  }

  /** A 1x1 convolution that gives the answer itself: a bias, no norm, no non-linearity. */
  public Value linear(String name, Value in, int channels) {
    return graph.add(name, new Op.Conv2d(channels, window(1, 1, 1), 1, true), in);
  }

  /** A 1x1 convolution whose batch norm comes later, when it has been joined to others. */
  Value part(String name, Value in, int channels, int stride) {
    return convolved(name, in, channels, window(1, stride, 1), 1);
  }

  /** Batch norm, where it is not folded into what gave the value, and a non-linearity. */
  Value normed(Value convolved, Activation activation) {
    String name = convolved.name();
    Value normed =
        switch (norm) {
          case BATCH -> graph.add(name + ".norm", new Op.BatchNorm(epsilon), convolved);
          case FOLDED -> convolved;
        };
    return activated(normed, name, activation);
  }

  /** A value's non-linearity, called after it. */
  public Value activated(Value value, Activation activation) {
    return activated(value, value.name(), activation);
  }

  /** A fully connected layer with a bias, over a vector or over all numbers of a map. */
  public Value dense(String name, Value in, int units, Activation activation) {
    return activated(graph.add(name, new Op.Dense(units, true), flat(name, in)), name, activation);
  }

  /** The greatest number of each window; the window ends on the map. */
  public Value maxPool(String name, Value in, int kernel, int stride, int padding) {
    return graph.add(name, new Op.MaxPool(Window.square(kernel, stride, Padding.all(padding))), in);
  }

  /**
   * Caffe's max pooling: what is left over at the bottom and on the right gives a position too,
   * unless its window would start in the padding. How much padding that takes depends on the map's
   * size and is fixed here.
   */
  public Value maxPoolCeil(String name, Value in, int kernel, int stride, int padding) {
    Shape map = in.shape();
    Padding reaching =
        new Padding.Explicit(
            padding,
            after(map.height(), kernel, stride, padding),
            padding,
            after(map.width(), kernel, stride, padding));
    return graph.add(name, new Op.MaxPool(Window.square(kernel, stride, reaching)), in);
  }

  /** The graph of a classifier, whose outputs are those of {@link #answer}. */
  public Graph classifier(Value logits) {
    answer(logits);
    return graph.build();
  }

  /** Names a value as output {@code logits}, and its softmax as {@code probabilities}. */
  public void answer(Value logits) {
    Value probabilities = graph.add("softmax", new Op.Softmax(), logits);
    graph.output("logits", logits).output("probabilities", probabilities);
  }

  /** Padding that keeps a map's size at stride 1, as the convention has it. */
  public Window window(int kernel, int stride, int dilation) {
    return Window.square(kernel, stride, dilation, convention.padding(kernel, dilation));
  }

  private Value flat(String name, Value in) {
    return in.shape().isMap()
        ? graph.add(name + ".flat", new Op.Reshape(Shape.of(in.shape().elements())), in)
        : in;
  }

  private Value convolved(String name, Value in, int channels, Window window, int groups) {
    return graph.add(name, new Op.Conv2d(channels, window, groups, hasBias()), in);
  }

  private boolean hasBias() {
    return biased || norm == Norm.FOLDED;
  }

  private Value activated(Value value, String name, Activation activation) {
    return switch (activation) {
      case LINEAR -> value;
      case RELU -> graph.add(name + ".relu", new Op.Relu(), value);
      case RELU6 -> graph.add(name + ".relu6", new Op.Relu6(), value);
      case LEAKY -> graph.add(name + ".leaky", new Op.LeakyRelu(LEAK), value);
    };
  }

  /** Padding behind {@code in} positions, for as many windows as start before it. */
  private static int after(int in, int kernel, int stride, int before) {
    int last = Math.max(0, Math.ceilDiv(in + 2 * before - kernel, stride)) * stride;
    if (last >= in + before) {
      last -= stride;
    }
    return Math.max(0, last + kernel - in - before);
  }
}
