package liviano.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.Nearest;
import liviano.tensor.Nearest.Rounding;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/** Small graphs drawn by a seed: a chain of layers over a map, then layers over a vector. */
final class RandomGraphs {
  private static final int LAYERS = 7;
  private static final int MOST_NUMBERS = 20_000;

  private final SplittableRandom random;
  private final GraphBuilder graph = Graph.builder();
  private final boolean everyOperation;
  private int layers;

  private RandomGraphs(long seed, boolean everyOperation) {
    this.random = new SplittableRandom(seed);
    this.everyOperation = everyOperation;
  }

  /** Of all operations. */
  static Graph ofEveryOperation(long seed) {
    return new RandomGraphs(seed, true).draw();
  }

  /** Of those that MobileNetV2, SSDLite and DeepLabv3 are made of, batch norm folded. */
  static Graph ofMobileNets(long seed) {
    return new RandomGraphs(seed, false).draw();
  }

  private Graph draw() {
    Value x = graph.input("image", Shape.of(upTo(13), upTo(13), upTo(9)));
    for (int i = 0; i < LAYERS; i++) {
      x = onMap(x);
    }
    Value flat =
        random.nextBoolean()
            ? add(new Op.GlobalAveragePool(), x)
            : add(new Op.Reshape(Shape.of(x.shape().elements())), x);
    Value y = onVector(onVector(flat));
    Value last = add(new Op.Reshape(Shape.of(1, y.shape().elements())), y);
    Value again = add(new Op.Reshape(asMap(last.shape().elements())), last);
    return graph.output("map", x).output("vector", y).output("again", again).build();
  }

  private Value onMap(Value x) {
    Shape s = x.shape();
    boolean small = s.elements() < MOST_NUMBERS;
    return switch (random.nextInt(everyOperation ? 28 : 10)) {
      case 0 -> add(new Op.Conv2d(upTo(12), window(3, 2), 1, random.nextBoolean()), x);
      case 1 -> add(new Op.Conv2d(upTo(12), window(1, 1), 1, true), x);
      case 2 -> add(new Op.DepthwiseConv2d(window(3, 2), upTo(2), random.nextBoolean()), x);
      case 3 -> add(new Op.Relu6(), x);
      case 4 -> add(new Op.Relu(), x);
      case 5 -> add(new Op.Sigmoid(), x);
      case 6 -> {
        Window point = Window.square(1, 1, Padding.NONE);
        Value branch = add(new Op.Conv2d(s.channels(), point, 1, true), x);
        yield add(new Op.Add(), branch, x);
      }
      case 7 -> small ? add(new Op.Concat(), x, add(new Op.Relu(), x)) : x;
      case 8 -> {
        Sampling[] kinds =
            everyOperation
                ? Sampling.values()
                : new Sampling[] {Sampling.ALIGN_CORNERS, Sampling.HALF_PIXEL};
        Sampling sampling = kinds[random.nextInt(kinds.length)];
        yield add(new Op.ResizeBilinear(upTo(14), upTo(14), sampling), x);
      }
      case 9 -> add(new Op.Softmax(), x);
      case 10 -> add(new Op.AveragePool(dense(), random.nextBoolean()), x);
      case 11 -> add(new Op.MaxPool(dense()), x);
      case 12 -> add(new Op.BatchNorm(1e-3f), x);
      case 13 -> add(new Op.LeakyRelu(0.1f), add(new Op.Scale(random.nextBoolean()), x));
      case 14 -> add(new Op.Tanh(1.7159f, 2f / 3), x);
      case 15 -> add(new Op.LocalResponseNorm(3, 0.1f, 0.75f, 1), x);
      case 16 -> add(new Op.L2Normalize(1e-4f), x);
      case 17 -> add(new Op.ChannelShuffle(divisor(s.channels())), x);
      case 18 -> {
        Value picked = add(new Op.SelectChannels(channels(s.channels())), x);
        Op.Crop crop =
            new Op.Crop(random.nextInt(s.height()), random.nextInt(s.width()), upTo(12), upTo(12));
        // Zeros that a pool reads, ONNX Runtime makes padding of the pool, and then refuses it
        // where
        // it is not smaller than the window.
        yield add(new Op.LeakyRelu(0.5f), add(crop, picked));
      }
      case 19 -> add(new Op.HardSwish(), x);
      case 22 -> {
        Op.Pad pad = new Op.Pad(upTo(3) - 1, 1, upTo(2), upTo(2) - 1);
        yield small ? add(new Op.LeakyRelu(0.5f), add(pad, x)) : x;
      }
      case 23 -> add(new Op.PRelu(), x);
      case 25 -> mean(x);
      case 26 -> small ? add(transposed(s.channels()), x) : x;
      case 24 -> small ? add(nearest(s), x) : x;
      case 20 -> add(new Op.Multiply(), x, add(new Op.HardSigmoid(), squeezed(x)));
      case 21 -> {
        Op.Pairwise[] kinds = {new Op.Add(), new Op.Maximum(), new Op.Minimum()};
        Value other = random.nextBoolean() ? add(new Op.Relu(), x) : squeezed(x);
        yield add(kinds[random.nextInt(kinds.length)], x, other);
      }
      default -> {
        Value even = add(new Op.Crop(0, 0, 4, 6), add(new Op.Conv2d(4, window(1, 1), 1, true), x));
        BlockOrder[] orders = BlockOrder.values();
        yield add(new Op.SpaceToDepth(2, orders[random.nextInt(orders.length)]), even);
      }
    };
  }

