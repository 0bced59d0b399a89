package liviano.zoo.layers;

import liviano.graph.Op;
import liviano.graph.Value;

/**
 * The bottleneck of ResNet (figure 5 of arXiv:1512.03385): a 1x1 convolution reduces the channels,
 * a 3x3 one filters them, a 1x1 one restores four times as many; the input is added, and the sum
 * goes through ReLU. Where the channels of the input are others, a 1x1 convolution projects it.
 *
 * @param name prefix of its layers' names
 * @param channels of the 3x3 convolution
 * @param strideFirst whether the first convolution has the stride, and not the 3x3 one
 * @param dilation of the 3x3 convolution
 */
public record ResNetBottleneck(
    String name, int channels, int stride, boolean strideFirst, int dilation) {
  private static final int RESTORED = 4;

  public Value apply(Layers layers, Value in) {
    int first = strideFirst ? stride : 1;
    Value x = layers.convolution(name + ".reduce", in, channels, 1, first, Activation.RELU);
    x =
        layers.convolution(
            name + ".filter",
            x,
            channels,
            layers.window(3, stride / first, dilation),
            Activation.RELU);
    x = layers.convolution(name + ".restore", x, RESTORED * channels, 1, 1, Activation.LINEAR);
    Value sum = layers.graph().add(name + ".add", new Op.Add(), shortcut(layers, in), x);
    return layers.activated(sum, Activation.RELU);
  }

  private Value shortcut(Layers layers, Value in) {
    String shortcut = name + ".shortcut";
    if (in.shape().channels() != RESTORED * channels) {
      return layers.convolution(shortcut, in, RESTORED * channels, 1, stride, Activation.LINEAR);
    }
    return stride == 1 ? in : layers.maxPool(shortcut, in, 1, stride, 0);
  }
}
