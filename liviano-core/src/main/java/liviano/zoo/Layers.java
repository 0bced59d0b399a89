package liviano.zoo;

import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.graph.Window;

/**
 * Convolutions as the networks write them: convolution, batch norm or bias, non-linearity.
 *
 * @param epsilon what batch norm adds to a variance
 */
record Layers(GraphBuilder graph, Convention convention, Norm norm, float epsilon) {

  /** With the convention's epsilon. */
  Layers(GraphBuilder graph, Convention convention, Norm norm) {
    this(graph, convention, norm, convention.epsilon());
  }

  /** A dense convolution. */
  Value convolution(
      String name, Value in, int channels, int kernel, int stride, Activation activation) {
    return finish(
        graph.add(name, new Op.Conv2d(channels, window(kernel, stride, 1), 1, biased()), in),
        activation);
  }

  /** A dense convolution at stride 1, its taps {@code rate} positions apart. */
  Value atrous(String name, Value in, int channels, int kernel, int rate, Activation activation) {
    return finish(
        graph.add(name, new Op.Conv2d(channels, window(kernel, 1, rate), 1, biased()), in),
        activation);
  }

  /** A depthwise convolution. */
  Value depthwise(
      String name, Value in, int kernel, int stride, int dilation, Activation activation) {
    return finish(
        graph.add(name, new Op.DepthwiseConv2d(window(kernel, stride, dilation), 1, biased()), in),
        activation);
  }

  /** A 1x1 convolution that gives the answer itself: a bias, no norm, no non-linearity. */
  Value linear(String name, Value in, int channels) {
    return graph.add(name, new Op.Conv2d(channels, window(1, 1, 1), 1, true), in);
  }

  private Window window(int kernel, int stride, int dilation) {
    return Window.square(kernel, stride, dilation, convention.padding(kernel, dilation));
  }

  private boolean biased() {
    return norm == Norm.FOLDED;
  }

  private Value finish(Value convolved, Activation activation) {
    String name = convolved.name();
    Value normed =
        switch (norm) {
          case BATCH -> graph.add(name + ".norm", new Op.BatchNorm(epsilon), convolved);
          case FOLDED -> convolved;
        };
    return switch (activation) {
      case LINEAR -> normed;
      case RELU -> graph.add(name + ".relu", new Op.Relu(), normed);
      case RELU6 -> graph.add(name + ".relu6", new Op.Relu6(), normed);
    };
  }
}
