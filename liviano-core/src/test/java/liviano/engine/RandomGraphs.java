package liviano.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.tensor.BlockOrder;
import liviano.tensor.Nearest;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/**
 * Small networks drawn at random, with branches, shortcuts and every operation, and with outputs
 * anywhere: the input itself, what later layers read, what the last layer reads.
 */
final class RandomGraphs {
  private RandomGraphs() {}

  static Graph draw(RandomGenerator random) {
    GraphBuilder b = Graph.builder();
    List<Value> maps = new ArrayList<>();
    maps.add(
        b.input(
            "image", Shape.of(random.nextInt(3, 12), random.nextInt(3, 12), random.nextInt(1, 7))));
    int layers = random.nextInt(3, 14);
    for (int i = 0; i < layers; i++) {
      Value in = maps.get(random.nextInt(maps.size()));
      maps.add(layer(b, "layer" + i, in, maps, random));
    }
    Value last = maps.getLast();
    b.output("last", last);
    b.output("middle", maps.get(maps.size() / 2));
    Value pooled = b.add("pool", new Op.GlobalAveragePool(), last);
    Value dense = b.add("dense", new Op.Dense(5, random.nextBoolean()), pooled);
    for (Value value : Stream.concat(maps.stream(), Stream.of(pooled, dense)).toList()) {
      if (random.nextInt(4) == 0) {
        b.output("output " + value.name(), value);
      }
    }
    return b.output("scores", b.add("softmax", new Op.Softmax(), dense)).build();
  }

  private static Value layer(
      GraphBuilder b, String name, Value in, List<Value> maps, RandomGenerator random) {
    int channels = in.shape().channels();
    Op op =
        switch (random.nextInt(29)) {
          case 0, 1 -> new Op.Conv2d(random.nextInt(1, 9), window(random), 1, random.nextBoolean());
          case 2 -> new Op.Conv2d(channels, window(random), channels, random.nextBoolean());
          case 3, 4 -> new Op.Conv2d(channels, Window.square(1, 1, Padding.NONE), 1, true);
          case 5 -> new Op.DepthwiseConv2d(window(random), random.nextInt(1, 3), true);
          case 6 -> new Op.BatchNorm(1e-3f);
          case 7 -> new Op.Relu6();
          case 8 -> new Op.Relu();
          case 9 -> new Op.AveragePool(pooling(in.shape(), random), random.nextBoolean());
          case 10 ->
              new Op.ResizeBilinear(
                  random.nextInt(1, 10),
                  random.nextInt(1, 10),
                  Sampling.values()[random.nextInt(Sampling.values().length)]);
          case 11 -> new Op.MaxPool(pooling(in.shape(), random));
          case 12 -> new Op.LeakyRelu(0.1f);
          case 13 -> new Op.Tanh(1.7159f, 2 / 3f);
          case 14 -> new Op.LocalResponseNorm(5, 1e-2f, 0.75f, 2);
          case 15 -> new Op.L2Normalize(1e-3f);
          case 16 -> new Op.Scale(random.nextBoolean());
          case 17 -> new Op.ChannelShuffle(random.nextBoolean() ? channels : 1);
          case 18 ->
              new Op.SelectChannels(
                  random.ints(random.nextInt(1, 9), 0, channels).boxed().toList());
          case 19 -> new Op.SpaceToDepth(1, BlockOrder.BLOCK_MAJOR);
          case 20 ->
              new Op.Crop(
                  random.nextInt(in.shape().height()),
                  random.nextInt(in.shape().width()),
                  random.nextInt(1, 10),
                  random.nextInt(1, 10));
          case 21 -> new Op.HardSigmoid();
          case 22 -> new Op.HardSwish();
          case 24 -> new Op.PRelu();
          case 27 -> transposed(in.shape(), random);
          case 26 -> new Op.Mean(axes(random), true);
          case 25 ->
              new Op.ResizeNearest(random.nextInt(1, 10), random.nextInt(1, 10), nearest(random));
          case 23 -> new Op.Pad(random.nextInt(3), random.nextInt(3), 1, random.nextInt(3));
          default -> new Op.Sigmoid();
        };
    Value out = b.add(name, op, in);
    if (random.nextInt(6) == 0) {
      Shape s = out.shape();
      out =
          b.add(
              name + ".reshape",
              new Op.Reshape(
                  random.nextBoolean()
                      ? Shape.of(s.width(), s.height(), s.channels())
                      : Shape.of(s.channels(), s.width(), s.height())),
              out);
    }
    if (random.nextInt(3) == 0) {
      out = b.add(name + ".norm", new Op.BatchNorm(1e-5f), out);
    }
    for (Value other : maps) {
      if (other.shape().equals(out.shape()) && random.nextBoolean()) {
        Op.Pairwise join =
            switch (random.nextInt(6)) {
              case 0 -> new Op.Multiply();
              case 1 -> new Op.Maximum();
              case 2 -> new Op.Minimum();
              default -> new Op.Add();
            };
        out = b.add(name + ".add", join, random.nextBoolean() ? out : other, other);
        break;
      }
    }
    if (random.nextInt(6) == 0) {
      Value squeezed = b.add(name + ".squeeze", new Op.GlobalAveragePool(), out);
      Op.Pairwise gate = random.nextBoolean() ? new Op.Multiply() : new Op.Add();
      out = b.add(name + ".gate", gate, out, squeezed);
    }
    if (random.nextInt(3) == 0) {
      out = b.add(name + ".relu6", new Op.Relu6(), out);
    }
    if (random.nextInt(6) == 0) {
      out = b.add(name + ".concat", new Op.Concat(), out, out);
    }
    return out;
  }

