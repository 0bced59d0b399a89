package liviano.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.GraphException;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.TensorType;
import liviano.graph.Value;
import liviano.graph.Window;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.VisionTask;
import liviano.tensor.BlockOrder;
import liviano.tensor.DType;
import liviano.tensor.Nearest;
import liviano.tensor.Quantization;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;

/**
 * Small models of every operation, many with sizes at their limits: windows, strides, dilations and
 * paddings, blocks as networks have them, several inputs and outputs in every place, values in
 * formats that are not computed, and names that are made to be mistaken for others.
 */
final class DrawnModels {
  /** Numbers of a tensor, and of a layer's constants: a case takes a few milliseconds. */
  private static final int SMALL = 6_000;

  private static final int LARGE = 400_000;

  private final Random random;
  private final GraphBuilder builder = Graph.builder();
  private final List<Value> values = new ArrayList<>();
  private final boolean extreme;

  private DrawnModels(Random random) {
    this.random = random;
    this.extreme = random.nextInt(3) == 0;
  }

  static Model draw(Random random) {
    DrawnModels drawn = new DrawnModels(random);
    Graph graph = drawn.graph();
    return new Model(
        graph, RandomWeights.of(graph, random.nextLong()), drawn.card(), Optional.empty());
  }

  private ModelCard card() {
    return new ModelCard(
        VisionTask.OTHER,
        "drawn",
        List.of(),
        Preprocessing.tensorflow(8, 8),
        "",
        "",
        new LinkedHashMap<>());
  }

