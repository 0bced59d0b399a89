package liviano.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
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
 * What every SSD ends in (arXiv:1512.02325): at each position of each map a 3x3 convolution tells
 * how to move some boxes, and another what is in them. Called {@code predictors.0.boxes}, {@code
 * predictors.0.logits} and so on, map by map.
 *
 * @param separable whether a convolution is a depthwise one ({@code .depthwise}) and a linear 1x1
 *     one, as in SSDLite, instead of a dense one
 */
record SsdHead(Layers layers, boolean separable) {
  private static final int KERNEL = 3;

  /**
   * Completes a detector: outputs {@code boxes} of {@code n x 4} and {@code logits} of {@code n x
   * (classes + 1)}, map by map, row by row, position by position.
   *
   * @param boxesAt how many boxes a position has, of each map
   * @param classes without the background, whose logit comes first
   */
  Graph graph(List<Value> maps, IntUnaryOperator boxesAt, int classes) {
    GraphBuilder graph = layers.graph();
    Value boxes = predict(maps, "boxes", map -> boxesAt.applyAsInt(map) * SsdLite.BOX);
    Value logits = predict(maps, "logits", map -> boxesAt.applyAsInt(map) * (classes + 1));
    int count = boxes.shape().elements() / SsdLite.BOX;
    return graph
        .output("boxes", graph.add("boxes", new Op.Reshape(Shape.of(count, SsdLite.BOX)), boxes))
        .output("logits", graph.add("logits", new Op.Reshape(Shape.of(count, classes + 1)), logits))
        .build();
  }

  static String predictor(int map, String what) {
    return "predictors." + map + "." + what;
  }

  /** All numbers of one kind in one vector. */
  private Value predict(List<Value> maps, String what, IntUnaryOperator channels) {
    GraphBuilder graph = layers.graph();
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      Value x = predict(predictor(i, what), maps.get(i), channels.applyAsInt(i));
      all.add(graph.add(x.name() + ".flat", new Op.Reshape(Shape.of(x.shape().elements())), x));
    }
    return graph.add(what + ".flat", new Op.Concat(), all);
  }

  private Value predict(String name, Value map, int channels) {
    if (separable) {
      Value x = layers.depthwise(name + ".depthwise", map, KERNEL, 1, 1, Activation.RELU6);
      return layers.linear(name, x, channels);
    }
    Window window = Window.square(KERNEL, 1, Padding.all(KERNEL / 2));
    return layers.graph().add(name, new Op.Conv2d(channels, window, 1, true), map);
  }
}
