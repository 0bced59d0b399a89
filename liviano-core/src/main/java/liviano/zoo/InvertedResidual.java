package liviano.zoo;

import liviano.graph.Op;
import liviano.graph.Value;

/**
 * The inverted residual with linear bottleneck (the paper's table 1): a map of k channels is
 * expanded to tk by a 1x1 convolution, filtered by a 3x3 depthwise one, and projected to k' without
 * a non-linearity. The shortcut joins bottlenecks, where stride is 1 and k = k'.
 *
 * @param name prefix of its layers' names
 * @param expansion t; the expanding layer is left out where it is 1
 * @param channels k'
 */
record InvertedResidual(String name, int expansion, int channels, int stride, int dilation) {

  Value apply(Layers layers, Value in) {
    int k = in.shape().channels();
    Value wide = in;
    if (expansion > 1) {
      int tk = Channels.divisible((double) expansion * k);
      wide = layers.convolution(name + ".expand", in, tk, 1, 1, Activation.RELU6);
    }
    Value filtered =
        layers.depthwise(name + ".depthwise", wide, 3, stride, dilation, Activation.RELU6);
    Value out = layers.convolution(name + ".project", filtered, channels, 1, 1, Activation.LINEAR);
    return stride == 1 && k == channels
        ? layers.graph().add(name + ".add", new Op.Add(), in, out)
        : out;
  }
}
