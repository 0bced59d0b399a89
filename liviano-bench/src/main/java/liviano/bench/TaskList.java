package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Fused;
import liviano.kernels.Geometry;
import liviano.kernels.Linear;
import liviano.kernels.Move;
import liviano.kernels.Param;
import liviano.kernels.Resample;
import liviano.kernels.Task;
import liviano.tensor.DType;
import liviano.tensor.Shape;

/** Tasks with random weights, one after the other. */
final class TaskList {

  /**
   * A task with what it costs.
   *
   * @param macs its multiply-adds
   * @param inputs numbers in each of its inputs
   * @param output numbers in its output
   * @param weights numbers in its parameters
   */
  record Step(String name, Task task, long macs, List<Long> inputs, long output, long weights) {

    /** Bytes that have to be read or written at least once. */
    long bytes() {
      return Float.BYTES * (inputs.stream().mapToLong(Long::longValue).sum() + output + weights);
    }
  }

  private final List<Step> steps = new ArrayList<>();
  private final Random random = new Random(1);

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Any task without multiply-adds of its own. */
  void add(String name, Task task, long output, Long... inputs) {
    steps.add(new Step(name, task, 0, List.of(inputs), output, 0));
  }

  void pointwise(int rows, int in, int out, Clamp clamp, boolean residual) {
    Epilogue end = epilogue(out, clamp);
    long count = (long) rows * out;
    Task task =
        new Linear.Pointwise(rows, in, out, param(out, in), residual ? end.withResidual() : end);
    String name =
        String.format(Locale.ROOT, "%d x %d -> %d%s", rows, in, out, residual ? " + residual" : "");
    long read = (long) rows * in;
    List<Long> inputs = residual ? List.of(read, count) : List.of(read);
    steps.add(new Step(name, task, count * in, inputs, count, (long) out * in + out));
  }

  void convolution(Geometry g, int groups, Clamp clamp) {
    int depth = g.inC() / groups;
    Param weight = param(g.outC(), g.kernelH(), g.kernelW(), depth);
    Task task = new Linear.Convolution(g, groups, weight, epilogue(g.outC(), clamp));
    String name =
        String.format(
            Locale.ROOT,
            "%s %d -> %d%s",
            window(g),
            g.inC(),
            g.outC(),
            groups > 1 ? " in " + groups : "");
    long macs = outputs(g) * g.kernelH() * g.kernelW() * depth;
    steps.add(new Step(name, task, macs, List.of(inputs(g)), outputs(g), weight.count()));
  }

  void depthwise(Geometry g, Clamp clamp) {
    Param weight = param(g.kernelH(), g.kernelW(), g.outC());
    Task task = new Linear.Depthwise(g, weight, epilogue(g.outC(), clamp));
    String name = String.format(Locale.ROOT, "depthwise %s x %d", window(g), g.inC());
    long macs = outputs(g) * g.kernelH() * g.kernelW();
    steps.add(new Step(name, task, macs, List.of(inputs(g)), outputs(g), weight.count()));
  }

  /**
   * The last layers as one task: what expands, if there are three, the depthwise convolution and
   * the projection.
   */
  Step fused(String name, int layers) {
    List<Step> last = steps.subList(steps.size() - layers, steps.size());
    Task task =
        new Fused.InvertedResidual(
            layers < 3 ? Optional.empty() : Optional.of((Linear.Expansion) last.getFirst().task()),
            (Linear.Depthwise) last.get(layers - 2).task(),
            (Linear.Pointwise) last.getLast().task());
    long read = last.getFirst().inputs().getFirst();
    long written = last.getLast().output();
    return new Step(
        name,
        task,
        last.stream().mapToLong(Step::macs).sum(),
        task.inputs() == 2 ? List.of(read, written) : List.of(read),
        written,
        last.stream().mapToLong(Step::weights).sum());
  }

  void averagePool(Geometry g) {
    Task task = new Resample.AveragePool(g, false);
    add(
        String.format(Locale.ROOT, "average pool %s x %d", window(g), g.inC()),
        task,
        outputs(g),
        inputs(g));
  }

  void maxPool(Geometry g) {
    Task task = new Resample.MaxPool(g);
    add(
        String.format(Locale.ROOT, "max pool %s x %d", window(g), g.inC()),
        task,
        outputs(g),
        inputs(g));
  }

  void concat(int rows, Integer... channels) {
    List<Integer> widths = List.of(channels);
    long all = widths.stream().mapToLong(Integer::longValue).sum() * rows;
    Long[] inputs = widths.stream().map(width -> (long) width * rows).toArray(Long[]::new);
    add(
        String.format(Locale.ROOT, "concat %d x %s", rows, widths),
        new Move.Concat(rows, widths),
        all,
        inputs);
  }

  /** A square window over square maps. */
  static Geometry square(
      int side, int in, int outSide, int out, int kernel, int stride, int dilation, int pad) {
    return new Geometry(
        1, side, side, in, outSide, outSide, out, kernel, kernel, stride, stride, dilation,
        dilation, pad, pad);
  }

  private static String window(Geometry g) {
    String stride = g.strideH() > 1 ? "/" + g.strideH() : "";
    String dilation = g.dilationH() > 1 ? " rate " + g.dilationH() : "";
    return String.format(
        Locale.ROOT, "%dx%d%s%s at %d", g.kernelH(), g.kernelW(), stride, dilation, g.inH());
  }

  private static long inputs(Geometry g) {
    return (long) g.inH() * g.inW() * g.inC();
  }

  private static long outputs(Geometry g) {
    return (long) g.outH() * g.outW() * g.outC();
  }

  private Epilogue epilogue(int channels, Clamp clamp) {
    return Epilogue.NONE.withBias(param(channels)).withClamp(clamp);
  }

  /** Small numbers of both signs, so that no activation grows out of bounds or into denormals. */
  private Param param(Integer... dims) {
    long count = Arrays.stream(dims).mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    MemorySegment data = Arena.ofAuto().allocate(count * Float.BYTES, 64);
    for (long i = 0; i < count; i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, (random.nextFloat() - 0.5f) / 8);
    }
    return new Param(
        "param " + steps.size() + " " + List.of(dims), DType.F32, new Shape(List.of(dims)), data);
  }
}