  private static List<Integer> axes(RandomGenerator random) {
    List<Integer> axes = IntStream.range(0, 3).filter(_ -> random.nextBoolean()).boxed().toList();
    return axes.isEmpty() ? List.of(random.nextInt(3)) : axes;
  }

  /** With strides where the map is small, so that maps do not grow without end. */
  private static Op transposed(Shape in, RandomGenerator random) {
    int most = in.height() * in.width() < 200 ? 4 : 2;
    int strideH = random.nextInt(1, most);
    int strideW = random.nextInt(1, most);
    int kernel = random.nextInt(2, 5);
    boolean same = random.nextBoolean();
    Padding padding =
        same
            ? Padding.SAME
            : new Padding.Explicit(
                random.nextInt(2), random.nextInt(kernel / 2), 0, random.nextInt(2));
    int dilation = random.nextInt(1, 3);
    return new Op.TransposedConv2d(
        in.channels() * random.nextInt(1, 3),
        new Window(kernel, kernel, strideH, strideW, dilation, dilation, padding),
        same ? 0 : random.nextInt(strideH),
        same ? 0 : random.nextInt(strideW),
        random.nextInt(3) == 0 ? in.channels() : 1,
        random.nextBoolean());
  }

  private static Nearest nearest(RandomGenerator random) {
    Nearest.Rounding[] roundings = Nearest.Rounding.values();
    return new Nearest(
        Sampling.values()[random.nextInt(Sampling.values().length)],
        roundings[random.nextInt(roundings.length)]);
  }

  private static Window pooling(Shape in, RandomGenerator random) {
    int kernel = random.nextInt(1, Math.min(3, Math.min(in.height(), in.width())) + 1);
    Padding padding =
        random.nextBoolean()
            ? Padding.SAME
            : new Padding.Explicit(random.nextInt(kernel), 0, 0, random.nextInt(kernel));
    return Window.square(kernel, random.nextInt(1, 3), padding);
  }

  private static Window window(RandomGenerator random) {
    Padding padding =
        random.nextBoolean()
            ? Padding.SAME
            : new Padding.Explicit(
                random.nextInt(4, 7), random.nextInt(4), random.nextInt(4, 7), random.nextInt(4));
    return new Window(
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        random.nextInt(1, 3),
        random.nextInt(1, 3),
        random.nextInt(1, 3),
        random.nextInt(1, 3),
        padding);
  }
}
