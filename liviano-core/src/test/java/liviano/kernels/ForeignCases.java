package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import liviano.tensor.Nearest;
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
    }
    all.add(cases.heavyTransposed());
    all.add(cases.wideTransposed());
    return all;
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
