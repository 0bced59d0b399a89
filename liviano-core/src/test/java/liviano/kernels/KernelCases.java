package liviano.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Tasks of every kind with sizes drawn from a seed: channel counts that fit no vector, windows that
 * stand half beside the map, strides, dilations, groups, batches, and every end of a sum.
 */
final class KernelCases {
  private final Random random;
  private final NumberKind numbers;
  private int params;

  /** What the numbers of inputs and parameters are like. */
  enum NumberKind {
    ORDINARY,
    /** Some are NaN, infinite, or zeros of either sign. */
    SPECIAL,
    /** Inputs so small that all products are denormal. */
    DENORMAL
  }

  private KernelCases(long seed, NumberKind numbers) {
    this.random = new Random(seed);
    this.numbers = numbers;
  }

  /** As many cases of each kind. */
  static List<KernelCase> of(long seed, NumberKind numbers, int ofEach) {
    KernelCases cases = new KernelCases(seed, numbers);
    List<KernelCase> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      all.add(cases.pointwise());
      all.add(cases.convolution());
      all.add(cases.depthwise());
      all.add(cases.averagePool());
      all.add(cases.resize());
      all.add(cases.add());
      all.add(cases.affine());
      all.add(cases.clip());
      all.add(cases.sigmoid());
      all.add(cases.softmax());
      all.add(cases.concat());
      all.add(cases.maxPool());
      all.add(cases.leakyRelu());
      all.add(cases.tanh());
      all.add(cases.responseNorm());
      all.add(cases.l2Normalize());
      all.add(cases.squaredDistance());
      all.add(cases.selectChannels());
      all.add(cases.spaceToDepth());
      all.add(cases.crop());
    }
    return all;
  }

  private KernelCase pointwise() {
    int rows = pick(1, 2, 5, 6, 7, 8, 13, 49, 50, between(1, 200), between(144, 400));
    int in = channels();
    int out = channels();
    Epilogue epilogue = epilogue(out);
    Task task = new Task.Pointwise(rows, in, out, param(in * out, out, in), epilogue);
    String name = "pointwise %d rows %d -> %d, %s".formatted(rows, in, out, about(epilogue));
    return sum(name, task, rows * in, rows * out, in);
  }

  private KernelCase convolution() {
    int groups = pick(1, 1, 1, 2, 3);
    int in = groups * pick(1, 3, 4, between(1, 24));
    int out = groups * pick(1, 8, 32, between(1, 40));
    Geometry g = geometry(in, out, 20);
    int depth = in / groups;
    Param weight =
        param(out * g.kernelH() * g.kernelW() * depth, out, g.kernelH(), g.kernelW(), depth);
    Epilogue epilogue = epilogue(out);
    Task task = new Task.Convolution(g, groups, weight, epilogue);
    String name = "convolution %s, %d groups, %s".formatted(g, groups, about(epilogue));
    return sum(name, task, g, g.kernelH() * g.kernelW() * depth);
  }

  private KernelCase depthwise() {
    int in = channels();
    int out = in * pick(1, 1, 1, 2);
    Geometry g = geometry(in, out, 14);
    Epilogue epilogue = epilogue(out);
    Param weight = param(g.kernelH() * g.kernelW() * out, g.kernelH(), g.kernelW(), out);
    Task task = new Task.Depthwise(g, weight, epilogue);
    String name = "depthwise %s, %s".formatted(g, about(epilogue));
    return sum(name, task, g, g.kernelH() * g.kernelW());
  }

  private KernelCase averagePool() {
    int channels = channels();
    Geometry g = geometry(channels, channels, 12);
    boolean countPadding = random.nextBoolean();
    String name = "average pool %s, counting padding: %s".formatted(g, countPadding);
    float[] in = values(inputs(g));
    return new KernelCase(name, new Task.AveragePool(g, countPadding), List.of(in), outputs(g), 0);
  }

  private KernelCase resize() {
    int batch = between(1, 2);
    int inH = between(1, 7);
    int inW = between(1, 7);
    int outH = between(1, 11);
    int outW = between(1, 11);
    int channels = between(1, 70);
    Sampling sampling = pick(Sampling.values());
    Task task = new Task.Resize(batch, inH, inW, outH, outW, channels, sampling);
    float[] in = values(batch * inH * inW * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase add() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        "add %d, %s".formatted(count, clamp),
        new Task.Add(count, clamp),
        List.of(values(count), values(count)),
        count,
        0);
  }

  private KernelCase affine() {
    int rows = pick(1, between(1, 200));
    int channels = channels();
    Clamp clamp = clamp();
    Task task =
        new Task.Affine(
            rows, channels, param(channels, channels), param(channels, channels), clamp);
    String name = "affine %d x %d, %s".formatted(rows, channels, clamp);
    return new KernelCase(name, task, List.of(values(rows * channels)), rows * channels, 0);
  }

  private KernelCase clip() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        "clip %d, %s".formatted(count, clamp),
        new Task.Clip(count, clamp),
        List.of(values(count)),
        count,
        0);
  }

  private KernelCase sigmoid() {
    int count = between(1, 3000);
    return new KernelCase(
        "sigmoid " + count, new Task.Sigmoid(count), List.of(values(count)), count, 0);
  }

  private KernelCase softmax() {
    int rows = between(1, 9);
    int channels = channels();
    Task task = new Task.Softmax(rows, channels);
    return new KernelCase(
        task.toString(), task, List.of(values(rows * channels)), rows * channels, 0);
  }

  private KernelCase concat() {
    int rows = between(1, 30);
    List<Integer> widths = List.of(channels(), channels(), between(1, 5));
    Task task = new Task.Concat(rows, widths);
    List<float[]> inputs = widths.stream().map(width -> values(rows * width)).toList();
    int outputs = rows * widths.stream().mapToInt(Integer::intValue).sum();
    return new KernelCase(task.toString(), task, inputs, outputs, 0);
  }

  private KernelCase maxPool() {
    int channels = channels();
    Geometry g = geometry(channels, channels, 12);
    return new KernelCase(
        "max pool " + g, new Task.MaxPool(g), List.of(values(inputs(g))), outputs(g), 0);
  }

  private KernelCase leakyRelu() {
    int count = count();
    Task task = new Task.LeakyRelu(count, pick(0.1f, 0.25f, -1f));
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase tanh() {
    int count = between(1, 3000);
    Task task = new Task.Tanh(count, 1.7159f, 2 / 3f);
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase responseNorm() {
    int rows = between(1, 30);
    int channels = channels();
    float beta = pick(0.75f, 0.75f, 0.5f, 1f);
    Task task =
        new Task.ResponseNorm(
            rows, channels, pick(5, 5, 3, 1, 7), 1e-2f, beta, pick(1f, 2f, 0.01f));
    return new KernelCase(
        task.toString(), task, List.of(values(rows * channels)), rows * channels, 0);
  }

  private KernelCase l2Normalize() {
    int rows = between(1, 30);
    int channels = channels();
    Task task = new Task.L2Normalize(rows, channels, pick(1e-10f, 0.1f));
    return new KernelCase(
        task.toString(), task, List.of(values(rows * channels)), rows * channels, 0);
  }

  private KernelCase squaredDistance() {
    int rows = between(1, 3);
    int channels = channels();
    int units = between(1, 20);
    Task task =
        new Task.SquaredDistance(rows, channels, units, param(units * channels, units, channels));
    String name = "squared distance %d rows %d -> %d".formatted(rows, channels, units);
    return new KernelCase(name, task, List.of(values(rows * channels)), rows * units, 0);
  }

  private KernelCase selectChannels() {
    int rows = pick(1, between(1, 300));
    int in = channels();
    List<Integer> channels =
        random.nextBoolean()
            ? shuffled(in, random.nextLong())
            : random.ints(between(1, 70), 0, in).boxed().toList();
    Task task = new Task.SelectChannels(rows, in, channels);
    String name = "select %d of %d channels, %d rows".formatted(channels.size(), in, rows);
    return new KernelCase(name, task, List.of(values(rows * in)), rows * channels.size(), 0);
  }

  private KernelCase spaceToDepth() {
    int block = between(1, 3);
    boolean darknet = random.nextBoolean();
    int batch = between(1, 2);
    int inH = block * between(1, 5);
    int inW = block * between(1, 5);
    int channels = darknet ? block * block * between(1, 9) : between(1, 40);
    Task task = new Task.SpaceToDepth(batch, inH, inW, channels, block, darknet);
    int count = batch * inH * inW * channels;
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase crop() {
    int batch = between(1, 2);
    int inH = between(1, 9);
    int inW = between(1, 9);
    int channels = channels();
    int outH = between(1, 10);
    int outW = between(1, 10);
    Task task =
        new Task.Crop(
            batch, inH, inW, channels, between(0, inH - 1), between(0, inW - 1), outH, outW);
    float[] in = values(batch * inH * inW * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase sum(String name, Task task, Geometry g, int products) {
    return sum(name, task, inputs(g), outputs(g), products);
  }

  private KernelCase sum(String name, Task task, int inputs, int outputs, int products) {
    List<float[]> tensors = new ArrayList<>(List.of(values(inputs)));
    if (task.inputs() == 2) {
      tensors.add(values(outputs));
    }
    return new KernelCase(name, task, tensors, outputs, products);
  }

  private static int inputs(Geometry g) {
    return g.batch() * g.inH() * g.inW() * g.inC();
  }

  private static int outputs(Geometry g) {
    return g.batch() * g.outH() * g.outW() * g.outC();
  }

  /** A window over a map of at most {@code side} positions a side; some see nothing but padding. */
  private Geometry geometry(int in, int out, int side) {
    int kernelH = pick(3, 3, 3, 1, 2, 5);
    int kernelW = pick(kernelH, kernelH, 3, 1);
    int strideH = pick(1, 1, 2, 2, 3);
    int strideW = pick(strideH, strideH, 1);
    int dilationH = pick(1, 1, 2, 4);
    int dilationW = pick(dilationH, dilationH, 1);
    int inH = between(1, side);
    int inW = between(1, side);
    int padTop = pick(0, 1, between(0, 5));
    int padLeft = pick(0, 1, between(0, 5));
    int outH = outputs(inH, kernelH, strideH, dilationH, padTop);
    int outW = outputs(inW, kernelW, strideW, dilationW, padLeft);
    return new Geometry(
        pick(1, 1, 2),
        inH,
        inW,
        in,
        outH,
        outW,
        out,
        kernelH,
        kernelW,
        strideH,
        strideW,
        dilationH,
        dilationW,
        padTop,
        padLeft);
  }

  private int outputs(int in, int kernel, int stride, int dilation, int padBefore) {
    int padAfter = pick(0, padBefore, between(0, 5));
    int span = (kernel - 1) * dilation + 1;
    return Math.max(1, Math.floorDiv(in + padBefore + padAfter - span, stride) + 1);
  }

  private Epilogue epilogue(int channels) {
    Epilogue epilogue = Epilogue.NONE.withClamp(clamp());
    if (random.nextInt(4) > 0) {
      epilogue = epilogue.withBias(param(channels, channels));
    }
    return random.nextInt(3) == 0 ? epilogue.withResidual() : epilogue;
  }

  private static String about(Epilogue epilogue) {
    return "bias %s, residual %s, %s"
        .formatted(epilogue.bias().isPresent(), epilogue.residual(), epilogue.clamp());
  }

  private Clamp clamp() {
    return pick(Clamp.NONE, Clamp.RELU, Clamp.RELU6, new Clamp(-0f, 0.5f), new Clamp(-0.25f, 0f));
  }

  private int channels() {
    return pick(1, 3, 8, 16, 24, 32, 33, 63, 96, between(1, 200), between(1, 200));
  }

  private int count() {
    return pick(1, 15, 16, 17, 64, between(1, 30_000));
  }

  private Param param(int count, Integer... dims) {
    return Tensors.param("param " + params++, weights(count), dims);
  }

  private float[] weights(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    if (numbers == NumberKind.SPECIAL && random.nextBoolean()) {
      sprinkle(values, Math.max(1, count / 50));
    }
    return values;
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
      if (numbers == NumberKind.DENORMAL) {
        values[i] *= 1e-39f;
      }
    }
    if (numbers == NumberKind.SPECIAL) {
      sprinkle(values, Math.max(1, count / 50));
    }
    return values;
  }

  private void sprinkle(float[] values, int times) {
    for (int i = 0; i < times; i++) {
      values[random.nextInt(values.length)] =
          pick(
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              0f,
              -0f,
              -0f,
              Float.MIN_VALUE);
    }
  }

  private int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The numbers from 0 to {@code count - 1} in an order drawn from a seed. */
  static List<Integer> shuffled(int count, long seed) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    List<Integer> list = Arrays.asList(order);
    Collections.shuffle(list, new Random(seed));
    return list;
  }
}
