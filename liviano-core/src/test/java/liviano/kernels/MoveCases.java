package liviano.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liviano.tensor.BlockOrder;

/** Tasks that put numbers to other places, drawn from a seed. */
final class MoveCases extends Draws {
  private MoveCases(long seed, NumberKind numbers) {
    super(seed, numbers);
  }

  /** As many cases of each kind. */
  static List<KernelCase> of(long seed, NumberKind numbers, int ofEach) {
    MoveCases cases = new MoveCases(seed, numbers);
    List<KernelCase> all = new ArrayList<>();
    for (int i = 0; i < ofEach; i++) {
      all.add(cases.concat());
      all.add(cases.pad());
      all.add(cases.crop());
      all.add(cases.selectChannels());
      all.add(cases.spaceToDepth());
      all.add(cases.slice());
      all.add(cases.transpose());
      all.add(cases.constant());
      all.add(cases.surround());
    }
    return all;
  }

  private KernelCase concat() {
    int rows = between(1, 30);
    List<Integer> widths = List.of(channels(), channels(), between(1, 5));
    Task task = new Move.Concat(rows, widths);
    List<float[]> inputs = widths.stream().map(width -> values(rows * width)).toList();
    int outputs = rows * widths.stream().mapToInt(Integer::intValue).sum();
    return new KernelCase(task.toString(), task, inputs, outputs, 0);
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

  /** Some numbers along each of some axes. */
  private KernelCase slice() {
    List<Integer> in = extents();
    List<Integer> extents = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    long begin = 0;
    for (int axis = 0; axis < in.size(); axis++) {
      long each = StridedView.denseStrides(in).get(axis);
      int first = between(0, in.get(axis) - 1);
      int step = pick(1, 1, 2, 3);
      int most = (in.get(axis) - first + step - 1) / step;
      begin += first * each;
      extents.add(between(1, most));
      strides.add(step * each);
    }
    return strided(in, new StridedView(begin, extents, strides));
  }

  private KernelCase transpose() {
    List<Integer> in = extents();
    List<Integer> order = shuffled(in.size(), random.nextLong());
    return strided(
        in,
        new StridedView(
            0,
            order.stream().map(in::get).toList(),
            order.stream().map(StridedView.denseStrides(in)::get).toList()));
  }

  private KernelCase strided(List<Integer> in, StridedView view) {
    int count = in.stream().reduce(1, (a, b) -> a * b);
    Task task = new Move.Strided(count, view);
    return new KernelCase(task.toString(), task, List.of(values(count)), (int) view.elements(), 0);
  }

  /** The number around it is none that the input has. */
  private KernelCase surround() {
    List<Integer> in = extents();
    List<Integer> before = in.stream().map(_ -> pick(0, between(0, 3))).toList();
    List<Integer> after = in.stream().map(_ -> pick(0, between(0, 3))).toList();
    int outputs = 1;
    for (int axis = 0; axis < in.size(); axis++) {
      outputs *= before.get(axis) + in.get(axis) + after.get(axis);
    }
    int count = in.stream().reduce(1, (a, b) -> a * b);
    Task task = new Move.Surround(in, before, after, 0);
    return new KernelCase(task.toString(), task, List.of(values(count)), outputs, 0);
  }

  private List<Integer> extents() {
    List<Integer> extents = new ArrayList<>();
    for (int rank = between(1, 4); rank > 0; rank--) {
      extents.add(pick(1, 2, 16, 17, between(1, 40)));
    }
    return extents;
  }

  private KernelCase constant() {
    int samples = between(1, 3);
    int count = pick(1, channels());
    Task task = new Move.Constant(samples, param(count, count));
    return new KernelCase(
        String.format(Locale.ROOT, "constant of %d, %d times", count, samples),
        task,
        List.of(),
        samples * count,
        0);
  }
}
