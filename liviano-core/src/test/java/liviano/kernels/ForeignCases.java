package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Reduction;
import liviano.tensor.Sampling;

/** Tasks of the operations that other people's graphs are made of, drawn from a seed. */
final class ForeignCases extends Draws {
  private ForeignCases(long seed, NumberKind numbers) {
    super(seed, numbers);
  }

  /** As many cases of each kind. */
  static List<KernelCase> of(long seed, NumberKind numbers, int ofEach) {
    ForeignCases cases = new ForeignCases(seed, numbers);
    List<KernelCase> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      all.add(cases.prelu());
      all.add(cases.transposed());
      all.add(cases.transposed());
      all.add(cases.mean());
      all.add(cases.resizeNearest());
      all.add(cases.reduce());
      all.add(cases.argMax());
      all.add(cases.pick());
      all.add(cases.detections());
    }
    all.add(cases.heavyTransposed());
    all.add(cases.wideTransposed());
    return all;
  }

  private KernelCase reduce() {
    List<Integer> extents = List.of(between(1, 4), between(1, 9), between(1, 20));
    List<Integer> axes = pick(List.of(0), List.of(1), List.of(2), List.of(0, 2), List.of(0, 1, 2));
    int count = extents.stream().reduce(1, (a, b) -> a * b);
    int along = axes.stream().map(extents::get).reduce(1, (a, b) -> a * b);
    Task task = new Resample.Reduce(pick(Reduction.values()), extents, axes);
    return new KernelCase(task.toString(), task, List.of(values(count)), count / along, 0);
  }

  /** The places are integers; the case reads their bits as floats. */
  private KernelCase argMax() {
    int outer = between(1, 9);
    int extent = between(1, 30);
    int inner = pick(1, between(1, 70));
    Task task = new Lookup.ArgMax(outer, extent, inner, Formats.of(DType.F32, DType.I32));
    float[] in = values(outer * extent * inner);
    return new KernelCase(task.toString(), task, List.of(in), outer * inner, 0);
  }

  private KernelCase detections() {
    int samples = between(1, 2);
    int anchors = between(1, 40);
    int codes = pick(4, 4, 5);
    int classes = between(1, 5);
    int columns = classes + between(0, 1);
    DetectionRule rule =
        new DetectionRule(
            between(1, 12),
            between(1, 3),
            between(1, 8),
            random.nextBoolean(),
            pick(0f, 0.3f),
            pick(0.5f, 1f),
            classes,
            10,
            10,
            5,
            5);
    Task task = new Lookup.Detections(samples, anchors, codes, columns, rule, Formats.f32(3));
    List<float[]> inputs =
        List.of(
            values(samples * anchors * codes),
            values(samples * anchors * columns),
            values(samples * anchors * 4));
    return new KernelCase(task.toString(), task, inputs, samples * (6 * rule.places() + 1), 0);
  }

  /** Likewise; a few places do not exist. */
  private KernelCase pick() {
    int samples = between(1, 2);
    int outer = between(1, 3);
    List<Integer> extents = pick(List.of(between(1, 9)), List.of(between(1, 4), between(1, 5)));
    int count = between(1, 12);
    int inner = between(1, 20);
    Formats formats = new Formats(List.of(DType.F32, DType.I32), DType.F32);
    Task task = new Lookup.Pick(samples, outer, extents, count, inner, formats);
    float[] places = new float[samples * count * extents.size()];
    for (int i = 0; i < places.length; i++) {
      int extent = extents.get(i % extents.size());
      places[i] = Float.intBitsToFloat(between(0, extent));
    }
    int numbers = samples * outer * inner * extents.stream().reduce(1, (a, b) -> a * b);
    List<float[]> inputs = List.of(values(numbers), places);
    return new KernelCase(task.toString(), task, inputs, samples * outer * count * inner, 0);
  }

  private KernelCase resizeNearest() {
    int batch = between(1, 2);
    int inH = between(1, 9);
    int inW = between(1, 9);
    int outH = pick(inH, 2 * inH, between(1, 20));
    int outW = pick(inW, 2 * inW, between(1, 20));
    int channels = channels();
    Nearest rule = new Nearest(pick(Sampling.values()), pick(Nearest.Rounding.values()));
    Task task = new Resample.ResizeNearest(batch, inH, inW, outH, outW, channels, rule);
    float[] in = values(batch * inH * inW * channels);
    return new KernelCase(task.toString(), task, List.of(in), batch * outH * outW * channels, 0);
  }

  private KernelCase transposed() {
    int groups = pick(1, 1, 1, 2, 3);
    int in = groups * pick(1, 3, 4, between(1, 24));
    int out = groups * pick(1, 8, 32, between(1, 40), between(33, 80));
    int kernelH = pick(2, 3, 3, 4, 4, 1, 5);
    int kernelW = pick(kernelH, kernelH, 3, 1);
    return transposed(in, out, groups, kernelH, kernelW, between(1, 12));
  }

  /** More weights than a cache keeps, so that positions are blocked otherwise. */
  private KernelCase heavyTransposed() {
    return transposed(160, 130, 1, 6, 6, 9);
  }

  /** Rows whose windows are not laid out all at once. */
  private KernelCase wideTransposed() {
    return transposed(between(30, 60), pick(3, 20, 40), 1, 4, 4, 90);
  }

  /**
   * Cut off at each side by more or less than a window, with rows and columns that nothing adds to.
   *
   * @param side the most positions of the input
   */
  private KernelCase transposed(int in, int out, int groups, int kernelH, int kernelW, int side) {
    int strideH = pick(1, 2, 2, 3, 4);
    int strideW = pick(strideH, strideH, 1, 2);
    int dilationH = pick(1, 1, 1, 2, 3);
    int dilationW = pick(dilationH, dilationH, 1);
    int inH = between(1, Math.min(side, 12));
    int inW = side > 12 ? between(60, side) : between(1, side);
    int wholeH = (inH - 1) * strideH + (kernelH - 1) * dilationH + 1;
    int wholeW = (inW - 1) * strideW + (kernelW - 1) * dilationW + 1;
    int top = Math.min(wholeH - 1, pick(0, 1, between(0, 6)));
    int left = Math.min(wholeW - 1, pick(0, 1, between(0, 6)));
    int outH = Math.max(1, wholeH - top - pick(0, 1, between(-3, 5)));
    int outW = Math.max(1, wholeW - left - pick(0, 1, between(-3, 5)));
    Geometry mirrored =
        new Geometry(
            pick(1, 1, 2),
            outH,
            outW,
            out,
            inH,
            inW,
            in,
            kernelH,
            kernelW,
            strideH,
            strideW,
            dilationH,
            dilationW,
            top,
            left);
    int depth = in / groups;
    Param weight = param(out * kernelH * kernelW * depth, out, kernelH, kernelW, depth);
    Epilogue epilogue = epilogue(out);
    Task task = new Linear.TransposedConvolution(mirrored, groups, weight, epilogue);
    List<float[]> tensors = new ArrayList<>(List.of(values(outputs(mirrored))));
    if (epilogue.residual()) {
      tensors.add(values(inputs(mirrored)));
    }
    String name =
        String.format(
            Locale.ROOT,
            "transpose of convolution %s, %d groups, %s",
            mirrored,
            groups,
            about(epilogue));
    return new KernelCase(name, task, tensors, inputs(mirrored), kernelH * kernelW * depth);
  }

  private KernelCase mean() {
    int rank = between(2, 5);
    List<Integer> extents =
        IntStream.range(0, rank).mapToObj(_ -> pick(1, 2, between(1, 7))).toList();
    List<Integer> axes =
        IntStream.range(0, rank).filter(_ -> random.nextBoolean()).boxed().toList();
    axes = axes.isEmpty() ? List.of(rank - 1) : axes;
    Task task = new Resample.Mean(extents, axes);
    int outputs =
        IntStream.range(0, rank)
            .filter(axis -> !((Resample.Mean) task).axes().contains(axis))
            .map(extents::get)
            .reduce(1, (a, b) -> a * b);
    float[] in = values(extents.stream().reduce(1, (a, b) -> a * b));
    return new KernelCase(task.toString(), task, List.of(in), outputs, 0);
  }

  private KernelCase prelu() {
    int rows = pick(1, 63, 64, 65, between(1, 200));
    int channels = channels();
    Task task = new Rows.PRelu(rows, channels, param(channels, channels));
    String name = String.format(Locale.ROOT, "prelu %d x %d", rows, channels);
    return new KernelCase(name, task, List.of(values(rows * channels)), rows * channels, 0);
  }
}
