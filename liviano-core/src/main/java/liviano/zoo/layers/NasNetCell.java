package liviano.zoo.layers;

import java.util.Optional;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.tensor.Shape;

/**
 * The two cells of NASNet-A (figure 4 of arXiv:1707.07012). Both read two maps, what the cell
 * before gave ({@code h}, after a 1x1 convolution) and what the cell before that one gave ({@code
 * p}, brought to the same size and channels), make five sums of pairs, and set sums side by side.
 *
 * <p>Non-linearities come before convolutions. Average pooling divides by the number of positions
 * on the map.
 *
 * @param name prefix of its layers' names
 * @param filters channels of each of its layers
 */
public record NasNetCell(Layers layers, String name, int filters) {

  /** The cell that keeps the map's size: six times {@code filters} channels. */
  public Value normal(Value current, Value previous) {
    Value h = point("h", current);
    Value p = adjusted(previous, current);
    Value activeH = active("h", h);
    Value activeP = active("p", p);
    Value y1 = sum("y1", separable("y1.h", activeH, 5, 1), separable("y1.p", activeP, 3, 1));
    Value y2 = sum("y2", separable("y2.5x5", activeP, 5, 1), separable("y2.3x3", activeP, 3, 1));
    Value y3 = sum("y3", average("y3.h", h, 1), p);
    Value averaged = average("y4.p", p, 1);
    Value y4 = sum("y4", averaged, averaged);
    Value y5 = sum("y5", separable("y5.h", activeH, 3, 1), h);
    return graph().add(name + ".concat", new Op.Concat(), p, y1, y2, y3, y4, y5);
  }

  /**
   * The cell that halves the map: four times {@code filters} channels.
   *
   * @param previous empty for the first cell of a network, which reads one map twice, once without
   *     the 1x1 convolution
   */
  public Value reduction(Value current, Optional<Value> previous) {
    Value h = point("h", current);
    Value p = previous.map(value -> adjusted(value, current)).orElse(current);
    Value activeH = active("h", h);
    Value activeP = active("p", p);
    Value most = graph().add(name + ".h.max", new Op.MaxPool(layers.window(3, 2, 1)), h);
    Value y1 = sum("y1", separable("y1.h", activeH, 5, 2), separable("y1.p", activeP, 7, 2));
    Value y2 = sum("y2", most, separable("y2.p", activeP, 7, 2));
    Value y3 = sum("y3", average("y3.h", h, 2), separable("y3.p", activeP, 5, 2));
    Value y4 = sum("y4", average("y4.y1", y1, 1), y2);
    Value y5 = sum("y5", separable("y5.y1", active("y1", y1), 3, 1), most);
    return graph().add(name + ".concat", new Op.Concat(), y2, y3, y4, y5);
  }

  /**
   * {@code p}: halved if it is twice the size of the current map, and with this number of channels.
   */
  private Value adjusted(Value previous, Value current) {
    Shape shape = previous.shape();
    if (shape.height() != current.shape().height() || shape.width() != current.shape().width()) {
      return halved(active("previous", previous));
    }
    return shape.channels() == filters ? previous : point("p", previous);
  }

  /**
   * Every second position, and again every second from one further down and to the right: each
   * gives half the channels, and one batch norm follows both.
   */
  private Value halved(Value seen) {
    Shape shape = seen.shape();
    Value even = layers.part(name + ".p.even", seen, filters / 2, 2);
    Op shift = new Op.Crop(1, 1, shape.height(), shape.width());
    Value shifted = graph().add(name + ".p.shifted", shift, seen);
    Value odd = layers.part(name + ".p.odd", shifted, filters / 2, 2);
    Value both = graph().add(name + ".p", new Op.Concat(), even, odd);
    return layers.normed(both, Activation.LINEAR);
  }

  private Value point(String what, Value in) {
    Value seen = graph().add(name + "." + what + ".in.relu", new Op.Relu(), in);
    return layers.convolution(name + "." + what, seen, filters, 1, 1, Activation.LINEAR);
  }

  /** Depthwise and 1x1, twice; the first of them has the stride. */
  private Value separable(String what, Value active, int kernel, int stride) {
    String prefix = name + "." + what;
    Value x = layers.filter(prefix + ".depthwise0", active, kernel, stride);
    x = layers.convolution(prefix + ".pointwise0", x, filters, 1, 1, Activation.RELU);
    x = layers.filter(prefix + ".depthwise1", x, kernel, 1);
    return layers.convolution(prefix + ".pointwise1", x, filters, 1, 1, Activation.LINEAR);
  }

  private Value average(String what, Value in, int stride) {
    Op pool = new Op.AveragePool(layers.window(3, stride, 1), false);
    return graph().add(name + "." + what + ".average", pool, in);
  }

  private Value sum(String what, Value left, Value right) {
    return graph().add(name + "." + what, new Op.Add(), left, right);
  }

  /** What the convolutions read that follow a value. */
  private Value active(String what, Value value) {
    return graph().add(name + "." + what + ".relu", new Op.Relu(), value);
  }

  private GraphBuilder graph() {
    return layers.graph();
  }
}