  private Graph graph() {
    int inputs = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < inputs; i++) {
      values.add(builder.input("image" + i, type()));
    }
    int layers = random.nextInt(1, 9);
    for (int i = 0; i < layers; i++) {
      try {
        layer(i);
      } catch (GraphException | IllegalArgumentException | ArithmeticException e) {
        // A drawn layer that does not fit; the next one may.
      }
    }
    int outputs = random.nextInt(1, 4);
    builder.output("out", values.getLast());
    for (int i = 1; i < outputs; i++) {
      builder.output("out" + i, values.get(random.nextInt(values.size())));
    }
    return builder.build();
  }

  private TensorType type() {
    Shape shape =
        random.nextInt(6) == 0
            ? Shape.of(channels())
            : Shape.of(random.nextInt(1, 13), random.nextInt(1, 13), channels());
    if (random.nextInt(40) > 0) {
      return TensorType.f32(shape);
    }
    DType dtype = DType.values()[random.nextInt(DType.values().length)];
    return new TensorType(
        shape,
        dtype,
        random.nextBoolean() ? Optional.empty() : Optional.of(new Quantization(List.of(1f), 3)));
  }

  private void layer(int number) {
    Value in = values.get(random.nextInt(Math.max(0, values.size() - 3), values.size()));
    if (in.shape().isMap() && random.nextInt(6) == 0) {
      block(number, in);
      return;
    }
    if (in.shape().isMap() && extreme && random.nextInt(3) == 0) {
      far(number, in);
      return;
    }
    add(name(number), in.shape().isMap() ? mapOp(in.shape()) : vectorOp(in.shape()), in);
    Value out = values.getLast();
    switch (random.nextInt(8)) {
      case 0 -> add(out.name() + ".norm", new Op.BatchNorm(1e-3f), out);
      case 1 -> scale(out);
      case 2 -> add(out.name() + ".relu6", new Op.Relu6(), out);
      case 3 -> add(out.name() + ".flat", new Op.Reshape(Shape.of(out.shape().elements())), out);
      case 4 -> shortcut(out);
      default -> {}
    }
  }

  /** An inverted residual, some of whose inner maps others may read too. */
  private void block(int number, Value in) {
    int wide = channels();
    int stride = random.nextInt(1, 3);
    Value expanded =
        add(
            number + ".expand",
            new Op.Conv2d(
                wide,
                random.nextBoolean() ? Window.square(1, 1, Padding.NONE) : window(3),
                1,
                random.nextBoolean()),
            in);
    expanded = random.nextBoolean() ? add(number + ".er", new Op.Relu6(), expanded) : expanded;
    Window filter = Window.square(3, stride, stride == 1 ? random.nextInt(1, 4) : 1, padding(3));
    Value filtered = add(number + ".filter", new Op.DepthwiseConv2d(filter, 1, true), expanded);
    Value projected =
        add(
            number + ".project",
            new Op.Conv2d(
                random.nextBoolean() ? in.shape().channels() : channels(),
                Window.square(1, 1, Padding.NONE),
                1,
                random.nextBoolean()),
            filtered);
    if (projected.shape().equals(in.shape()) && random.nextBoolean()) {
      add(number + ".add", new Op.Add(), in, projected);
    }
    if (random.nextInt(4) == 0) {
      add(number + ".pool", new Op.GlobalAveragePool(), values.getLast());
    }
  }

  /** A scale to be folded, and maybe a layer whose weight is called like the folded one. */
  private void scale(Value out) {
    Value scaled = add(out.name() + ".s", new Op.Scale(random.nextBoolean()), out);
    if (random.nextBoolean()) {
      Value flat =
          add(out.name() + ".v", new Op.Reshape(Shape.of(1, 1, out.shape().elements())), out);
      Op op = new Op.Conv2d(scaled.shape().channels(), Window.square(1, 1, Padding.NONE), 1, false);
      add(out.name() + ".weight * " + scaled.name(), op, flat);
    }
  }

  /** A window that reaches as far as one may, or a little further, over one channel. */
  private void far(int number, Value in) {
    Value one = add(number + ".one", new Op.SelectChannels(List.of(0)), in);
    int kernel = pick(2, 3, 17, 256, 32769);
    int dilation = pick(1, 2, 255, 257, 32767, 32768, 65535, 65536);
    boolean across = random.nextBoolean();
    Window window =
        new Window(
            across ? 1 : kernel,
            across ? kernel : 1,
            1,
            1,
            across ? 1 : dilation,
            across ? dilation : 1,
            Padding.SAME);
    Op op =
        random.nextBoolean()
            ? new Op.Conv2d(1, window, 1, random.nextBoolean())
            : new Op.DepthwiseConv2d(window, 1, random.nextBoolean());
    add(number + ".far", op, one);
  }

  private void shortcut(Value out) {
    for (Value other : values) {
      if (other.shape().equals(out.shape()) && random.nextBoolean()) {
        add(out.name() + ".add", new Op.Add(), random.nextBoolean() ? out : other, other);
        return;
      }
    }
    add(out.name() + ".concat", new Op.Concat(), out, out);
  }

  /**
   * @throws IllegalArgumentException if what it gives is too large for a quick case; now and then
   *     that is let through
   */
  private Value add(String name, Op op, Value... reads) {
    GraphBuilder trial = Graph.builder();
    List<Value> same = new ArrayList<>();
    for (Value read : reads) {
      same.add(trial.input("in" + same.size(), read.type()));
    }
    int most = random.nextInt(100) == 0 || name.endsWith(".far") ? LARGE : SMALL;
    Value given = trial.add("out", op, same);
    long weights =
        trial.output("out", given).build().params().mapToLong(p -> p.shape().elements()).sum();
    boolean large = given.shape().elements() > most && random.nextInt(300) > 0;
    if (large || weights > most) {
      throw new IllegalArgumentException("too large for a quick case");
    }
    Value out = builder.add(name, op, reads);
    values.add(out);
    return out;
  }

  private Op mapOp(Shape in) {
    int channels = in.channels();
    return switch (random.nextInt(23)) {
      case 0, 1, 2 -> new Op.Conv2d(channels(), window(7), 1, random.nextBoolean());
      case 3 -> new Op.Conv2d(channels * random.nextInt(1, 3), window(4), channels, true);
      case 4, 5 -> new Op.DepthwiseConv2d(window(5), random.nextInt(1, 3), random.nextBoolean());
      case 6 -> new Op.AveragePool(window(3), random.nextBoolean());
      case 7 -> new Op.MaxPool(window(3));
      case 8 -> new Op.ResizeBilinear(size(10), size(10), sampling());
      case 9 -> new Op.GlobalAveragePool();
      case 10 -> new Op.SpaceToDepth(random.nextInt(1, 4), order());
      case 11 ->
          new Op.Crop(random.nextInt(in.height()), random.nextInt(in.width()), size(10), size(10));
      case 12 -> new Op.Conv2d(channels(), Window.square(1, 1, Padding.NONE), 1, true);
      case 13 -> new Op.Reshape(Shape.of(in.width(), in.channels(), in.height()));
      case 14 -> new Op.Conv2d(2 * channels(), window(3), 2, false);
      case 16 -> transposed(channels, 1);
      case 17 -> transposed(channels, channels);
      case 15 ->
          new Op.ResizeNearest(
              size(10), size(10), new Nearest(sampling(), pick(Nearest.Rounding.values())));
      default -> vectorOp(in);
    };
  }

  private Op vectorOp(Shape in) {
    int channels = in.channels();
    return switch (random.nextInt(in.isMap() ? 17 : 20)) {
      case 0 -> new Op.Relu();
      case 1 -> new Op.Relu6();
      case 2 -> new Op.LeakyRelu(0.1f);
      case 3 -> new Op.Tanh(1.7159f, 2 / 3f);
      case 4 -> new Op.Sigmoid();
      case 5 -> new Op.Softmax();
      case 6 -> new Op.BatchNorm(1e-3f);
      case 7 -> new Op.Scale(random.nextBoolean());
      case 8 ->
          new Op.LocalResponseNorm(
              extreme ? pick(1, 65535, 5, 4095) : 5, 1e-2f, pick(0.75f, 0.5f, 1f), 2);
      case 9 -> new Op.L2Normalize(1e-2f);
      case 10 -> new Op.ChannelShuffle(channels % 3 == 0 ? 3 : 1);
      case 11 ->
          new Op.SelectChannels(random.ints(random.nextInt(1, 20), 0, channels).boxed().toList());
      case 12 -> new Op.Reshape(Shape.of(1, 1, in.elements()));
      case 13 -> new Op.HardSigmoid();
      case 14 -> new Op.HardSwish();
      case 15 -> new Op.PRelu();
      case 16 -> new Op.Mean(axes(in.rank()), random.nextBoolean());
      case 17, 18 -> new Op.Dense(channels(), random.nextBoolean());
      default -> new Op.SquaredDistance(random.nextInt(1, 20));
    };
  }

  private Op transposed(int channels, int groups) {
    Window window = window(4);
    boolean same = window.padding() instanceof Padding.Same;
    return new Op.TransposedConv2d(
        groups == 1 ? channels() : channels * random.nextInt(1, 3),
        window,
        same ? 0 : side(4),
        same ? 0 : side(4),
        groups,
        random.nextBoolean());
  }

  private List<Integer> axes(int rank) {
    List<Integer> axes =
        IntStream.range(0, rank).filter(_ -> random.nextBoolean()).boxed().toList();
    return axes.isEmpty() ? List.of(random.nextInt(rank)) : axes;
  }

  private Window window(int most) {
    int kernelH = extreme(random.nextInt(1, most + 1));
    int kernelW = random.nextInt(3) == 0 ? extreme(random.nextInt(1, most + 1)) : kernelH;
    int dilationH = random.nextInt(3) == 0 ? extreme(random.nextInt(1, 5)) : 1;
    int dilationW = random.nextInt(3) == 0 ? extreme(random.nextInt(1, 5)) : 1;
    return new Window(
        kernelH,
        extreme && random.nextInt(3) == 0 ? 1 : kernelW,
        extreme(random.nextInt(1, 4)),
        extreme(random.nextInt(1, 4)),
        dilationH,
        dilationW,
        padding(most));
  }

  private Padding padding(int most) {
    return random.nextBoolean()
        ? Padding.SAME
        : new Padding.Explicit(side(most), side(most), side(most), side(most));
  }

  private int side(int most) {
    return random.nextInt(8) == 0 ? extreme(random.nextInt(most)) : random.nextInt(most);
  }

  /** A number, or one at a limit. */
  private int extreme(int ordinary) {
    return extreme && random.nextInt(6) == 0
        ? pick(15, 16, 17, 255, 1000, 32767, 32768, 65535, 65536)
        : ordinary;
  }

  private int size(int most) {
    return extreme(random.nextInt(1, most + 1));
  }

  private int channels() {
    return pick(1, 3, 8, 15, 16, 17, 24, 32, 33, 48, 64, random.nextInt(1, 100));
  }

  private String name(int number) {
    String some = values.get(random.nextInt(values.size())).name();
    return switch (random.nextInt(12)) {
      case 0 -> some + ".weight";
      case 1 -> some + ".weight * " + some + ".s";
      case 2 -> "NormFactor[epsilon=0.001] of " + some + ".norm";
      case 3 -> some + "[0:8]";
      case 4 -> "\u0000\u202e\uD83D\uDE00" + number;
      default -> "layer" + number;
    };
  }

  private Sampling sampling() {
    return Sampling.values()[random.nextInt(Sampling.values().length)];
  }

  private BlockOrder order() {
    return BlockOrder.values()[random.nextInt(BlockOrder.values().length)];
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
