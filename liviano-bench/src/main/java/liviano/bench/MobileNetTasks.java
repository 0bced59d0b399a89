package liviano.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import liviano.kernels.Clamp;
import liviano.kernels.Epilogue;
import liviano.kernels.Format;
import liviano.kernels.Geometry;
import liviano.kernels.Param;
import liviano.kernels.Task;

/**
 * The tasks of MobileNetV2 1.0 at 224 pixels with random weights, in the order in which they run.
 */
final class MobileNetTasks {
  /** Bytes of the largest tensor, 112 x 112 x 96. */
  static final long LARGEST_TENSOR = 112L * 112 * 96 * Float.BYTES;

  /** The paper's table of bottlenecks. */
  private static final int[][] T_C_N_S = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1},
  };

  /**
   * @param macs its multiply-adds
   */
  record Step(String name, Task task, long macs) {}

  private final List<Step> steps = new ArrayList<>();
  private final Random random = new Random(1);

  private MobileNetTasks() {}

  static List<Step> at224() {
    MobileNetTasks tasks = new MobileNetTasks();
    tasks.stem();
    int side = 112;
    int channels = 32;
    for (int[] row : T_C_N_S) {
      for (int i = 0; i < row[2]; i++) {
        int stride = i == 0 ? row[3] : 1;
        tasks.bottleneck(side, channels, row[0], row[1], stride, i > 0);
        side /= stride;
        channels = row[1];
      }
    }
    tasks.pointwise(side * side, channels, 1280, Clamp.RELU6, false);
    Geometry whole = new Geometry(1, side, side, 1280, 1, 1, 1280, side, side, 1, 1, 1, 1, 0, 0);
    tasks.steps.add(new Step("average pool", new Task.AveragePool(whole, false), 0));
    tasks.pointwise(1, 1280, 1001, Clamp.NONE, false);
    tasks.steps.add(new Step("softmax", new Task.Softmax(1, 1001), 0));
    return List.copyOf(tasks.steps);
  }

  private void stem() {
    Geometry g = new Geometry(1, 224, 224, 3, 112, 112, 32, 3, 3, 2, 2, 1, 1, 0, 0);
    Task task = new Task.Convolution(g, 1, param(32, 3, 3, 3), epilogue(32, Clamp.RELU6));
    steps.add(new Step("stem 3x3 3 -> 32", task, 112L * 112 * 27 * 32));
  }

  private void bottleneck(int side, int in, int t, int out, int stride, boolean residual) {
    int hidden = t * in;
    if (t > 1) {
      pointwise(side * side, in, hidden, Clamp.RELU6, false);
    }
    depthwise(side, hidden, stride);
    int outSide = side / stride;
    pointwise(outSide * outSide, hidden, out, Clamp.NONE, residual);
  }

  private void pointwise(int rows, int in, int out, Clamp clamp, boolean residual) {
    Epilogue end = epilogue(out, clamp);
    Task task =
        new Task.Pointwise(rows, in, out, param(out, in), residual ? end.withResidual() : end);
    String name = "%d x %d -> %d%s".formatted(rows, in, out, residual ? " + residual" : "");
    steps.add(new Step(name, task, (long) rows * in * out));
  }

  private void depthwise(int side, int channels, int stride) {
    int out = side / stride;
    int pad = stride == 1 ? 1 : 0;
    Geometry g =
        new Geometry(
            1, side, side, channels, out, out, channels, 3, 3, stride, stride, 1, 1, pad, pad);
    Task task = new Task.Depthwise(g, param(3, 3, channels), epilogue(channels, Clamp.RELU6));
    String name = "depthwise %d x %d / %d".formatted(side, channels, stride);
    steps.add(new Step(name, task, (long) out * out * 9 * channels));
  }

  private Epilogue epilogue(int channels, Clamp clamp) {
    return Epilogue.NONE.withBias(param(channels)).withClamp(clamp);
  }

  /** Small numbers of both signs, so that no activation grows out of bounds or into denormals. */
  private Param param(Integer... dims) {
    long count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    MemorySegment data = Arena.ofAuto().allocate(count * Float.BYTES, 64);
    for (long i = 0; i < count; i++) {
      data.setAtIndex(ValueLayout.JAVA_FLOAT, i, (random.nextFloat() - 0.5f) / 8);
    }
    return new Param(
        "param " + steps.size() + " " + List.of(dims), Format.F32, List.of(dims), data);
  }
}
