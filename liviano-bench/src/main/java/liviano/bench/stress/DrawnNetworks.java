package liviano.bench.stress;

import java.util.random.RandomGenerator;
import liviano.cost.Cost;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/**
 * Small networks of inverted residuals and other convolutions, drawn at random: odd maps, strides,
 * dilations, paddings of any kind, 1 to 200 channels.
 */
final class DrawnNetworks {
  /** What an inference takes at most: a millisecond or so, and 20 of the plain loops. */
  private static final long MOST_MULTIPLY_ADDS = 15_000_000;

  private static final int MOST_CHANNELS = 200;
  private static final int LONGEST_SIDE = 45;
  private static final int MOST_LAYERS = 5;

  private final RandomGenerator random;
  private final GraphBuilder graph = Graph.builder();
  private int layers;

  private DrawnNetworks(RandomGenerator random) {
    this.random = random;
  }

  /** A network that reads {@code image} and gives {@code map} and {@code scores}. */
  static Graph draw(RandomGenerator random) {
    Graph drawn;
    do {
      drawn = new DrawnNetworks(random).draw();
    } while (Cost.of(drawn).multiplyAdds() > MOST_MULTIPLY_ADDS);
    return drawn;
  }

  private Graph draw() {
    Value x = graph.input("image", Shape.of(upTo(LONGEST_SIDE), upTo(LONGEST_SIDE), channels()));
    int count = upTo(MOST_LAYERS);
    for (int i = 0; i < count; i++) {
      x = layer(x);
    }
    Value pooled = add(new Op.GlobalAveragePool(), x);
    Value scores = add(new Op.Softmax(), add(new Op.Dense(channels(), true), pooled));
    return graph.output("map", x).output("scores", scores).build();
  }

  private Value layer(Value x) {
    return switch (random.nextInt(8)) {
      case 0 -> clamped(add(new Op.Conv2d(channels(), window(), 1, true), x));
      case 1 -> clamped(pointwise(channels(), x));
      case 2 -> clamped(add(new Op.DepthwiseConv2d(window(), 1, true), x));
      case 3 -> {
        Sampling sampling = Sampling.values()[random.nextInt(Sampling.values().length)];
        yield add(new Op.ResizeBilinear(upTo(LONGEST_SIDE), upTo(LONGEST_SIDE), sampling), x);
      }
      default -> block(x);
    };
  }

  /** An inverted residual; sometimes without its expansion, sometimes expanded by a window. */
  private Value block(Value x) {
    Value expanded =
        switch (random.nextInt(6)) {
          case 0 -> x;
          case 1 -> add(new Op.Relu6(), add(new Op.Conv2d(channels(), window(), 1, true), x));
          default -> add(new Op.Relu6(), pointwise(x.shape().channels() * upTo(6), x));
        };
    Value filtered = add(new Op.Relu6(), add(new Op.DepthwiseConv2d(window(), 1, true), expanded));
    int channels = random.nextBoolean() ? x.shape().channels() : channels();
    Value projected = pointwise(channels, filtered);
    return projected.shape().equals(x.shape()) ? add(new Op.Add(), projected, x) : projected;
  }

  private Value pointwise(int channels, Value x) {
    return add(new Op.Conv2d(channels, Window.square(1, 1, Padding.NONE), 1, true), x);
  }

  private Value clamped(Value x) {
    return switch (random.nextInt(3)) {
      case 0 -> x;
      case 1 -> add(new Op.Relu(), x);
      default -> add(new Op.Relu6(), x);
    };
  }

  /** Mostly 3x3, padded so that there is always an output. */
  private Window window() {
    int kernel = random.nextInt(6) == 0 ? 5 : 3;
    int stride = upTo(2);
    int dilation = random.nextInt(3) == 0 ? upTo(4) : 1;
    int reach = (kernel - 1) * dilation;
    Padding padding =
        random.nextInt(3) > 0
            ? Padding.SAME
            : new Padding.Explicit(
                reach, random.nextInt(reach + 1), reach, random.nextInt(reach + 1));
    return new Window(kernel, kernel, stride, stride, dilation, dilation, padding);
  }

  private int channels() {
    return upTo(random.nextBoolean() ? 32 : MOST_CHANNELS);
  }

  private Value add(Op op, Value... reads) {
    return graph.add("layer" + layers++, op, reads);
  }

  private int upTo(int most) {
    return 1 + random.nextInt(most);
  }
}
