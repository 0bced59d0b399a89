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
      all.add(cases.mean());
      all.add(cases.resizeNearest());
    }
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