  private Op transposed(int channels) {
    boolean same = random.nextBoolean();
    int kernel = upTo(4);
    int dilation = upTo(2);
    int reach = (kernel - 1) * dilation;
    Padding padding =
        same
            ? Padding.SAME
            : new Padding.Explicit(
                random.nextInt(reach / 2 + 1), reach / 2, reach / 3, random.nextInt(reach / 2 + 1));
    int stride = upTo(3);
    Window window = new Window(kernel, kernel, stride, 1, dilation, dilation, padding);
    int groups = divisor(channels);
    int more = same ? 0 : random.nextInt(stride);
    return new Op.TransposedConv2d(groups * upTo(3), window, more, 0, groups, random.nextBoolean());
  }

  /**
   * Of some axes that stay, or of those that leave a vector; the others are tried by themselves.
   */
  private Value mean(Value x) {
    List<List<Integer>> some =
        List.of(List.of(0), List.of(1), List.of(2), List.of(0, 1), List.of(0, 2), List.of(1, 2));
    List<Integer> axes = some.get(random.nextInt(some.size()));
    Value mean = add(new Op.Mean(axes, random.nextBoolean()), x);
    Shape s = mean.shape();
    return s.isMap() ? mean : add(new Op.Reshape(asMap(s.elements())), mean);
  }

  /** By whole factors: floats, which ONNX Runtime divides, then fall where the rule says. */
  private Op nearest(Shape s) {
    Sampling[] samplings = Sampling.values();
    Rounding[] roundings = Rounding.values();
    Nearest rule =
        new Nearest(
            samplings[random.nextInt(samplings.length)],
            roundings[random.nextInt(roundings.length)]);
    int height = s.height() % 2 == 0 && random.nextBoolean() ? s.height() / 2 : s.height();
    return new Op.ResizeNearest(height * upTo(2), s.width() * upTo(3), rule);
  }

  /** A number per channel: a vector, or a map of one position. */
  private Value squeezed(Value x) {
    Value pooled = add(new Op.GlobalAveragePool(), x);
    Shape point = Shape.of(1, 1, x.shape().channels());
    return random.nextBoolean() ? pooled : add(new Op.Reshape(point), pooled);
  }

  private Value onVector(Value x) {
    return switch (random.nextInt(everyOperation ? 7 : 3)) {
      case 0 -> add(new Op.Dense(upTo(20), random.nextBoolean()), x);
      case 1 -> add(new Op.Softmax(), x);
      case 2 -> add(new Op.Concat(), x, add(new Op.Sigmoid(), x));
      case 5 -> add(new Op.PRelu(), x);
      case 3 -> add(new Op.SquaredDistance(upTo(10)), x);
      case 4 -> add(new Op.Scale(true), add(new Op.L2Normalize(1e-4f), x));
      default -> add(new Op.ChannelShuffle(divisor(x.shape().channels())), x);
    };
  }

  private Value add(Op op, Value... reads) {
    return graph.add("layer" + layers++, op, reads);
  }

  /** Whatever padding, so that at least one position is given on any map. */
  private Window window(int kernel, int mostDilation) {
    int k = kernel == 1 ? 1 : 1 + 2 * random.nextInt(2);
    int dilation = upTo(mostDilation);
    int reach = (k - 1) * dilation;
    Padding padding =
        random.nextBoolean()
            ? Padding.SAME
            : new Padding.Explicit(reach, random.nextInt(2), reach, random.nextInt(3));
    return new Window(k, k, upTo(2), upTo(2), dilation, dilation, padding);
  }

  /** For pools: every position meets the map. */
  private Window dense() {
    Padding padding = random.nextBoolean() ? Padding.SAME : new Padding.Explicit(1, 1, 1, 1);
    return Window.square(2 + random.nextInt(2), upTo(2), padding);
  }

  private Shape asMap(int elements) {
    int height = divisor(elements);
    int width = divisor(elements / height);
    return Shape.of(height, width, elements / height / width);
  }

  private int divisor(int number) {
    List<Integer> divisors = new ArrayList<>();
    for (int i = 1; i <= Math.min(number, 64); i++) {
      if (number % i == 0) {
        divisors.add(i);
      }
    }
    return divisors.get(random.nextInt(divisors.size()));
  }

  private List<Integer> channels(int of) {
    List<Integer> channels = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      channels.add(random.nextInt(of));
    }
    return channels;
  }

  private int upTo(int most) {
    return 1 + random.nextInt(most);
  }
}
