package liviano.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import liviano.tensor.BlockOrder;
import liviano.tensor.Sampling;

/**
 * Tasks of every kind with sizes drawn from a seed: channel counts that fit no vector, windows that
 * stand half beside the map, strides, dilations, groups, batches, and every end of a sum.
 */
final class KernelCases extends Draws {
  private KernelCases(long seed, NumberKind numbers) {
    super(seed, numbers);
  }

  /** As many cases of each kind. */
  static List<KernelCase> of(long seed, NumberKind numbers, int ofEach) {
    KernelCases cases = new KernelCases(seed, numbers);
    List<KernelCase> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      all.add(cases.pointwise());
      all.add(cases.convolution());
      all.add(cases.groupedPointwise());
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
      all.add(cases.hardSigmoid());
      all.add(cases.hardSwish());
      all.add(cases.pairwise());
      all.add(cases.pad());
      all.add(cases.tanh());
      all.add(cases.responseNorm());
      all.add(cases.l2Normalize());
      all.add(cases.squaredDistance());
      all.add(cases.selectChannels());
      all.add(cases.spaceToDepth());
      all.add(cases.crop());
      all.add(cases.invertedResidual());
      all.add(cases.globalAveragePool());
      all.add(cases.pooledPointwise());
    }
    all.addAll(ForeignCases.of(seed + 1000, numbers, ofEach));
    for (int i = 0; i < 2; i++) {
      all.add(cases.heavyConvolution());
      all.add(cases.wideConvolution());
      all.add(cases.wideConvolution());
      all.add(cases.heavyPointwise());
      all.add(cases.halvedPointwise());
      all.add(cases.halvedPointwise());
    }
    return all;
  }

  private KernelCase pointwise() {
    int rows = pick(1, 2, 5, 6, 7, 8, 13, 49, 50, between(1, 200), between(144, 400));
    return pointwise(rows, channels(), channels());
  }

  /** More weights than the core's own caches keep. */
  private KernelCase heavyPointwise() {
    return pointwise(between(7, 60), between(360, 400), between(370, 420));
  }

  /** Too few outputs for many panels, and rows enough to halve each. */
  private KernelCase halvedPointwise() {
    return pointwise(between(28, 60), between(1, 400), pick(between(61, 112), between(100, 250)));
  }

  private KernelCase pointwise(int rows, int in, int out) {
    Epilogue epilogue = epilogue(out);
    Task task = new Linear.Pointwise(rows, in, out, param(in * out, out, in), epilogue);
    String name =
        String.format(
            Locale.ROOT, "pointwise %d rows %d -> %d, %s", rows, in, out, about(epilogue));
    return sum(name, task, rows * in, rows * out, in);
  }

  private KernelCase convolution() {
    int groups = pick(1, 1, 1, 2, 3);
    int in = groups * pick(1, 3, 4, between(1, 24));
    int out = groups * pick(1, 8, 32, between(1, 40), between(33, 80));
    return convolution(geometry(in, out, 20), groups);
  }

  /** Rows of several groups that stand side by side. */
  private KernelCase groupedPointwise() {
    int groups = between(2, 4);
    int in = groups * between(1, 60);
    int out = groups * pick(16, 32, between(1, 70));
    int side = between(1, 12);
    Geometry g = new Geometry(pick(1, 2), side, side, in, side, side, out, 1, 1, 1, 1, 1, 1, 0, 0);
    return convolution(g, groups);
  }

  /** More weights than a cache keeps, so that positions are blocked otherwise. */
  private KernelCase heavyConvolution() {
    int groups = pick(1, 2);
    Geometry g = geometry(96 * groups, 160, 16, 3, 3);
    return convolution(g, groups);
  }

  /** A map so wide that the windows in its middle may read it where it stands. */
  private KernelCase wideConvolution() {
    Geometry g = geometry(between(1, 4), pick(8, 24, between(1, 50)), 150);
    return convolution(g, 1);
  }

  private KernelCase convolution(Geometry g, int groups) {
    int out = g.outC();
    int depth = g.inC() / groups;
    Param weight =
        param(out * g.kernelH() * g.kernelW() * depth, out, g.kernelH(), g.kernelW(), depth);
    Epilogue epilogue = epilogue(out);
    Task task = new Linear.Convolution(g, groups, weight, epilogue);
    String name =
        String.format(Locale.ROOT, "convolution %s, %d groups, %s", g, groups, about(epilogue));
    return sum(name, task, g, g.kernelH() * g.kernelW() * depth);
  }

  private KernelCase depthwise() {
    int in = channels();
    int out = in * pick(1, 1, 1, 2);
    Geometry g = geometry(in, out, 14);
    Epilogue epilogue = epilogue(out);
    Param weight = param(g.kernelH() * g.kernelW() * out, g.kernelH(), g.kernelW(), out);
    Task task = new Linear.Depthwise(g, weight, epilogue);
    String name = String.format(Locale.ROOT, "depthwise %s, %s", g, about(epilogue));
    return sum(name, task, g, g.kernelH() * g.kernelW());
  }

  private KernelCase averagePool() {
    int channels = channels();
    Geometry g = geometry(channels, channels, 12);
    boolean countPadding = random.nextBoolean();
    String name =
        String.format(Locale.ROOT, "average pool %s, counting padding: %s", g, countPadding);
    float[] in = values(inputs(g));
    return new KernelCase(
        name, new Resample.AveragePool(g, countPadding), List.of(in), outputs(g), 0);
  }

  private KernelCase resize() {
    int batch = between(1, 2);
    int inH = between(1, 7);
    int inW = between(1, 7);
    int outH = between(1, 11);
    int outW = between(1, 11);
    int channels = between(1, 70);
    Sampling sampling = pick(Sampling.values());
    Task task = new Resample.Resize(batch, inH, inW, outH, outW, channels, sampling);
    float[] in = values(batch * inH * inW * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase add() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        String.format(Locale.ROOT, "add %d, %s", count, clamp),
        new Elementwise.Add(count, clamp),
        List.of(values(count), values(count)),
        count,
        0);
  }

  private KernelCase affine() {
    int rows = pick(1, between(1, 200));
    int channels = channels();
    Clamp clamp = clamp();
    Task task =
        new Rows.Affine(
            rows, channels, param(channels, channels), param(channels, channels), clamp);
    String name = String.format(Locale.ROOT, "affine %d x %d, %s", rows, channels, clamp);
    return new KernelCase(name, task, List.of(values(rows * channels)), rows * channels, 0);
  }

  private KernelCase clip() {
    int count = count();
    Clamp clamp = clamp();
    return new KernelCase(
        String.format(Locale.ROOT, "clip %d, %s", count, clamp),
        new Elementwise.Clip(count, clamp),
        List.of(values(count)),
        count,
        0);
  }

  private KernelCase sigmoid() {
    int count = between(1, 3000);
    return new KernelCase(
        "sigmoid " + count, new Elementwise.Sigmoid(count), List.of(wide(count)), count, 1);
  }

  private KernelCase softmax() {
    int rows = between(1, 9);
    int channels = channels();
    Task task = new Rows.Softmax(rows, channels);
    return new KernelCase(
        task.toString(), task, List.of(wide(rows * channels)), rows * channels, channels);
  }

  /** Also so large and so small that their exponentials are beyond a float. */
  private float[] wide(int count) {
    float[] values = values(count);
    float factor = pick(1f, 1f, 30f, 300f);
    for (int i = 0; i < count; i++) {
      values[i] *= factor;
    }
    return values;
  }

  private KernelCase concat() {
    int rows = between(1, 30);
    List<Integer> widths = List.of(channels(), channels(), between(1, 5));
    Task task = new Move.Concat(rows, widths);
    List<float[]> inputs = widths.stream().map(width -> values(rows * width)).toList();
    int outputs = rows * widths.stream().mapToInt(Integer::intValue).sum();
    return new KernelCase(task.toString(), task, inputs, outputs, 0);
  }

  private KernelCase maxPool() {
    int channels = channels();
    Geometry g = geometry(channels, channels, 12);
    return new KernelCase(
        "max pool " + g, new Resample.MaxPool(g), List.of(values(inputs(g))), outputs(g), 0);
  }

  private KernelCase leakyRelu() {
    int count = count();
    Task task = new Elementwise.LeakyRelu(count, pick(0.1f, 0.25f, -1f));
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase hardSigmoid() {
    int count = count();
    Task task = new Elementwise.HardSigmoid(count);
    return new KernelCase(task.toString(), task, List.of(spread(count)), count, 0);
  }

  private KernelCase hardSwish() {
    int count = count();
    Task task = new Elementwise.HardSwish(count);
    return new KernelCase(task.toString(), task, List.of(spread(count)), count, 0);
  }

  /** So far from zero that some are on either side of the bends at -3 and 3. */
  private float[] spread(int count) {
    float[] values = values(count);
    for (int i = 0; i < count; i++) {
      values[i] *= 5;
    }
    return values;
  }

  private KernelCase pairwise() {
    int samples = pick(1, 1, 2, 3);
    int positions = pick(1, 49, between(1, 150));
    int channels = channels();
    boolean perChannel = random.nextBoolean();
    Task task =
        new Elementwise.Pairwise(
            pick(PairFunction.values()), samples, positions, channels, perChannel);
    int count = samples * positions * channels;
    float[] other = values(perChannel ? samples * channels : count);
    return new KernelCase(task.toString(), task, List.of(values(count), other), count, 0);
  }

  private KernelCase pad() {
    int batch = between(1, 2);
    int height = between(1, 7);
    int width = between(1, 7);
    int channels = channels();
    int top = pick(0, between(0, 3));
    int left = pick(0, between(0, 3));
    int outH = top + height + pick(0, between(0, 3));
    int outW = left + width + pick(0, between(0, 3));
    Task task = new Move.Pad(batch, height, width, channels, top, left, outH, outW);
    float[] in = values(batch * height * width * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase tanh() {
    int count = between(1, 3000);
    Task task = new Elementwise.Tanh(count, 1.7159f, 2 / 3f);
    return new KernelCase(task.toString(), task, List.of(values(count)), count, 0);
  }

  private KernelCase responseNorm() {
    int rows = between(1, 30);
    int channels = channels();
    float beta = pick(0.75f, 0.75f, 0.5f, 1f);
    Task task =
        new Rows.ResponseNorm(
            rows, channels, pick(5, 5, 3, 1, 7), 1e-2f, beta, pick(1f, 2f, 0.01f));
    return new KernelCase(
        task.toString(), task, List.of(values(rows * channels)), rows * channels, 7);
  }

  private KernelCase l2Normalize() {
    int rows = between(1, 30);
    int channels = channels();
    Task task = new Rows.L2Normalize(rows, channels, pick(1e-10f, 0.1f));
    return new KernelCase(
        task.toString(), task, List.of(values(rows * channels)), rows * channels, channels);
  }

  private KernelCase squaredDistance() {
    int rows = between(1, 3);
    int channels = channels();
    int units = between(1, 20);
    Task task =
        new Rows.SquaredDistance(rows, channels, units, param(units * channels, units, channels));
    String name =
        String.format(Locale.ROOT, "squared distance %d rows %d -> %d", rows, channels, units);
    return new KernelCase(name, task, List.of(values(rows * channels)), rows * units, 0);
  }

  private KernelCase selectChannels() {
    int rows = pick(1, between(1, 300));
    int in = channels();
    List<Integer> channels =
        random.nextBoolean()
            ? shuffled(in, random.nextLong())
            : random.ints(between(1, 70), 0, in).boxed().toList();
    Task task = new Move.SelectChannels(rows, in, channels);
    String name =
        String.format(Locale.ROOT, "select %d of %d channels, %d rows", channels.size(), in, rows);
    return new KernelCase(name, task, List.of(values(rows * in)), rows * channels.size(), 0);
  }

  private KernelCase spaceToDepth() {
    int block = between(1, 3);
    boolean darknet = random.nextBoolean();
    int batch = between(1, 2);
    int inH = block * between(1, 5);
    int inW = block * between(1, 5);
    int channels = darknet ? block * block * between(1, 9) : between(1, 40);
    BlockOrder order = darknet ? BlockOrder.DARKNET : BlockOrder.BLOCK_MAJOR;
    Task task = new Move.SpaceToDepth(batch, inH, inW, channels, block, order);
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
        new Move.Crop(
            batch, inH, inW, channels, between(0, inH - 1), between(0, inW - 1), outH, outW);
    float[] in = values(batch * inH * inW * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase invertedResidual() {
    int batch = pick(1, 1, 2);
    int in = between(1, 40);
    int wide = channels();
    int out = pick(in, between(1, 60));
    int height = between(1, 20);
    int width = between(1, 20);
    int stride = pick(1, 2);
    int dilation = stride == 1 ? pick(1, 1, 2, 3) : 1;
    Geometry filtered = block(batch, height, width, wide, 3, stride, dilation);
    int products = 9 * wide;
    Optional<Linear.Expansion> expand = Optional.empty();
    int inputs = batch * height * width * wide;
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> {
        Geometry stem =
            new Geometry(
                batch, 2 * height, 2 * width, 3, height, width, wide, 3, 3, 2, 2, 1, 1, 0, 0);
        expand =
            Optional.of(
                new Linear.Convolution(stem, 1, param(wide * 27, wide, 3, 3, 3), plain(wide)));
        inputs = inputs(stem);
        products *= 27;
      }
      default -> {
        expand =
            Optional.of(
                new Linear.Pointwise(
                    batch * height * width, in, wide, param(in * wide, wide, in), plain(wide)));
        inputs = batch * height * width * in;
        products *= in;
      }
    }
    Linear.Depthwise filter =
        new Linear.Depthwise(filtered, param(9 * wide, 3, 3, wide), plain(wide));
    int rows = filtered.outRows() * filtered.outW();
    Linear.Pointwise project =
        new Linear.Pointwise(rows, wide, out, param(wide * out, out, wide), epilogue(out));
    Task task = new Fused.InvertedResidual(expand, filter, project);
    String name =
        String.format(
            Locale.ROOT,
            "block of %s, %d channels to %d, filter %s, %s",
            expand.map(e -> e.getClass().getSimpleName()).orElse("no expansion"),
            in,
            out,
            filtered,
            about(project.epilogue()));
    return sum(name, task, inputs, rows * out, products);
  }

  private KernelCase globalAveragePool() {
    Resample.AveragePool task = wholeMap(channels());
    Geometry g = task.geometry();
    return new KernelCase(
        "average of whole maps " + g, task, List.of(values(inputs(g))), outputs(g), 0);
  }

  private KernelCase pooledPointwise() {
    int in = channels();
    int out = channels();
    Resample.AveragePool pool = wholeMap(out);
    Geometry g = pool.geometry();
    Epilogue epilogue = plain(out);
    int rows = g.batch() * g.inH() * g.inW();
    Linear.Pointwise pointwise =
        new Linear.Pointwise(rows, in, out, param(in * out, out, in), epilogue);
    String name =
        String.format(
            Locale.ROOT, "pooled pointwise %d -> %d, %s, %s", in, out, g, about(epilogue));
    Task task = new Fused.PooledPointwise(pointwise, pool);
    return sum(name, task, rows * in, outputs(g), in + g.inH() * g.inW());
  }

  /** Some of them larger than what is held between the two layers. */
  private Resample.AveragePool wholeMap(int channels) {
    int height = pick(1, 7, between(1, 12), between(12, 24));
    int width = pick(1, 7, between(1, 12), between(12, 24));
    Geometry g =
        new Geometry(
            pick(1, 1, 2, 3),
            height,
            width,
            channels,
            1,
            1,
            channels,
            height,
            width,
            1,
            1,
            1,
            1,
            0,
            0);
    return new Resample.AveragePool(g, random.nextBoolean());
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

  /** The numbers from 0 to {@code count - 1} in an order drawn from a seed. */
  static List<Integer> shuffled(int count, long seed) {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    List<Integer> list = Arrays.asList(order);
    Collections.shuffle(list, new Random(seed));
    return list;
  }
}
